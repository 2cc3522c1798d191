"""Letters about what happened in the community: one thing at a time, or a digest of many."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from opentribe.domain.mail.letters.parts import Button, Letter, Paragraph, Row, Rows, Written

SAMPLE_TO = "ada@example.org"
PREVIEWED = 3  # rows that stand in the preview beside a digest's subject
CHOOSE = "You choose on your account page what we write to you about."


def notification(to: str, community: str, user_id: UUID | None, topic: str, row: Row) -> Written:
    """One thing that happened: `row.title` says it in a sentence, `row.text` quotes from it."""
    return Written(
        to=to,
        subject=f"{row.title} · {community}",
        preview=row.text or row.title,
        heading=row.title,
        parts=(*((Paragraph(row.text),) if row.text else ()), Button("Open it", row.path)),
        reason=f"You get this because you are a member of {community}. {CHOOSE}",
        topic=topic,
        user_id=user_id,
    )


def digest(
    to: str, community: str, user_id: UUID | None, topic: str, period: str, sections: Sequence[Rows]
) -> Written | None:
    """What happened in a `period` such as `this week`, in sections; None when nothing did."""
    rows = [row for section in sections for row in section.rows]
    if not rows:
        return None
    return Written(
        to=to,
        subject=f"{community}: {period}",
        preview=", ".join(row.title for row in rows[:PREVIEWED]),
        heading=f"{period[:1].upper()}{period[1:]} in {community}",
        parts=(*(section for section in sections if section.rows), Button("See everything", "/")),
        reason=f"You get this because you are a member of {community}. {CHOOSE}",
        topic=topic,
        user_id=user_id,
    )


def _sample_notification(community: str) -> Written:
    row = Row(
        "Ben answered your post",
        "/",
        "I tried it with a thinner blade, and it comes out clean. Two passes are enough.",
    )
    return notification(SAMPLE_TO, community, None, SAMPLE_TOPIC, row)


def _sample_digest(community: str) -> Written:
    talked = Rows(
        (
            Row("How thin can a drawer side be?", "/", "Six millimetres held for ten years here.", "Mo · 14 answers"),
            Row("A jig for dovetails that takes an evening", "/", "Plans are attached.", "Ada · 9 answers"),
        ),
        "Much talked about",
    )
    new = Rows((Row("Cleo says hello", "/", "I carve spoons and write about it.", "Introductions"),), "New")
    found = digest(SAMPLE_TO, community, None, SAMPLE_TOPIC, "this week", (talked, new))
    assert found is not None
    return found


SAMPLE_TOPIC = "digest"
LETTERS = (
    Letter(
        "notification", "Notification", "When something happened that a member wants to hear of", _sample_notification
    ),
    Letter("digest", "Digest", "Once a day or a week, for who wants it", _sample_digest),
)
