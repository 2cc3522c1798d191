"""The menu behind one's own picture."""

from __future__ import annotations

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.shell.keyboard import LIST
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.dialog import invokes
from opentribe.web.ui.icons import icon
from opentribe.web.ui.menu import menu_item, menu_line
from opentribe.web.ui.theme import theme_choice
from opentribe.web.widgets.link import link


def account_menu() -> rx.Component:
    """One's name, the look, the account page, and the way out."""
    me = SessionState.me
    return rx.fragment(
        rx.el.button(
            avatar(me.name, me.image, size="s"),
            type="button",
            class_name="account-button",
            aria_label="Your account",
            custom_attrs={"popoverTarget": "account-menu"},
        ),
        rx.el.div(
            rx.el.div(
                avatar(me.name, me.image),
                rx.el.div(rx.el.strong(me.name), rx.el.small("@", me.username)),
                class_name="menu-head",
            ),
            theme_choice(),
            menu_line(),
            link(icon("user-round"), "Your page", to="/members/" + me.username.to(str), class_name="menu-item"),
            link(icon("sprout"), "Points", to="/points", class_name="menu-item"),
            link(icon("bookmark"), "Bookmarks", to="/bookmarks", class_name="menu-item"),
            link(icon("drama"), "Identities and bots", to="/identities", class_name="menu-item"),
            link(icon("settings"), "Account and devices", to="/account", class_name="menu-item"),
            rx.cond(
                me.is_admin,
                rx.fragment(
                    link(icon("layout-list"), "Arrange spaces", to="/spaces", class_name="menu-item"),
                    link(icon("flag"), "Community", to="/community", class_name="menu-item"),
                    link(icon("bot"), "Bots", to="/bots", class_name="menu-item"),
                    link(icon("trophy"), "Points and levels", to="/points/settings", class_name="menu-item"),
                    link(icon("mail"), "Mail", to="/mail", class_name="menu-item"),
                    link(icon("webhook"), "Webhooks", to="/webhooks", class_name="menu-item"),
                    link(icon("list-checks"), "Background work", to="/jobs", class_name="menu-item"),
                ),
            ),
            rx.el.button(
                icon("keyboard"),
                "Keyboard",
                rx.el.kbd("?", class_name="keys"),
                type="button",
                class_name="menu-item",
                custom_attrs=invokes(LIST),
            ),
            menu_item("account-menu", "log-out", "Sign out", on_click=SessionState.sign_out),
            id="account-menu",
            class_name="menu",
            custom_attrs={"popover": "auto"},
        ),
    )
