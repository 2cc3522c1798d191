"""What people write as an address for us to send to: read once, refused with words when it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from opentribe.kit.outgoing.public import is_public
from opentribe.settings import get_settings

LONGEST = 1000
PORTS = {"http": 80, "https": 443}
LEAST_PORT = 1024  # below are mail, SSH and the like, except the two of the web
KEPT = "/%:=&?~#+!$,;'@()*[]"  # characters of a path or a query that already stand as they are sent


class BadPlace(ValueError):
    """An address that nothing can be sent to; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, taken apart. `host` is in ASCII and lower case; `target` is the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_allowed(self) -> bool:
        """Whether the owner has named it as one that may be inside the own network."""
        allowed = get_settings().outgoing_places
        return (self.host, None) in allowed or (self.host, self.port) in allowed

    @property
    def netloc(self) -> str:
        """Host and port, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, in one way of writing."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def place_at(text: str) -> Place:
    """The place that an address names. Raises BadPlace; a name that leads inside is found out when it is asked for."""
    text = text.strip()
    if not text:
        raise BadPlace("Write the address, such as https://example.org/hook.")
    if len(text) > LONGEST:
        raise BadPlace(f"Use at most {LONGEST} characters.")
    if any(ord(char) <= 32 or char == "\\" or 127 <= ord(char) < 160 for char in text):
        raise BadPlace("Take the spaces out of the address.")
    try:
        parts = urlsplit(text)
        port, host = parts.port, _ascii(parts.hostname or "")
    except ValueError:
        raise BadPlace("This address cannot be read. Write one such as https://example.org/hook.") from None
    if parts.scheme not in PORTS:
        raise BadPlace("The address begins with https:// or http://.")
    if not host:
        raise BadPlace("The name of the server is missing, as in https://example.org/hook.")
    if parts.username is not None or parts.password is not None:
        raise BadPlace("Leave name and password out of the address. What is sent is signed instead.")
    target = quote(parts.path or "/", safe=KEPT) + (f"?{quote(parts.query, safe=KEPT)}" if parts.query else "")
    found = Place(parts.scheme, host, PORTS[parts.scheme] if port is None else port, target)
    if not found.is_allowed:
        _require_open(found)
    return found


def _ascii(host: str) -> str:
    if not host.isascii():
        host = host.encode("idna").decode()
    return host.lower().rstrip(".")


def _require_open(place: Place) -> None:
    if place.port not in PORTS.values() and place.port < LEAST_PORT:
        raise BadPlace(f"Port {place.port} is not one that we send to. Use 443, 80, or one from {LEAST_PORT} on.")
    is_numeric = ":" in place.host or place.host.replace(".", "").isdecimal()
    if place.host == "localhost" or place.host.endswith(".localhost") or (is_numeric and not is_public(place.host)):
        raise BadPlace(f"{place.host} is inside our own network. Use an address that the whole internet can reach.")
