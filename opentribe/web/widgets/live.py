"""What listens in the browser to what is pushed."""

from __future__ import annotations

import reflex as rx

from opentribe.web.widgets.browser import LIBRARIES, on_ids


class Live(rx.Component):
    """Reads the page again when it is told to."""

    library = LIBRARIES["again.jsx"]
    tag = "Live"
    on_again: rx.EventHandler[rx.event.no_args_event_spec]


class Ring(rx.Component):
    """Hears that one's own notifications came or were read."""

    library = LIBRARIES["ring.jsx"]
    tag = "Ring"
    on_ring: rx.EventHandler[rx.event.no_args_event_spec]


class Standing(rx.Component):
    """Hears that the post `row` was taken away, or put back while it is missing."""

    library = LIBRARIES["again.jsx"]
    tag = "Standing"
    row: rx.Var[str]
    is_missing: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]


class News(rx.Component):
    """How many new posts wait above. A new `epoch` of the list has shown them.

    `space` and `by` ("people" or "bots") narrow what is listed.
    """

    library = LIBRARIES["news.jsx"]
    tag = "News"
    space: rx.Var[str]
    by: rx.Var[str]
    epoch: rx.Var[str]
    on_show: rx.EventHandler[rx.event.no_args_event_spec]


class NewComments(rx.Component):
    """Asks with `on_new` for comments that have a place on the page, and counts the others; a new `epoch` has those.

    The list `grows` when its end is the end of the conversation; `prefix` begins the id of a comment's element. Those
    of bots are not counted where the reader `hides_bots`.
    """

    library = LIBRARIES["new_comments.jsx"]
    tag = "NewComments"
    post: rx.Var[str]
    grows: rx.Var[bool]
    hides_bots: rx.Var[bool]
    prefix: rx.Var[str]
    epoch: rx.Var[str]
    on_new: rx.EventHandler[on_ids]
    on_show: rx.EventHandler[rx.event.no_args_event_spec]


class Writers(rx.Component):
    """Who is writing a comment under the `post` just now."""

    library = LIBRARIES["writers.jsx"]
    tag = "Writers"
    post: rx.Var[str]


class Recognition(rx.Component):
    """Says what points and level the member gains; stands in the frame of every page."""

    library = LIBRARIES["recognition.jsx"]
    tag = "Recognition"


class HereDot(rx.Component):
    """A dot while the member with this `handle` is online."""

    library = LIBRARIES["presence.jsx"]
    tag = "HereDot"
    handle: rx.Var[str]


class HereWord(HereDot):
    """The same in words, for screen readers unless `is_shown`."""

    tag = "HereWord"
    is_shown: rx.Var[bool]


class HereNow(rx.Component):
    """Hears who is online; stands in the frame of every page."""

    library = LIBRARIES["presence.jsx"]
    tag = "HereNow"


class HereCount(rx.Component):
    """How many members are online, as one of several figures."""

    library = LIBRARIES["presence.jsx"]
    tag = "HereCount"
