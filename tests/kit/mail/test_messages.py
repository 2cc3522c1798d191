"""What travels as mail: nobody's words become a header, and everybody can read it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opentribe.kit.mail.messages import BadAddress, Mail, build, deliverable
from tests.post_office import words_of

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SENDER = "hello@tribe.example"


def mail(**instead: str) -> Mail:
    """A mail with some of it different."""
    given = {"to": "ada@example.org", "subject": "Hello", "text": "Words", "html": "<p>Words</p>", "key": "0123abc"}
    return Mail(**(given | instead))


def sent(**instead: str):  # type: ignore[no-untyped-def]
    """The message as it is read at the other end."""
    return message_from_bytes(build(mail(**instead), SENDER, "Riverside", AT).as_bytes(), policy=default)


def test_text_and_html_stand_side_by_side() -> None:
    found = sent(text="Grüße\n", html="<p>Grüße</p>\n")
    assert found.get_content_type() == "multipart/alternative"
    assert words_of(found) == "Grüße\n"
    assert words_of(found, "html") == "<p>Grüße</p>\n"
    assert str(found["From"]) == "Riverside <hello@tribe.example>"
    assert found["Message-ID"] == "<0123abc@tribe.example>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] is None


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400))
def test_no_words_become_a_header(words: str) -> None:
    plain = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
    built = build(mail(subject=f"a\r\nBcc: eve@example.org\r\n\r\n{words}"), SENDER, f"x\nBcc: y\n{words}", AT)
    found = message_from_bytes(built.as_bytes(), policy=default)
    assert set(found.keys()) == plain
    assert words_of(found) == "Words\n"
    assert found["From"].addresses[0].addr_spec == SENDER


@pytest.mark.parametrize(
    "address",
    ["", "ada", "@x.org", "ada@", "a b@x.org", "ada@x.org\nBcc: eve@x.org", "ada@x.org\r\n", "<ada@x.org>",
     "ada@x.org, eve@x.org", "ada@x..org\x00", ".ada@x.org", "a..b@x.org", "ada@x@y.org", "ada\u2028@x.org",
     f"{'a' * 65}@x.org", f"ada@{'ü' * 300}.org", '"a b"@x.org', "ada@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_no_address_gets_nothing(address: str) -> None:
    with pytest.raises(BadAddress):
        build(mail(to=address), SENDER, "Riverside", AT)


def test_domains_are_written_in_ascii() -> None:
    assert deliverable("ada@bücher.example") == "ada@xn--bcher-kva.example"


def test_what_can_be_ended_says_how() -> None:
    address = "https://tribe.example/unsubscribe/" + "x" * 200
    raw = build(mail(unsubscribe=address), SENDER, "Riverside", AT).as_bytes()
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw  # neither folded nor encoded
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    with pytest.raises(ValueError, match="plain URL"):
        build(mail(unsubscribe="https://x.org/>\r\nBcc: eve@x.org"), SENDER, "Riverside", AT)


def test_the_same_deed_has_the_same_key_and_nothing_else_can_be_one() -> None:
    assert sent()["Message-ID"] == sent(subject="Other")["Message-ID"]
    with pytest.raises(ValueError, match="key"):
        sent(key="a>\r\nBcc: eve")
