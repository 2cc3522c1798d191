"""Sending to places that people name: only where it may go, for so long, and no further than the first answer."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from opentribe.kit import clock
from opentribe.kit.outgoing import sending
from opentribe.kit.outgoing.places import BadPlace, place_at
from opentribe.kit.outgoing.sending import NotReached, look_up, post
from opentribe.settings import get_settings
from tests.receiver import Receiver, receiver

HERE = "127.0.0.1"


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """This machine may be sent to, as in development."""
    monkeypatch.setattr(get_settings(), "outgoing_allow", f"{HERE}, hooks.example")
    return monkeypatch


@pytest.fixture
def there() -> Iterator[Receiver]:
    """A server."""
    with receiver() as made:
        yield made


@pytest.mark.parametrize(
    "text",
    [
        "", "example.org", "ftp://example.org", "file:///etc/passwd", "http://", "https:///x", "http://[::1",
        "x" * 2000,        "http://user:secret@example.org", "http://exa mple.org", "http://example.org\r\nHost: x", "http://example.org\\@x",
        "http://localhost/", "http://a.localhost", "http://127.0.0.1/", "http://127.1/", "http://2130706433/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fd00:ec2::254]/", "http://169.254.169.254/latest",
        "http://１２７.0.0.1/", "http://010.0.0.1/", "http://example.org:22/", "http://example.org:25",
        "http://example.org:0/", "http://example.org:99999/", "javascript:alert(1)", "http://.",
        "http://" + "a" * 70 + "é.x",
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_used_is_refused_with_words(text):
    with pytest.raises(BadPlace) as refused:
        place_at(text)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" HTTPS://Example.ORG:443 ", "https://example.org/"),
        ("http://example.org:8080/a b".replace(" ", "%20"), "http://example.org:8080/a%20b"),
        ("https://bücher.example/ü?q=ä&x=%2F#top", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A4&x=%2F"),
        ("https://example.org./", "https://example.org/"),
        ("http://[2606:4700::1111]:8443/", "http://[2606:4700::1111]:8443/"),
    ],
)
def test_a_place_has_one_way_of_writing(text, url):
    assert place_at(text).url == url
    assert place_at(url).url == url


def test_it_arrives_with_the_name_it_was_sent_to(there, allowed):
    place = place_at(f"http://hooks.example:{there.port}/in?x=1")
    answer = post(place, b"words", {"X-Own": "yes"}, resolve=lambda *_: [HERE])
    headers, body = there.came[0]
    assert (answer.status, answer.beginning, body) == (200, b"Fine", b"words")
    assert headers["Host"] == f"hooks.example:{there.port}"
    assert headers["X-Own"] == "yes"


def test_the_owner_allows_a_port_or_all_of_a_host(there, monkeypatch):
    monkeypatch.setattr(get_settings(), "outgoing_allow", f"{HERE}:{there.port},[::1]:9")
    assert post(place_at(there.url), b"", {}).status == 200
    assert place_at("http://[::1]:9/").is_allowed
    with pytest.raises(BadPlace):
        place_at(f"http://{HERE}:{there.port + 1}/")


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.8", "fe80::1%lo"])
def test_a_name_that_leads_inside_is_not_asked(there, inside):
    with pytest.raises(NotReached, match="private network"):
        post(place_at(f"http://evil.example:{there.port}/"), b"", {}, resolve=lambda *_: ["93.184.215.14", inside])
    assert there.came == []


def test_a_name_that_changes_its_answer_gains_nothing(there, monkeypatch):
    """The number that was checked is the one that is connected to: there is no second question."""
    asked, connected = [], []
    answers = iter([["93.184.215.14"], [HERE]])

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    def connect(address, *_args, **_named):
        connected.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached):
        post(place_at(f"http://evil.example:{there.port}/"), b"", {}, resolve=resolve)
    assert (asked, connected, there.came) == (["evil.example"], ["93.184.215.14"], [])


def test_a_silent_number_leaves_time_for_the_next(there, allowed):
    place = place_at(f"http://hooks.example:{there.port}/")
    with socket.socket() as silent:
        silent.bind(("127.0.0.2", there.port))
        silent.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:  # its line is full, so that nobody gets through
            each.setblocking(False)
            each.connect_ex(("127.0.0.2", there.port))
        assert post(place, b"", {}, seconds=4, resolve=lambda *_: ["127.0.0.2", HERE]).status == 200
        for each in waiting:
            each.close()


def test_a_redirect_is_not_followed(there, allowed):
    with receiver() as other:
        there.mood, there.elsewhere = "302", other.url
        assert post(place_at(there.url), b"", {}).status == 302
        assert other.came == []


@pytest.mark.parametrize("mood", ["hang", "trickle"])
def test_whoever_takes_their_time_is_left(there, allowed, mood):
    there.mood = mood
    began = time.monotonic()
    with pytest.raises(NotReached, match="seconds"):
        post(place_at(there.url), b"", {}, seconds=0.6)
    assert time.monotonic() - began < 3


def test_looking_up_a_name_takes_no_longer_than_all_of_it(allowed):
    began = time.monotonic()
    with pytest.raises(NotReached, match="seconds"):
        post(place_at("http://slow.example/"), b"", {}, seconds=0.3, resolve=lambda *_: time.sleep(5) or [HERE])
    assert time.monotonic() - began < 3


def test_of_a_flood_only_the_beginning_is_read(there, allowed):
    there.mood = "flood"
    assert len(post(place_at(there.url), b"", {}).beginning) == sending.READ_AT_MOST


def test_what_is_no_answer_is_said_in_words(there, allowed):
    there.mood = "garbage"
    with pytest.raises(NotReached, match="no HTTP"):
        post(place_at(there.url), b"", {})
    with socket.socket() as closed:
        closed.bind((HERE, 0))
        with pytest.raises(NotReached, match="No connection"):
            post(place_at(f"http://{HERE}:{closed.getsockname()[1]}/"), b"", {})
    with pytest.raises(NotReached, match="no server called"):
        post(place_at("http://nowhere.invalid/"), b"", {})


def test_the_environment_names_no_proxy_for_it(there, allowed):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        allowed.setenv(name, "http://127.0.0.1:9")
    assert post(place_at(there.url), b"", {}).status == 200


def test_a_certificate_is_checked_against_the_name(tmp_path, allowed):
    authority, tls = certificate(tmp_path, "hooks.example")
    with receiver(tls) as there:
        place = place_at(f"https://hooks.example:{there.port}/")
        with pytest.raises(NotReached, match="certificate"):
            post(place, b"", {}, resolve=lambda *_: [HERE])
        allowed.setenv("SSL_CERT_FILE", str(authority))
        sending.trusted.cache_clear()
        assert post(place, b"", {}, resolve=lambda *_: [HERE]).status == 200
        assert there.names[-1] == "hooks.example"
        with pytest.raises(NotReached, match="certificate"):
            post(place_at(f"https://{HERE}:{there.port}/"), b"", {})
    sending.trusted.cache_clear()


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for a name that vouches for itself, and a server's context with it."""
    key, moment = ec.generate_private_key(ec.SECP256R1()), clock.now()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(public, private)
    return public, tls


def test_the_system_resolver_gives_numbers():
    assert look_up(HERE, 80) == [HERE]
