"""Mail that members can end: by the link at its foot, by one click of their mail program, and by nobody else."""

from __future__ import annotations

import pytest
from sqlmodel import select

from opentribe.domain.mail import commands, queries
from opentribe.domain.mail.models import MailOptOut
from opentribe.domain.mail.unsubscribing import address_for, read
from opentribe.kit.errors import Forbidden
from opentribe.kit.ids import new_id
from tests.domain.mailing import bring, confirm, tell
from tests.post_office import words_of


def test_what_can_be_ended_goes_to_confirmed_addresses_and_says_how_to_end_it(cast, office, news) -> None:
    tell(cast, news)
    assert bring(cast.database, office) == []
    confirm(cast, office, cast.ada)
    tell(cast, news)
    (letter,) = bring(cast.database, office)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>")
    assert address in words_of(letter)
    assert address in words_of(letter, "html")
    token = address.rpartition("/")[2]
    assert read(token) == (cast.user_id("ada"), "replies")
    for _ in range(2):
        assert cast.do(cast.cleo, commands.unsubscribe, token) == "replies"
    tell(cast, news)
    assert bring(cast.database, office) == []
    cast.do(cast.cleo, commands.subscribe_again, token)
    tell(cast, news)
    assert len(bring(cast.database, office)) == 1


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t.replace("replies", "digest"),
                                    lambda t: "", lambda t: "a.b.c", lambda t: "ü" + t, lambda t: t * 9])  # fmt: skip
def test_nobody_ends_the_mail_of_others(cast, change) -> None:
    token = change(address_for(cast.user_id("ada"), "replies").rpartition("/")[2])
    with pytest.raises(Forbidden):
        cast.do(cast.ben, commands.unsubscribe, token)
    assert not cast.do(cast.ben, queries.look_at_opt_out, token).is_good
    with cast.database.read() as session:
        assert session.exec(select(MailOptOut)).all() == []


def test_ending_mail_of_a_member_who_left_changes_nothing(cast) -> None:
    token = address_for(new_id(), "replies").rpartition("/")[2]
    assert cast.do(cast.cleo, commands.unsubscribe, token) == "replies"
