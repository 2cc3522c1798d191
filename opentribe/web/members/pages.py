"""A member's page; those of bots and pen names stand in `identity_page`."""

from __future__ import annotations

import reflex as rx

from opentribe.web.feed.parts import feed, nothing_yet
from opentribe.web.members.identity_page import PAGES as IDENTITY_PAGES
from opentribe.web.members.parts import member_head, people
from opentribe.web.members.state import MemberState, PeopleState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.states import skeleton_posts
from opentribe.web.widgets.states import failed, missing


def member_page() -> rx.Component:
    """Who it is, and what they posted."""
    return rx.cond(
        MemberState.is_missing,
        missing("member"),
        rx.cond(
            MemberState.member,
            rx.fragment(
                member_head(MemberState.member),
                feed(
                    MemberState,
                    rx.cond(
                        MemberState.member.is_me,
                        nothing_yet("What you post stands here too."),
                        nothing_yet("What they post stands here, as far as you may see it."),
                    ),
                    has_news=False,
                ),
                people(),
            ),
            rx.cond(MemberState.has_failed, rx.el.div(failed(MemberState.load), class_name="feed"), skeleton_posts()),
        ),
    )


PAGES = (
    Page(
        "/members/[member_handle]",
        member_page,
        "Member",
        [SessionState.enter, PeopleState.close, MemberState.load],
        on_undo=MemberState.put_back,
    ),
    *IDENTITY_PAGES,
)
