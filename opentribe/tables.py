"""Imports every table, so that `metadata` is whole for migrations, tests and exports."""

from opentribe.domain.auth import models as auth
from opentribe.domain.branding import models as branding
from opentribe.domain.courses import models as courses
from opentribe.domain.events import models as events
from opentribe.domain.files import models as files
from opentribe.domain.gamification import models as gamification
from opentribe.domain.identities import models as identities
from opentribe.domain.mail import models as mail
from opentribe.domain.members import models as members
from opentribe.domain.messages import models as messages
from opentribe.domain.moderation import models as moderation
from opentribe.domain.notifications import models as notifications
from opentribe.domain.payments import models as payments
from opentribe.domain.posts import models as posts
from opentribe.domain.references import models as references
from opentribe.domain.spaces import models as spaces
from opentribe.domain.webhooks import models as webhooks
from opentribe.domain.workspace.issues import models as issues
from opentribe.domain.workspace.knowledge import models as knowledge
from opentribe.domain.workspace.organizations import models as organizations
from opentribe.domain.workspace.projects import models as projects
from opentribe.domain.workspace.repos import models as repos
from opentribe.domain.workspace.threads import models as threads
from opentribe.kit.counters import models as counters
from opentribe.kit.db import metadata
from opentribe.kit.jobs import models as jobs
from opentribe.kit.repeats import models as repeats

MODULES = (
    auth, branding, counters, courses, events, files, gamification, identities, issues, jobs, knowledge, mail, members,
    messages, moderation, notifications, organizations, payments, posts, projects, references, repeats, repos, spaces,
    threads, webhooks,
)  # fmt: skip

__all__ = ["MODULES", "metadata"]
