"""What is said of each fact about posts and comments, and to whom."""

from __future__ import annotations

from uuid import UUID

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.audience import look
from opentribe.domain.posts.commands import comment, edit_comment, like_comment, pin_post, remove_comment, remove_post
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit
from opentribe.kit.facts import listen
from opentribe.web.live.notes import Said, notes
from opentribe.web.live.topics import NEWS, row_of, subjects, thread_of


def said(cast, *deeds) -> list[tuple[str, Said]]:
    """(topic, what others are told) after some deeds."""
    told: list = []
    stop = listen(told.extend)
    for who, use_case, *given in deeds:
        cast.do(who, use_case, *given)
    stop()
    about = subjects(told)
    return [
        (note.topic, note.others)
        for note in notes(about, look(cast.database, [], {}, about.post_ids, about.comment_ids))
    ]


def test_each_deed_is_told_to_those_who_show_the_row(cast):
    post = cast.post(cast.ada, cast.space())
    ((counted, values), (thread, new)) = said(cast, (cast.ben, comment, CommentDraft(post_id=post, content="Yes")))
    assert (counted, values) == (row_of(post), {"k": "row", "id": str(post), "values": {"comment_count": 1}})
    assert (thread, set(new)) == (thread_of(post), {"k", "id", "post", "within", "bot"})
    ((topic, liked),) = said(cast, (cast.ada, like_comment, UUID(new["id"])))
    assert (topic, liked["values"]) == (thread_of(post), {"like_count": 1})
    ((_, edited),) = said(cast, (cast.ben, edit_comment, UUID(new["id"]), CommentEdit(content="*No*")))
    assert "<em>No</em>" in edited["values"]["content_html"]
    (_, removed) = said(cast, (cast.ben, remove_comment, UUID(new["id"])))
    assert removed[1]["values"]["content_html"] == removed[1]["values"]["author_name"] == ""
    ((topic, pinned),) = said(cast, (cast.mo, pin_post, post))
    assert (topic, set(pinned["values"])) == (row_of(post), {"pinned_at"})
    assert said(cast, (cast.ada, remove_post, post)) == [(NEWS, {"k": "gone", "id": str(post)})]


def test_many_likes_of_one_row_are_said_once_and_ones_own_news_not_at_all(cast):
    post = cast.post(cast.ada, cast.space())
    reply = cast.do(cast.ada, comment, CommentDraft(post_id=post, content="Yes"))
    assert len(said(cast, *((who, like_comment, reply) for who in (cast.olu, cast.mo, cast.ben)))) == 1
    about = subjects(())
    about.published.add(post)
    (news,) = notes(about, look(cast.database, [], {}, about.post_ids, ()))
    assert news.for_reader(Actor(user_id=cast.user_id("ada"))) is None
    assert news.for_reader(Actor(user_id=cast.user_id("mo"), role=Role.moderator)) == news.for_reader(Actor())
