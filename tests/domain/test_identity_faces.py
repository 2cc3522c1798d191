"""Bots and pen names have pictures like members: given by their member or by the bot itself, and taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from opentribe.domain.access.actor import Credential
from opentribe.domain.downloads.queries import get_download
from opentribe.domain.files import commands as files
from opentribe.domain.files import queries
from opentribe.domain.files.commands import upload
from opentribe.domain.files.models import File, FileUse
from opentribe.domain.files.schemas import UploadDraft
from opentribe.domain.identities import commands
from opentribe.domain.identities.models import PostingIdentity, Registering
from opentribe.domain.identities.schemas import IdentityDraft, Registered, RulesDraft
from opentribe.domain.members.models import User
from opentribe.domain.posts.queries import get_post
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, NoRoom, NotFound, SignInNeeded, Unsupported
from opentribe.kit.facts import connect
from opentribe.kit.files import FileStore
from opentribe.kit.files.store import open_store
from opentribe.kit.tokens import digest
from opentribe.wiring import REACTIONS
from tests import samples
from tests.cast import Cast
from tests.crowd import at_once
from tests.domain.test_faces import face

VISITOR = Credential(address="203.0.113.5")


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileStore]:
    """A folder of its own for the bytes, and the switchboard in force."""
    found = open_store("", "", "", tmp_path / "files")
    monkeypatch.setattr(files, "get_store", lambda: found)
    connect(REACTIONS)
    yield found
    connect({})


def register(cast: Cast, who: Credential, name: str = "Release bot") -> Registered:
    return cast.do(who, commands.register, IdentityDraft(name=name))


def key(made: Registered) -> Credential:
    return Credential(key_hash=digest(made.secret))


def picture(body: bytes | None = None, name: str = "me.jpg") -> UploadDraft:
    return UploadDraft(io.BytesIO(body or samples.picture(size=(600, 400))), name)


def image(cast: Cast, identity_id) -> str | None:
    with cast.database.read() as session:
        return session.exec(select(PostingIdentity.image).where(PostingIdentity.id == identity_id)).one()


def test_a_bots_picture_is_seen_on_what_it_wrote_and_goes_again(cast: Cast) -> None:
    space = cast.space(visibility="public")
    made = register(cast, cast.ada)
    post, other = cast.post(key(made), space), cast.post(cast.ada, space)
    drawn, hers = image(cast, made.id), cast.do(cast.ben, get_post, other).author_image
    address = cast.do(cast.ada, commands.set_identity_avatar, made.id, face(cast, cast.ada).id)
    assert address.startswith("/files/")
    assert address == image(cast, made.id) == cast.do(cast.ben, get_post, post).author_image
    assert cast.do(cast.ben, get_post, other).author_image == hers
    assert cast.do(cast.ada, commands.set_identity_avatar, made.id, None) == drawn
    assert image(cast, made.id) == cast.do(cast.ben, get_post, post).author_image == drawn
    with cast.database.read() as session:
        assert not session.exec(select(FileUse.id)).all()
        assert session.exec(select(File.used_at)).one() is not None  # so that it is swept in time


def test_a_bot_brings_its_own_picture_owned_or_not(cast: Cast) -> None:
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=Registering.open))
    for number, who in enumerate((VISITOR, cast.ada)):
        made = register(cast, who, ("Release bot", "Build bot")[number])
        address = cast.do(key(made), commands.bring_identity_avatar, made.id, picture())
        with cast.database.read() as session:
            file = session.exec(select(File).where(File.bot_id == made.id)).one()
        assert file.owner_id == (cast.user_id("ada") if who is cast.ada else None)
        path = address.partition("?")[0]
        assert all(cast.do(one, get_download, file.id, path).is_public for one in (cast.cleo, cast.ben, key(made)))
        assert cast.do(key(made), commands.set_identity_avatar, made.id, None).startswith("/avatars/bot-")
        with pytest.raises(NotFound):
            cast.do(cast.cleo, get_download, file.id, path)


def test_a_picture_that_is_replaced_is_let_go(cast: Cast) -> None:
    made = register(cast, cast.ada)
    first, second = (cast.do(cast.ada, commands.bring_identity_avatar, made.id, picture()) for _ in range(2))
    assert first != second
    with cast.database.read() as session:
        shown = session.exec(select(FileUse.file_id)).all()
        assert [str(each) in second for each in shown] == [True]


def test_pictures_are_given_by_their_member_or_the_bot_alone(cast: Cast) -> None:
    made, other = register(cast, cast.ada), register(cast, cast.ben, "Build bot")
    pen = cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Quill", is_bot=False))
    hers = face(cast, cast.ada)
    for who, refusal in (
        (cast.ben, NotFound), (cast.olu, NotFound), (cast.cleo, SignInNeeded), (key(other), SignInNeeded),
    ):  # fmt: skip
        for identity in (made.id, pen):
            with pytest.raises(refusal):
                cast.do(who, commands.set_identity_avatar, identity, None)
            with pytest.raises(refusal):
                cast.do(who, commands.bring_identity_avatar, identity, picture())
    with pytest.raises(NotFound):  # the file of the member who answers for it: not its own to take
        cast.do(key(made), commands.set_identity_avatar, made.id, hers.id)
    with pytest.raises(NotFound):
        cast.do(cast.ben, commands.set_identity_avatar, other.id, hers.id)
    with pytest.raises(NotFound):
        cast.do(cast.ada, commands.set_identity_avatar, made.id, face(cast, cast.ada, "").id)
    with pytest.raises(Forbidden, match="your profile"):
        cast.do(cast.ada, commands.set_identity_avatar, cast.actor(cast.ada).identity_id, hers.id)
    cast.do(cast.ada, commands.set_identity_avatar, pen, hers.id)
    with cast.database.read() as session:
        assert [use.identity_id for use in session.exec(select(FileUse))] == [pen]


def test_a_bot_brings_nothing_else(cast: Cast) -> None:
    made = register(cast, cast.ada)
    for purpose in ("", "cover"):
        with pytest.raises(Forbidden):
            cast.do(key(made), upload, picture()._replace(purpose=purpose))
    with pytest.raises(Unsupported):
        cast.do(key(made), commands.bring_identity_avatar, made.id, picture(samples.PDF, "me.pdf"))
    with cast.database.read() as session:
        assert not session.exec(select(File.id)).all()


def test_a_bot_that_nobody_answers_for_has_little_room(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=Registering.open))
    made, other = register(cast, VISITOR), register(cast, VISITOR, "Build bot")
    cast.do(key(made), commands.bring_identity_avatar, made.id, picture())
    with cast.database.read() as session:
        monkeypatch.setattr(queries, "QUOTA_OF_A_BOT", session.exec(select(File.size)).one())
    with pytest.raises(NoRoom):
        cast.do(key(made), commands.bring_identity_avatar, made.id, picture())
    cast.do(key(other), commands.bring_identity_avatar, other.id, picture())
    cast.do(cast.ada, commands.claim_by_key, made.secret)
    cast.do(key(made), commands.bring_identity_avatar, made.id, picture())


def test_a_picture_is_gone_with_a_banned_member(cast: Cast) -> None:
    made = register(cast, cast.ada)
    address = cast.do(cast.ada, commands.bring_identity_avatar, made.id, picture()).partition("?")[0]
    with cast.database.write() as session:
        file_id = session.exec(select(File.id)).one()
        session.exec(select(User).where(col(User.username) == "ada")).one().banned_at = clock.now()
    with pytest.raises(NotFound):
        cast.do(cast.ben, get_download, file_id, address)


def test_many_pictures_at_once_leave_one(cast: Cast) -> None:
    made = register(cast, cast.ada)
    cards = [face(cast, cast.ada) for _ in range(4)]
    done = at_once(4, lambda number: cast.do(cast.ada, commands.set_identity_avatar, made.id, cards[number].id))
    assert not [each for each in done if isinstance(each, Exception)]
    with cast.database.read() as session:
        shown = session.exec(select(FileUse.file_id)).one()
    assert str(shown) in str(image(cast, made.id))


def test_what_it_takes_to_change_a_picture_is_fixed(cast: Cast, statements) -> None:
    made, space, counts = register(cast, cast.ada), cast.space(visibility="public"), []
    for posts in (1, 8):
        for _ in range(posts):
            cast.post(key(made), space)
        card = face(cast, cast.ada)
        with statements(cast.database) as counted:
            cast.do(cast.ada, commands.set_identity_avatar, made.id, card.id)
        counts.append(len(counted))
    assert counts == [11, 11]
