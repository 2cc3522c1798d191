"""Each house rule finds what it is for, tried on small trees that break it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.house import domain_rules, sizes, web_rules, words
from tests.house.source import File, files, python


def code(path: str, text: str) -> File:
    """A file of a tree that breaks something."""
    return File(path, dedent(text))


def test_reading_a_tree_skips_what_tools_made(tmp_path: Path) -> None:
    for path in ("opentribe/a.py", ".venv/b.py", ".web/c.py", "opentribe/__pycache__/d.py", "README.md", "x.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    assert [file.path for file in files(tmp_path)] == ["README.md", "opentribe/a.py"]
    assert [file.name for file in python(tmp_path, "opentribe")] == ["opentribe.a"]
    assert [file.path for file in python(tmp_path, "opentribe/a.py")] == ["opentribe/a.py"]


def test_long_file() -> None:
    found = [File("a.py", "x\n" * 301), File("b.css", "x\n" * 300), File("old/c.py", "x\n" * 900)]
    assert [line.split(":")[0] for line in sizes.long_files(found, {"old/": "kept as it came"})] == ["a.py"]


def test_long_function() -> None:
    found = code("a.py", "def short():\n" + "    x\n" * 59 + "class A:\n    def long(self):\n" + "        x\n" * 60)
    assert [line.split(":")[2] for line in sizes.long_functions([found], {})] == ["long"]


@pytest.mark.parametrize("path", ["opentribe/utils.py", "opentribe/common/a.py", "tests/helpers/__init__.py"])
def test_forbidden_name(path: str) -> None:
    assert sizes.forbidden_names([File(path, ""), File("opentribe/text.py", "")]) != []


@pytest.mark.parametrize("text", ["", "import os", '"""No full stop"""', '"""Two\nlines."""'])
def test_missing_sentence(text: str) -> None:
    assert sizes.missing_sentences([File("a.py", text)])
    assert not sizes.missing_sentences([File("a.py", '"""What it is for.\n\nAnd more."""')])


@pytest.mark.parametrize(
    "text", ["import os\nos.environ['A']", "import os\nx = os.getenv('A')", "from os import environ"]
)
def test_environment_reader(text: str) -> None:
    assert web_rules.environment_readers([code("a.py", text), code("b.py", "import os\nos.getcwd()")]) == ["a.py"]


def test_unmarked_command() -> None:
    found = code(
        "opentribe/domain/posts/commands/publish.py",
        """
        @command
        def publish(session, actor): ...
        def forgotten(session, actor): ...
        def _inner(session): ...
        """,
    )
    name = "opentribe.domain.posts.commands.publish.forgotten"
    assert [line.split(":")[0] for line in domain_rules.unmarked_commands([found], {})] == [name]
    assert not domain_rules.unmarked_commands([found], {name: "a step of publish"})


def test_command_without_policy() -> None:
    rows = code("opentribe/domain/posts/commands/rows.py", "def post_for(session, actor):\n    require(x)\n")
    verbs = code(
        "opentribe/domain/posts/commands/verbs.py",
        """
        from opentribe.domain.posts.commands.rows import post_for
        @command
        def direct(session, actor): require(policy.can(actor))
        @command
        def through_a_step(session, actor): _step(actor)
        def _step(actor): require(policy.can(actor))
        @command
        def through_an_import(session, actor): post_for(session, actor)
        @staged
        def careless(database, actor): require
        """,
    )
    found = domain_rules.commands_without_policy([rows, verbs], {})
    assert [line.split(":")[0] for line in found] == ["opentribe.domain.posts.commands.verbs.careless"]


def test_wrong_signature() -> None:
    found = code(
        "opentribe/domain/posts/queries.py",
        """
        @query
        def good(session, actor, more): ...
        @query
        def no_actor(session): ...
        @staged
        def wrong_first(session, actor): ...
        @query
        async def waits(session, actor): ...
        """,
    )
    assert len(domain_rules.wrong_signatures([found])) == 3


def test_query_among_commands() -> None:
    mixed = code("opentribe/domain/posts/commands.py", "@query\ndef get(session, actor): ...")
    other = code("opentribe/domain/posts/queries.py", "@command\ndef set(session, actor): ...")
    assert len(domain_rules.queries_elsewhere([mixed, other])) == 2


def test_door_that_imports_an_unmarked_function() -> None:
    queries = code("opentribe/domain/posts/queries.py", "def row(session): ...\n@query\ndef get(session, actor): ...")
    door = code("opentribe/api/feed.py", "from opentribe.domain.posts.queries import get, row")
    inside = code("opentribe/domain/events/queries.py", "from opentribe.domain.posts.queries import row")
    found = domain_rules.door_imports([queries, door, inside])
    name = "opentribe.domain.posts.queries.row"
    assert [line.split()[1] for line in found] == [name]


FACTS = """
@dataclass(frozen=True, slots=True)
class PostPublished(Fact):
    post_id: UUID
    parent_id: UUID | None
