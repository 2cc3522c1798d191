"""The small components that run in the browser, as Reflex components."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import reflex as rx

from opentribe.web.widgets.editor import PACKAGES

HERE = Path(__file__).parent
# Every file is made known, since they import one another.
LIBRARIES = {
    path.name: "$/public" + rx.asset(path.name, shared=True)
    for path in sorted([*HERE.glob("*.jsx"), *HERE.glob("*.js")])
}
DND_KIT = ["@dnd-kit/core@6.3.1", "@dnd-kit/sortable@10.0.0", "@dnd-kit/utilities@3.2.2"]


def on_flag(value: rx.Var[bool]) -> tuple[rx.Var[bool]]:
    """An event that carries yes or no."""
    return (value,)


def on_text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """An event that carries a text."""
    return (value,)


def on_form(value: rx.Var[dict[str, Any]]) -> tuple[rx.Var[dict[str, Any]]]:
    """An event that carries a form's fields."""
    return (value,)


def on_ids(value: rx.Var[list[str]]) -> tuple[rx.Var[list[str]]]:
    """An event that carries a list of ids."""
    return (value,)


class Moment(rx.Component):
    """`at` as people say it, the full time on hover."""

    library = LIBRARIES["moment.jsx"]
    tag = "Moment"
    at: rx.Var[datetime]
    prefix: rx.Var[str]


class LikeButton(rx.Component):
    """Answers at once; `on_like` gets whether it is liked now."""

    library = LIBRARIES["like.jsx"]
    tag = "LikeButton"
    liked: rx.Var[bool]
    count: rx.Var[int]
    is_open: rx.Var[bool]
    what: rx.Var[str]
    on_like: rx.EventHandler[on_flag]


class FollowButton(rx.Component):
    """Answers at once; `on_follow` gets whether one follows now. A change of `refusals` takes what it hopes back."""

    library = LIBRARIES["follow.jsx"]
    tag = "FollowButton"
    following: rx.Var[bool]
    refusals: rx.Var[int]
    name: rx.Var[str]
    is_open: rx.Var[bool]
    is_small: rx.Var[bool]
    on_follow: rx.EventHandler[on_flag]


class BookmarkButton(rx.Component):
    """Kept at once; `on_bookmark` gets whether it is kept now."""

    library = LIBRARIES["bookmark.jsx"]
    tag = "BookmarkButton"
    kept: rx.Var[bool]
    is_open: rx.Var[bool]
    on_bookmark: rx.EventHandler[on_flag]


class Pulse(rx.Component):
    """Calls `on_beat` `every` so many seconds while one looks at the page; a change of `heard` is its answer."""

    library = LIBRARIES["pulse.jsx"]
    tag = "Pulse"
    every: rx.Var[int]
    heard: rx.Var[int]
    on_beat: rx.EventHandler[rx.event.no_args_event_spec]


class LoadMore(rx.Component):
    """A button that presses itself as it comes near."""

    library = LIBRARIES["more.jsx"]
    tag = "LoadMore"
    batch: rx.Var[str]
    is_busy: rx.Var[bool]
    label: rx.Var[str]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]


class AddressTabs(rx.Component):
    """Links that set `name` in the address, as tabs; each choice has a `value` and `words`, the first needs none."""

    library = LIBRARIES["filters.jsx"]
    tag = "AddressTabs"
    name: rx.Var[str]
    choices: rx.Var[list[dict[str, str]]]
    label: rx.Var[str]


class BotFilter(AddressTabs):
    """The same in a menu, with the switch that hides bots for good; `on_hide` gets whether to."""

    tag = "BotFilter"
    hides: rx.Var[bool]
    is_member: rx.Var[bool]
    on_hide: rx.EventHandler[on_flag]


class ZoneChoice(rx.Component):
    """A list of time zones, with the browser's own until one is `chosen`."""

    library = LIBRARIES["zones.jsx"]
    tag = "ZoneChoice"
    chosen: rx.Var[str]
    name: rx.Var[str]


class Notices(rx.Component):
    """Short messages at the edge of the screen."""

    library = LIBRARIES["notices.jsx"]
    tag = "Notices"
    notice: rx.Var[Any]
    on_undo: rx.EventHandler[on_text]


