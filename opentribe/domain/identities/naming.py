"""Names of bots and pen names: what they are made of, and when two could be mistaken for each other."""

from __future__ import annotations

import re
import unicodedata

from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

NAME_LENGTHS = range(2, 41)
KEY_LENGTH = 120
# Words that would be taken for the community itself, or for a part of the API's addresses.
RESERVED = (
    "admin", "administrator", "all", "anonymous", "api", "bot", "deleted", "everyone", "help", "here", "me", "mod",
    "moderator", "nobody", "none", "null", "official", "opentribe", "owner", "profile", "register", "root", "security",
    "staff", "status", "support", "system", "team", "undefined", "unknown",
)  # fmt: skip

_NAME = re.compile(r"[^\W_](?:[\w '’.·-]*[\w.])?")
# Letters of other scripts that are drawn like Latin ones, then digits and letters that are taken for each other.
_FOREIGN = "аa вb еe кk мm нh оo рp сc тt уy хx іi ѕs јj ԁd ԛq ԝw ɡg ɩi ɑa βb οo αa κk νv ιi ρp τt υu ωw ηn χx"
_SIMILAR = "0o 1l il 5s"
_LOOKALIKES = str.maketrans({pair[0]: pair[1] for pair in f"{_FOREIGN} {_SIMILAR}".split()})
_ALSO_L = str.maketrans({"i": "l"})


def checked_name(text: str) -> str:
    """A name for a bot or a pen name. Raises Invalid naming `name`."""
    name = clean(text, keep_lines=False).removeprefix("@")
    if not name:
        raise Invalid(name="Write the name people will see.")
    if len(name) not in NAME_LENGTHS or not _NAME.fullmatch(name):
        raise Invalid(
            name="Use 2 to 40 letters, digits, spaces, dots, hyphens or underscores, a letter or digit first."
        )
    if len(_scripts(name)) > 1:
        raise Invalid(name="Use letters of one alphabet.")
    key = name_key(name)
    if not key or key in _RESERVED_KEYS:
        raise Invalid(name="This name is kept for the community. Choose another.")
    return name


def name_key(name: str) -> str:
    """What a name looks like at a glance: equal for names that a reader could mistake for each other."""
    parted = unicodedata.normalize("NFKD", name[: 2 * NAME_LENGTHS[-1]]).casefold()
    letters = "".join(char for char in parted if char.isalnum() and not unicodedata.combining(char))
    seen = letters.translate(_LOOKALIKES).translate(_ALSO_L)
    return seen.replace("rn", "m").replace("vv", "w").replace("cl", "d")[:KEY_LENGTH]


def _scripts(name: str) -> set[str]:
    """The alphabets in a name; only those that are mixed to deceive are told apart."""
    first = {unicodedata.name(char, "").split(" ")[0] for char in name if char.isalpha()}
    return first & {"LATIN", "CYRILLIC", "GREEK"}


_RESERVED_KEYS = frozenset(name_key(word) for word in RESERVED)
