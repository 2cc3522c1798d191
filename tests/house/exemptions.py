"""What house rules let through, each with its reason. A line that nothing needs any more fails a test."""

# Paths (a folder ends with a slash) that may be longer than 300 lines.
LONG_FILES = {
    "alembic/versions/": "a revision is written by Alembic and never changed afterwards",
    "assets/external/": "built by Reflex from the files that are measured where they are written",
}

# Functions, as `path::name`, that may be longer than 60 lines.
LONG_FUNCTIONS = {
    "alembic/versions/": "a revision is written by Alembic and never changed afterwards",
}

# Paths that may touch os.environ.
ENVIRONMENT = {
    "opentribe/settings.py": "the one reader",
    "opentribe/web/serving/toolchain.py": "tells Reflex and bun, which read the environment only, what to do",
    "rxconfig.py": "tells Reflex, which reads the environment only, what to do",
    "opentribe/cli/": "passes an environment on to child processes",
}

# Public functions in commands that no door may ask for, so that they carry no mark.
UNMARKED_COMMANDS = {
    "opentribe.domain.auth.commands.end_sessions": "a step of banning a member, inside that transaction",
    "opentribe.domain.auth.commands.issue_ticket": "a step of sign_in and sign_up, inside their transactions",
    "opentribe.domain.identities.commands.rows.add_identity": "stores the row that the verbs beside it have checked",
    "opentribe.domain.identities.commands.rows.add_key": "stores the key that the verbs beside it have allowed",
    "opentribe.domain.identities.commands.rows.drawn_face": "names the portrait for the verbs beside it",
    "opentribe.domain.identities.commands.rows.held_identities": "counts what the verbs beside it decide about",
    "opentribe.domain.identities.commands.keys.end_keys": "a step of banning a member, inside that transaction",
    "opentribe.domain.posts.commands.rows.post_row": "reads the row that the verbs beside it decide about",
    "opentribe.domain.posts.commands.submission.earlier_submission": "looks up what the verbs beside it made before",
    "opentribe.domain.posts.commands.submission.store_once": "runs the command that the verb beside it hands over",
    "opentribe.domain.posts.commands.rows.comment_row": "reads the row that the verbs beside it decide about",
    "opentribe.domain.posts.commands.rows.space_of_post": "reads where the verb beside it would write",
    "opentribe.domain.posts.commands.rows.lock_post_of": "locks the row that the verb beside it needs first",
    "opentribe.domain.posts.commands.thread_follow.follow_by_writing": "a step of commenting and publishing",
    "opentribe.domain.posts.commands.rows.count_reply": "counts what the verbs beside it have stored",
}

# Commands that ask no policy.
COMMANDS_WITHOUT_POLICY: dict[str, str] = {}

# Handlers (every public method of a state is one) that do not ask the domain, since they change only what their
# own tab shows. `Class.method`.
LOCAL_HANDLERS = {
    "SessionState.show_notice": "shows words to the tab that sent them",
    "SessionState.sign_out": "sends the tab that asks to the route that ends its session",
    "SessionState.sign_in_again": "sends the tab that asks to the sign-in page",
    "SignInState.open": "sends members on; who is here was read before",
    "PostState.look_again": "reads the page again by the handler that asks",
    "JobsState.ask_about": "opens a question over what was read before",
    "JobsState.close": "closes the question over what was read before",
    "LiveState.begin": "lets the tab watch what happens; who may see it is asked for each push",
    "AddressState.hide": "puts a line away that was read before",
    "AddressState.open_form": "opens a form over what was read before",
    "AddressState.close_form": "closes a form without sending it",
    "AskState.open": "empties a form that is not sent yet",
    "Comments.answer": "opens the reply box",
    "Comments.change": "opens the form over a comment that was read before",
    "PeopleState.close": "closes the dialog over what was read before",
    "HistoryState.close": "closes the dialog over what was read before",
    "PostState.edit": "opens the form over words that were read before",
    "GetKeyState.received": "forgets the name of what was asked for, once the browser has the answer",
    "DevelopersState.choose": "shows the examples in another language",
    "DevelopersState.leave": "forgets a key",
    "GetKeyState.leave": "takes a key off the page that showed it",
    "IdentitiesState.name_one": "opens an empty form over the list",
    "IdentitiesState.close": "closes the form over the list",
    "OwnIdentityState.ask_to_end": "opens a question over what was read before",
    "OwnIdentityState.keep": "closes the question over what was read before",
    "HookLogState.close": "closes the log over what was read before",
    "HooksState.ask_about": "opens a question over what was read before",
    "HooksState.close": "closes the question over what was read before",
    "HooksState.leave": "takes a secret off the page that showed it",
    "KeysState.ask_about": "opens a question over what was read before",
    "KeysState.close": "closes the question over what was read before",
    "KeysState.leave": "takes a key off the page that showed it",
    "BadgesState.hand": "opens a question over what was read before",
    "BadgesState.close": "closes the question over what was read before",
    "NotificationChoicesState.choose": "a choice in a form that is not sent yet",
    "SpaceFormState.choose_visibility": "a choice in a form that is not sent yet",
    "SpaceFormState.choose_icon": "a choice in a form that is not sent yet",
}

# Facts that carry more than ids. `Class.field`.
FACT_FIELDS = {
    "PointsChanged.amount": "what a page shows at once; the ledger holds it",
    "PointsChanged.action": "what a page shows at once; the ledger holds it",
}

# Tables outside opentribe/domain.
TABLES_OUTSIDE_DOMAIN = {
    "opentribe/kit/jobs/models.py": "the outbox serves every feature",
    "opentribe/kit/repeats/models.py": "kept answers serve every call of the API",
    "opentribe/kit/counters/models.py": "named numbers serve every feature",
}

# Files that may hold words which are forbidden elsewhere.
WORDS = {
    "tests/house/": "names what it forbids",
    "opentribe/seeds/content/": "demo members write about unfinished work too",
}
