"""A member's picture goes wherever they wrote, a space's cover over it; both only from files brought for that."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.files import commands
from opentribe.domain.files.commands import set_avatar, upload
from opentribe.domain.files.models import FileUse
from opentribe.domain.files.schemas import FileCard, UploadDraft
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.domain.members.queries import get_me
from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.spaces.commands import set_cover
from opentribe.domain.spaces.queries import get_space
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, NotFound, SignInNeeded
from opentribe.kit.facts import connect
from opentribe.kit.files import FileStore
from opentribe.kit.files.store import open_store
from opentribe.wiring import REACTIONS
from tests import samples
from tests.cast import Cast
from tests.crowd import at_once
from tests.domain.test_files import may_fetch, who_may


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileStore]:
    """A folder of its own for the bytes, and the switchboard in force."""
    found = open_store("", "", "", tmp_path / "files")
    monkeypatch.setattr(commands, "get_store", lambda: found)
    connect(REACTIONS)
    yield found
    connect({})


def face(cast: Cast, who, purpose: str = "avatar") -> FileCard:
    """A picture brought for this."""
    body = samples.picture(size=(600, 400))
    return cast.do(who, upload, UploadDraft(io.BytesIO(body), "me.jpg", purpose))


def written(cast: Cast, name: str) -> set[str | None]:
    """Every picture that stands beside what somebody wrote."""
    with cast.database.read() as session:
        found: set[str | None] = set()
        for table in (Post, Comment):
            found |= set(
                session.exec(
                    select(table.author_image)
                    .join(PostingIdentity, col(PostingIdentity.id) == table.posting_identity_id)
                    .join(User, col(User.id) == PostingIdentity.user_id)
                    .where(User.username == name)
                ).all()
            )
        return found


def test_a_new_face_is_seen_everywhere_at_once(cast: Cast) -> None:
    space = cast.space(visibility="public")
    post = cast.post(cast.ada, space)
    cast.do(cast.ada, comment, CommentDraft(post_id=post, content="Mine"))
    cast.do(cast.ben, comment, CommentDraft(post_id=post, content="His"))
    before = written(cast, "ben")
    card = face(cast, cast.ada)
    assert (card.width, card.height) == (400, 400)
    address = cast.do(cast.ada, set_avatar, card.id)
    assert address == f"{card.url}?w=256"
    me = cast.do(cast.ada, get_me)
    assert (me.image, me.has_picture) == (address, True)
    assert written(cast, "ada") == {address}
    assert written(cast, "ben") == before
    cast.post(cast.ada, space)
    assert written(cast, "ada") == {address}
    assert who_may(cast, card) == "omabc"


def test_a_face_is_replaced_and_removed(cast: Cast) -> None:
    cast.post(cast.ada, cast.space())
    first, second = face(cast, cast.ada), face(cast, cast.ada)
    drawn = cast.do(cast.ada, get_me).image
    cast.do(cast.ada, set_avatar, first.id)
    cast.do(cast.ada, set_avatar, second.id)
    assert (who_may(cast, first), who_may(cast, second)) == ("a", "omabc")
    cast.do(cast.ada, set_avatar, None)
    assert (who_may(cast, first), who_may(cast, second)) == ("a", "a")
    assert written(cast, "ada") == {drawn}
    assert not cast.do(cast.ada, get_me).has_picture
    cast.do(cast.ada, set_avatar, None)


def test_a_face_is_ones_own_and_was_brought_for_it(cast: Cast) -> None:
    hers, whole, band = face(cast, cast.ada), face(cast, cast.ben, ""), face(cast, cast.olu, "cover")
    with pytest.raises(NotFound):
        cast.do(cast.ben, set_avatar, hers.id)
    with pytest.raises(NotFound):
        cast.do(cast.ben, set_avatar, whole.id)
    with pytest.raises(NotFound):
        cast.do(cast.olu, set_avatar, band.id)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, set_avatar, hers.id)
    assert who_may(cast, hers) == "a"


def test_two_faces_at_once_leave_one(cast: Cast) -> None:
    cards = [face(cast, cast.ada) for _ in range(4)]
    done = at_once(4, lambda number: cast.do(cast.ada, set_avatar, cards[number].id))
    assert all(isinstance(each, str) for each in done)
    with cast.database.read() as session:
        [used] = session.exec(select(FileUse.file_id).where(FileUse.user_id == cast.user_id("ada"))).all()
    assert str(used) in str(cast.do(cast.ada, get_me).image)


def test_a_private_face_is_for_members_and_readers(cast: Cast) -> None:
    card = face(cast, cast.ada)
    cast.do(cast.ada, set_avatar, card.id)
    change(cast, visibility=MemberVisibility.private)
    assert who_may(cast, card) == "omab"
    members = cast.post(cast.ada, cast.space(visibility="members"))
    cast.do(cast.ada, comment, CommentDraft(post_id=members, content="in here"))
    assert not may_fetch(cast, cast.cleo, card)
    cast.do(
        cast.ada,
        comment,
        CommentDraft(post_id=cast.post(cast.ben, cast.space("Open", visibility="public")), content="x"),
    )
    assert may_fetch(cast, cast.cleo, card)


@pytest.mark.parametrize("gone", ["banned_at", "deleted_at"])
def test_the_face_of_one_who_is_gone_is_gone(cast: Cast, gone: str) -> None:
    card = face(cast, cast.ada)
    cast.do(cast.ada, set_avatar, card.id)
    change(cast, **{gone: clock.now()})
    assert who_may(cast, card) == ""


def change(cast: Cast, **values) -> None:
    """Change ada's row as no command can yet."""
    with cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.username) == "ada").values(**values))


@pytest.mark.parametrize(("visibility", "seen"), [("public", "omabc"), ("members", "omab"), ("secret", "om")])
def test_a_cover_is_for_whoever_sees_the_space(cast: Cast, visibility: str, seen: str) -> None:
    space = cast.space(visibility=visibility, slug="covered")
    card = face(cast, cast.olu, "cover")
    assert who_may(cast, card) == "o"
    assert cast.do(cast.olu, set_cover, space, card.id) == card.url
    assert cast.do(cast.mo, get_space, "covered").cover_file == card.url
    assert who_may(cast, card) == seen
    assert cast.do(cast.olu, set_cover, space, None) is None
    assert who_may(cast, card) == "o"


def test_only_those_who_shape_spaces_cover_them(cast: Cast) -> None:
    space, card = cast.space(), face(cast, cast.olu, "cover")
    for who in (cast.mo, cast.ada):
        with pytest.raises(Forbidden):
            cast.do(who, set_cover, space, card.id)
    with pytest.raises(NotFound):
        cast.do(cast.olu, set_cover, space, face(cast, cast.olu, "avatar").id)
