"""When things happen: posts grow denser towards today, replies come soon after what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from opentribe.seeds.library import Cast, Draft

# Days before today between which the plan places posts that name no day; what is newer is chosen by hand.
NEWEST, OLDEST = 5.9, 88.9
GROWTH = 1.25
INTRODUCTIONS = "introductions"
# Hours between joining and the first thing one does.
SETTLING = 0.08
LIVELY_DAYS = 3.0
SOONEST = 4 / 1440


def post_days(dice: Random, cast: Cast, drafts: Sequence[Draft]) -> list[float]:
    """For each draft its age in days, so that everybody who speaks in it has joined before."""
    days: dict[int, float] = {}
    flexible: list[tuple[float, int]] = []
    for place, draft in enumerate(drafts):
        if draft.ago is not None:
            days[place] = draft.ago
        elif draft.space == INTRODUCTIONS:
            days[place] = cast.joined(draft.author) - dice.uniform(0.1, 0.7)
        else:
            flexible.append((min(cast.joined(person) for person in draft.people) - 0.5, place))
    for slot in sorted(_slots(dice, len(flexible)), reverse=True):
        # Oldest days first: whoever may take one now may take every later one too.
        fitting = [entry for entry in flexible if entry[0] > slot]
        # Drafts of the newest members must not pile up at the end, nor those of the oldest at the beginning.
        chosen = dice.choice(fitting) if fitting else max(flexible)
        flexible.remove(chosen)
        days[chosen[1]] = min(slot, chosen[0])
    return [days[place] for place in range(len(drafts))]


def _slots(dice: Random, count: int) -> list[float]:
    """Ages in days: about twice as many per week at the end as at the beginning."""
    span = OLDEST - NEWEST
    return [NEWEST + span * ((place + dice.uniform(0.05, 0.95)) / count) ** GROWTH for place in range(count)]


def reply_days(dice: Random, cast: Cast, post_day: float, authors: Sequence[str], haste: float) -> list[float]:
    """Ages of the replies to a post, in order; `haste` above 1 draws them towards the post.

    A reply by somebody who joined later waits until they had joined.
    """
    window = min(post_day * 0.9, LIVELY_DAYS)
    fractions = sorted(dice.random() ** haste for _ in authors)
    days: list[float] = []
    latest = post_day - min(SOONEST, post_day * 0.2)
    for author, fraction in zip(authors, fractions, strict=True):
        latest = min(latest, post_day - window * (0.004 + 0.996 * fraction), cast.joined(author) - SETTLING)
        latest *= 0.9995  # never two at the same moment
        days.append(latest)
    return days