class Departure(rx.Component):
    """Fetches a session or gives it back, then loads the page that is named."""

    library = LIBRARIES["departure.jsx"]
    tag = "Departure"
    departure: rx.Var[Any]


class Arrival(rx.Component):
    """Closes what floats and goes to the place that the address names."""

    library = LIBRARIES["arrival.jsx"]
    tag = "Arrival"


class Keys(rx.Component):
    """Listens for single keys on pages with posts."""

    library = LIBRARIES["keys.jsx"]
    tag = "Keys"


class KeySwitch(rx.Component):
    """Switches these keys off and on."""

    library = LIBRARIES["keys.jsx"]
    tag = "KeySwitch"


class Landing(rx.Component):
    """Leads to the comment that `arrival` names, by the id that begins with `prefix`."""

    library = LIBRARIES["landing.jsx"]
    tag = "Landing"
    arrival: rx.Var[Any]
    prefix: rx.Var[str]


class CopyLink(rx.Component):
    """Puts the address of `path` on this site into the clipboard; inside a `menu` it closes that."""

    library = LIBRARIES["share.jsx"]
    tag = "CopyLink"
    path: rx.Var[str]
    menu: rx.Var[str]


class CopyBox(rx.Component):
    """A text that is copied whole by the button beside it. With `takes_focus` the button has the focus at once."""

    library = LIBRARIES["copy_box.jsx"]
    tag = "CopyBox"
    value: rx.Var[str]
    label: rx.Var[str]
    takes_focus: rx.Var[bool]


class ShareButton(rx.Component):
    """Passes the address of `path` on: by the device's own sheet where there is one, else through the clipboard."""

    library = LIBRARIES["share.jsx"]
    tag = "ShareButton"
    path: rx.Var[str]
    title: rx.Var[str]
    label: rx.Var[str]


class Writing(rx.Component):
    """What both boxes for writing take. `name` tells drafts apart: who writes, and where.

    `voices` are the names to choose from, if there is a choice.
    """

    lib_dependencies: list[str] = PACKAGES
    name: rx.Var[str]
    words: rx.Var[dict[str, str]]
    initial: rx.Var[dict[str, str]]
    limit: rx.Var[int]
    version: rx.Var[str]
    outcome: rx.Var[Any]
    voices: rx.Var[Any]
    on_submit: rx.EventHandler[on_form]
    on_cancel: rx.EventHandler[rx.event.no_args_event_spec]


class Composer(Writing):
    """Title, text, and the space to post in unless it is fixed; `preview_html` is for those who write Markdown."""

    library = LIBRARIES["composer.jsx"]
    tag = "Composer"
    spaces: rx.Var[Any]
    fixed_space: rx.Var[str]
    title_limit: rx.Var[int]
    preview_html: rx.Var[str]
    starts_open: rx.Var[bool]
    on_preview: rx.EventHandler[on_text]


class ReplyBox(Writing):
    """A box that grows, for comments. With an `author` (and the picture inside) a new one shows while it is sent."""

    library = LIBRARIES["reply.jsx"]
    tag = "ReplyBox"
    author: rx.Var[str]
    takes_focus: rx.Var[bool]
    on_writing: rx.EventHandler[rx.event.no_args_event_spec]


class SortableList(rx.NoSSRComponent):
    """Rows put in order by pointer, touch, keyboard or buttons."""

    library = LIBRARIES["sortable.jsx"]
    tag = "SortableList"
    lib_dependencies: list[str] = DND_KIT
    items: rx.Var[Any]
    on_reorder: rx.EventHandler[on_ids]
    on_archive: rx.EventHandler[on_text]


class PictureUpload(rx.Component):
    """Chooses, sends and removes one picture; `on_choose` gets the id of the stored file.

    `purpose` is `avatar` or `cover`; `address` is what is shown now, empty for none; `name` is what it is a picture of.
    """

    library = LIBRARIES["picture_upload.jsx"]
    tag = "PictureUpload"
    purpose: rx.Var[str]
    address: rx.Var[Any]
    name: rx.Var[str]
    on_choose: rx.EventHandler[on_text]
    on_remove: rx.EventHandler[rx.event.no_args_event_spec]
