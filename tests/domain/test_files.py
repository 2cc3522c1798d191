"""Files belong to who brought them, and are seen by whoever sees what shows them."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Credential
from opentribe.domain.downloads.queries import get_download
from opentribe.domain.files import commands, queries
from opentribe.domain.files.commands import upload
from opentribe.domain.files.housekeeping import KEPT_RELEASED, KEPT_UNUSED, sweep_files
from opentribe.domain.files.models import File, FileUse
from opentribe.domain.files.schemas import FileCard, UploadDraft
from opentribe.domain.posts.commands import comment, edit_comment, edit_post, remove_comment, remove_post
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit, PostDraft
from opentribe.domain.spaces.commands import invite
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, NoRoom, NotFound, SignInNeeded, TooLarge, TooMany, Unsupported
from opentribe.kit.files import FileStore
from opentribe.kit.files.store import open_store
from tests import samples
from tests.cast import Cast
from tests.crowd import at_once


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """A folder of its own for the bytes."""
    found = open_store("", "", "", tmp_path / "files")
    monkeypatch.setattr(commands, "get_store", lambda: found)
    return found


def bring(cast: Cast, who: Credential, name: str = "cat.png", body: bytes | None = None, purpose: str = "") -> FileCard:
    """Upload a small picture, or what is given."""
    body = samples.picture("PNG", size=(400, 300)) if body is None else body
    return cast.do(who, upload, UploadDraft(io.BytesIO(body), name, purpose))


def may_fetch(cast: Cast, who: Credential, card: FileCard) -> bool:
    """Whether somebody gets a file, at every size alike."""
    found = []
    for width in (0, 320, 2048):
        try:
            found.append(bool(cast.do(who, get_download, card.id, card.url, width).key))
        except NotFound:
            found.append(False)
    assert len(set(found)) == 1
    return found[0]


def who_may(cast: Cast, card: FileCard) -> str:
    """The initials of those of the cast who get a file."""
    people = {"o": cast.olu, "m": cast.mo, "a": cast.ada, "b": cast.ben, "c": cast.cleo}
    return "".join(letter for letter, who in people.items() if may_fetch(cast, who, card))


def shown(card: FileCard) -> str:
    """A text with the picture in it."""
    return f"Look: ![it]({card.url})"


def test_a_picture_is_kept_with_its_sizes(cast: Cast, store: FileStore, tmp_path: Path) -> None:
    card = bring(cast, cast.ada, "../../My Cat.PNG")
    assert card.url == f"/files/{card.id}/400x300/my-cat.webp"
    assert (card.name, card.type, card.width, card.height) == ("My Cat.PNG", "image/webp", 400, 300)
    files = sorted(path.name.rsplit(".", 1)[-1] for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert files == ["320", "400"]
    assert card.size == sum(path.stat().st_size for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_an_attachment_is_kept_as_it_is(cast: Cast, store: FileStore, tmp_path: Path) -> None:
    card = bring(cast, cast.ada, "Plan für 2027.pdf", samples.PDF)
    assert card.url == f"/files/{card.id}/plan-fur-2027.pdf"
    assert (card.type, card.width, card.size) == ("application/pdf", None, len(samples.PDF))
    [kept] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept.read_bytes() == samples.PDF


def test_only_members_bring_files(cast: Cast, store: FileStore) -> None:
    with pytest.raises(SignInNeeded):
        bring(cast, cast.cleo)
    with pytest.raises(Forbidden):
        bring(cast, cast.ada, purpose="cover")
    with pytest.raises(Unsupported):
        bring(cast, cast.ada, "face.pdf", samples.PDF, "avatar")
    with pytest.raises(Invalid):
        bring(cast, cast.ada, purpose="wallpaper")


def test_a_refused_file_leaves_nothing(cast: Cast, store: FileStore, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(queries, "QUOTA", 3_000)
    for name, body, refusal in (
        ("cat.png", samples.HTML, Unsupported),
        ("cat.png", samples.png_header(10_000, 5_000), TooLarge),
        ("much.txt", b"much " * 1_000, NoRoom),
        ("more.txt", b"." * 25_000_001, TooLarge),
        ("cat.jpg", samples.picture() + b"\0" * 15_000_000, TooLarge),
    ):
        with pytest.raises(refusal):
            bring(cast, cast.ada, name, body)
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    with cast.database.read() as session:
        assert not session.exec(select(File.id)).all()


def test_a_member_has_so_much_room_even_for_two_at_once(cast: Cast, store: FileStore, monkeypatch) -> None:
    monkeypatch.setattr(queries, "QUOTA", 5_000)
    done = at_once(4, lambda number: bring(cast, cast.ada, f"{number}.txt", b"x" * 2_000))
    assert sorted(type(each).__name__ for each in done) == ["FileCard", "FileCard", "NoRoom", "NoRoom"]
    bring(cast, cast.ben, "his.txt", b"x" * 2_000)
    for _ in range(4):
        bring(cast, cast.olu, "hers.txt", b"x" * 2_000)


def test_nobody_brings_files_without_end(cast: Cast, store: FileStore, rate_limits, monkeypatch) -> None:
    monkeypatch.setattr(commands, "PER_MEMBER", "5/10 minutes")
    for _ in range(5):
        bring(cast, cast.ada, "a.txt", b"a")
    with pytest.raises(TooMany):
        bring(cast, cast.ada, "a.txt", b"a")
    bring(cast, cast.ben, "a.txt", b"a")


def test_before_it_is_used_only_its_owner_gets_it(cast: Cast, store: FileStore) -> None:
    assert who_may(cast, bring(cast, cast.ada)) == "a"


SPACES = {"public": "omabc", "members": "omab", "secret": "oma", "paid": "oma"}


@pytest.mark.parametrize("visibility", SPACES)
def test_whoever_sees_the_post_gets_its_files(cast: Cast, store: FileStore, visibility: str) -> None:
    space = cast.space(visibility=visibility)
    if visibility == "secret":
        cast.do(cast.olu, invite, space, "ada")
    author = cast.olu if visibility == "paid" else cast.ada
    card, other = bring(cast, author), bring(cast, author, "a.txt", b"a")
    post = cast.post(author, space, f"{shown(card)} and [that]({other.url})")
    wanted = SPACES[visibility] if visibility != "paid" else "om"
    assert who_may(cast, card) == who_may(cast, other) == wanted
    cast.do(author, remove_post, post)
    assert who_may(cast, card) == who_may(cast, other) == ("o" if visibility == "paid" else "a")


def test_a_comment_shows_files_while_it_stands(cast: Cast, store: FileStore) -> None:
    post = cast.post(cast.ben, cast.space(visibility="members"))
    card = bring(cast, cast.ada)
    reply = cast.do(cast.ada, comment, CommentDraft(post_id=post, content=shown(card)))
    assert who_may(cast, card) == "omab"
    cast.do(cast.ada, remove_comment, reply)
    assert who_may(cast, card) == "a"


def test_a_removed_post_takes_the_files_of_its_comments_along(cast: Cast, store: FileStore) -> None:
    post = cast.post(cast.ben, cast.space())
    card = bring(cast, cast.ada)
    cast.do(cast.ada, comment, CommentDraft(post_id=post, content=shown(card)))
    cast.do(cast.ben, remove_post, post)
    assert who_may(cast, card) == "a"


def test_naming_anothers_file_opens_nothing(cast: Cast, store: FileStore) -> None:
    card, space = bring(cast, cast.ada), cast.space(visibility="public")
    post = cast.post(cast.ben, space, shown(card))
    reply = cast.do(cast.ben, comment, CommentDraft(post_id=post, content=shown(card)))
    cast.do(cast.ben, edit_post, post, PostDraft(content=shown(card) + "!"))
    cast.do(cast.ben, edit_comment, reply, CommentEdit(content=shown(card) + "!"))
    cast.post(cast.olu, space, shown(card))
    assert who_may(cast, card) == "a"


def test_an_edit_ties_and_unties(cast: Cast, store: FileStore) -> None:
    first, second = bring(cast, cast.ada), bring(cast, cast.ada)
    post = cast.post(cast.ada, cast.space(), shown(first))
    assert (who_may(cast, first), who_may(cast, second)) == ("omab", "a")
    cast.do(cast.ada, edit_post, post, PostDraft(content=shown(second)))
    assert (who_may(cast, first), who_may(cast, second)) == ("a", "omab")
    reply = cast.do(cast.ada, comment, CommentDraft(post_id=post, content="words"))
    cast.do(cast.ada, edit_comment, reply, CommentEdit(content=shown(first)))
    assert who_may(cast, first) == "omab"


def test_a_file_in_two_posts_outlives_one(cast: Cast, store: FileStore) -> None:
    card, space = bring(cast, cast.ada), cast.space()
    first, second = cast.post(cast.ada, space, shown(card)), cast.post(cast.ada, space, shown(card) * 3)
    cast.do(cast.ada, remove_post, first)
    assert who_may(cast, card) == "omab"
    cast.do(cast.ada, remove_post, second)
    assert who_may(cast, card) == "a"


def test_an_address_is_whole_or_wrong(cast: Cast, store: FileStore) -> None:
    card = bring(cast, cast.ada)
    for address in (
        card.url.replace("400x300", "320x240"),
        card.url.replace("400x300", "1x1"),
        card.url.replace("cat", "dog"),
        card.url + "/",
        f"/files/{card.id}/",
        card.url.replace("/400x300", ""),
    ):
        with pytest.raises(NotFound):
            cast.do(cast.ada, get_download, card.id, address)
    for width in (-1, 10**6):
        with pytest.raises(NotFound):
            cast.do(cast.ada, get_download, card.id, card.url, width)


def test_a_download_takes_two_statements(cast: Cast, store: FileStore, statements) -> None:
    card = bring(cast, cast.ada)
    cast.post(cast.ada, cast.space(visibility="public"), shown(card))
    with statements(cast.database) as counted:
        assert cast.do(cast.ben, get_download, card.id, card.url).is_public
    assert len(counted) == 2
    with statements(cast.database) as counted:
        assert cast.do(cast.cleo, get_download, card.id, card.url).is_public
    assert len(counted) == 1


def later(session: Session, card: FileCard, **moments) -> None:
    """Make a file older than it is."""
    session.connection().execute(update(File).where(col(File.id) == card.id).values(**moments))


def test_what_nothing_uses_is_swept(cast: Cast, store: FileStore, tmp_path: Path) -> None:
    fresh, old, used, released = (bring(cast, cast.ada) for _ in range(4))
    space = cast.space()
    cast.post(cast.ada, space, shown(used))
    post = cast.post(cast.ada, space, shown(released))
    cast.do(cast.ada, edit_post, post, PostDraft(content="without"))
    with cast.database.write() as session:
        for card in (old, used, released):
            later(session, card, created_at=clock.now() - KEPT_UNUSED - timedelta(hours=1))
    assert sweep_files(cast.database, store) == 1
    with cast.database.write() as session:
        later(session, released, used_at=clock.now() - KEPT_RELEASED - timedelta(hours=1))
        later(session, used, used_at=clock.now() - KEPT_RELEASED - timedelta(hours=1))
    assert sweep_files(cast.database, store) == 1
    with cast.database.read() as session:
        assert set(session.exec(select(File.id)).all()) == {fresh.id, used.id}
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 4


def test_bytes_without_a_row_are_swept_after_a_day(cast: Cast, store: FileStore, tmp_path: Path) -> None:
    card = bring(cast, cast.ada, "a.txt", b"a")
    store.put("ab/abcdef0123456789", b"whole")
    (tmp_path / "files/ab/abcdef9876543210.640#1").write_bytes(b"half")
    assert sweep_files(cast.database, store) == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert sweep_files(cast.database, store) == 2
    [kept] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept.read_bytes() == b"a"
    assert may_fetch(cast, cast.ada, card)


def test_sweeping_never_takes_what_is_being_tied(cast: Cast, store: FileStore) -> None:
    space = cast.space()
    cards = [bring(cast, cast.ada, "a.txt", b"a") for _ in range(6)]
    with cast.database.write() as session:
        for card in cards:
            later(session, card, created_at=clock.now() - KEPT_UNUSED - timedelta(hours=1))

    def one(number: int) -> object:
        if number == 6:
            return sweep_files(cast.database, store)
        return cast.post(cast.ada, space, shown(cards[number]))

    done = at_once(7, one)
    assert not [each for each in done if isinstance(each, Exception)]
    with cast.database.read() as session:
        tied, there = set(session.exec(select(FileUse.file_id)).all()), set(session.exec(select(File.id)).all())
    assert tied == there
    assert all(may_fetch(cast, cast.ada, card) == (card.id in there) for card in cards)