@dataclass
class PostMoved(Fact):
    post: Post
"""


def test_loose_fact() -> None:
    found = domain_rules.loose_facts([code("opentribe/domain/posts/facts.py", FACTS)], {})
    assert len(found) == 2
    assert all("PostMoved" in line for line in found)


def test_unwired_fact() -> None:
    wiring = code("opentribe/wiring.py", "REACTIONS = {posts.PostPublished: ()}")
    found = domain_rules.unwired_facts([code("opentribe/domain/posts/facts.py", FACTS)], wiring)
    assert [line.split(":")[0] for line in found] == ["opentribe.domain.posts.facts.PostMoved"]


def test_misplaced_table() -> None:
    table = "class Post(SQLModel, table=True): ..."
    found = [code(path, table) for path in ("opentribe/domain/posts/models.py", "opentribe/kit/jobs.py")]
    assert [line.split(":")[0] for line in domain_rules.misplaced_tables(found, {})] == ["opentribe/kit/jobs.py"]
    tables = code("opentribe/tables.py", "from opentribe.domain.events import models as events")
    assert [line.split()[-1] for line in domain_rules.unlisted_models(found, tables)] == [found[0].name]


def states(text: str) -> list[File]:
    return [code("opentribe/web/posts/state.py", text)]


def test_handler_that_asks_nobody() -> None:
    found = states(
        """
        class Feed(rx.State, mixin=True):
            @rx.event
            async def retry(self): await self.reload()
            async def _inner(self): ...
            async def reload(self): await self.fetch()
        class HomeState(Feed, rx.State):
            async def fetch(self): return await ask(self, list_posts)
            @rx.event(background=True)
            async def silent(self): self.x = 1
            @rx.event
            async def forgets_to_await(self): ask(self, list_posts)
            def undecorated(self): ...
            @rx.var
            def shown(self) -> str: ...
        class Draft(BaseModel):
            def not_a_handler(self): ...
        """
    )
    names = ["HomeState.silent", "HomeState.forgets_to_await", "HomeState.undecorated"]
    assert [line.split()[1] for line in web_rules.silent_handlers(found, {})] == names
    assert not web_rules.silent_handlers(found, dict.fromkeys(names, "changes its own tab only"))


def test_handler_that_asks_through_others() -> None:
    found = states(
        """
        class Session(rx.State):
            async def read(self): await ask(self, get_me)
        class Page(rx.State):
            @rx.event
            async def load(self):
                session = await self.get_state(Session)
                await session.read()
            @rx.event
            async def submit(self): await go_through(self)
            @rx.event
            async def circle(self): await self.circle()
        async def go_through(state): await ask(state, sign_in)
        """
    )
    assert [line.split()[1] for line in web_rules.silent_handlers(found, {})] == ["Page.circle"]


def test_long_handler() -> None:
    body = "        await ask(self, x)\n"
    text = "class A(rx.State):\n    async def long(self):\n" + body * 21
    text += '    async def fits(self):\n        """Doc."""\n' + body * 20
    found = web_rules.long_handlers([File("opentribe/web/a/state.py", text)])
    assert [line.split()[1] for line in found] == ["A.long"]


@pytest.mark.parametrize("word", ["TODO", "FIXME"])
def test_left_over(word: str) -> None:
    assert words.left_overs([File("a.css", f"/* {word} later */")], {})
    assert not words.left_overs([File("a.css", f"/* my{word}s */")], {})


@pytest.mark.parametrize(
    "line", ["https://pypi.org/simple", "open('/root/x')", "cd /work/main", "pip install --index-url x", "/home/ada/x"]
)
def test_machine_word(line: str) -> None:
    assert words.machine_words([File("a.md", line)], {})


@pytest.mark.parametrize("line", ["data/work/file", "@app.get('/homework/')", "/spaces/root"])
def test_ordinary_path(line: str) -> None:
    assert not words.machine_words([File("a.py", line)], {})


def test_unknown_target() -> None:
    text = "`make run`, `PORT=1 make walk`, we make bread\n```\nmake fly\n$ make run\n```\n"
    found = words.unknown_targets([File("README.md", text)], "run: install\n")
    assert [line.split("`")[1] for line in found] == ["make walk", "make fly"]


def test_dead_link() -> None:
    text = "[a](../data.md) [b](0002.md) [c](https://x.example) [d](#top) [e](..) [f](../../x/)"
    page = File("docs/adr/0001.md", text)
    assert words.dead_links([page], {"docs/data.md", "docs/adr/0001.md"}) == [
        "docs/adr/0001.md: 0002.md is not there",
        "docs/adr/0001.md: ../../x/ is not there",
    ]


def test_undocumented_setting() -> None:
    readme = "| `PORT` | | `OPENTRIBE_OLD` |"
    assert words.undocumented_settings(readme, {"PORT", "HOST"}) == [
        "README.md: HOST is not described",
        "README.md: OPENTRIBE_OLD is not a setting",
    ]
