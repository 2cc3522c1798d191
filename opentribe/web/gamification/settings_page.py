"""The owner's page about points and levels."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.gamification.level_drafts import FEWEST_LEVELS, MOST_LEVELS
from opentribe.domain.gamification.schemas import MOST_A_DAY, MOST_POINTS, PointRuleCard
from opentribe.web.gamification.settings_state import PointSettingsState
from opentribe.web.gamification.widgets import LevelsEditor
from opentribe.web.gamification.words import DEEDS
from opentribe.web.ui.buttons import button
from opentribe.web.ui.fields import field_error, form_error
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import Pulse
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.states import admins_only


def settings_page() -> rx.Component:
    """Which levels there are, and what deeds are worth."""
    return admins_only(
        rx.fragment(
            rx.el.header(
                rx.el.div(
                    rx.el.h1("Points and levels"),
                    rx.el.p(
                        "Members get points for taking part, and a level by their points, shown beside their name."
                    ),
                ),
                class_name="page-head",
            ),
            rx.cond(
                PointSettingsState.is_loading,
                rx.el.div(rx.el.span(class_name="skeleton w-40"), class_name="card form", aria_hidden="true"),
                rx.fragment(levels(), rules()),
            ),
        )
    )


def levels() -> rx.Component:
    """The list of levels, and how far members have been given theirs."""
    held = PointSettingsState.form
    return rx.el.section(
        head(
            "Levels",
            f"{FEWEST_LEVELS} to {MOST_LEVELS} of them, each from so many points on; the first one from 0. "
            "They are put in order when you save.",
        ),
        progress(),
        rx.cond(
            PointSettingsState.is_outdated,
            rx.el.p(
                icon("users"),
                rx.el.span("What you changed here is not saved."),
                button("Take over theirs", variant="quiet", size="small", on_click=PointSettingsState.take_theirs),
                class_name="form-note",
            ),
        ),
        LevelsEditor.create(
            key=held.version.to_string(),
            form=held,
            defaults=PointSettingsState.defaults,
            errors=PointSettingsState.level_errors,
            fewest=FEWEST_LEVELS,
            most=MOST_LEVELS,
            is_busy=PointSettingsState.is_saving_levels,
            is_awake=rx.State.is_hydrated,
            on_save=PointSettingsState.save_levels,
        ),
        class_name="section",
    )


def progress() -> rx.Component:
    """While members are given their level by new thresholds."""
    now = PointSettingsState.releveling
    return rx.fragment(
        rx.cond(
            now.is_running,
            rx.el.div(
                rx.el.p(
                    "Members get their new level: ",
                    rx.el.strong(now.done_count.to_string(), " of ", now.member_count.to_string()),
                    role="status",
                ),
                rx.el.progress(
                    value=now.done_count.to_string(), max=now.member_count.to_string(), aria_label="Members done"
                ),
                Pulse.create(every=1, heard=PointSettingsState.looks, on_beat=PointSettingsState.look),
                class_name="form-note releveling",
            ),
        ),
    )


def rules() -> rx.Component:
    """What each deed gives."""
    return rx.el.section(
        head("What gives points", "From now on; what was given stays. 0 switches a line off."),
        form(
            form_error(PointSettingsState.rule_errors["form"]),
            rx.el.ul(
                rx.foreach(PointSettingsState.rules, rule_row),
                class_name="rule-rows",
                key=PointSettingsState.rules.to_string(),
            ),
            rx.el.div(send_button("Save points", PointSettingsState.is_saving_rules), class_name="form-actions"),
            class_name="card form",
            on_submit=PointSettingsState.save_rules,
        ),
        class_name="section",
    )


def rule_row(rule: rx.Var[PointRuleCard]) -> rx.Component:
    """One deed: what it gives, and how many of a day count."""
    action = rule.action.to(str)
    deed = rx.match(action, *DEEDS.items(), action)
    return rx.el.li(
        rx.el.strong(deed, rx.cond(rule.point_value == 0, rx.el.span(" off", class_name="optional"))),
        number("point_value_" + action, deed, "points", rule.point_value.to_string(), MOST_POINTS),
        number(
            "daily_cap_" + action,
            deed,
            "a day count",
            rx.cond(rule.daily_cap.is_none(), "", rule.daily_cap.to(str)),
            MOST_A_DAY,
        ),
        key=action,
        class_name="rule-row",
    )


def number(name: rx.Var[str], deed: rx.Var[str], words: str, value: rx.Var[str], most: int) -> rx.Component:
    """A number with what it is of, and what is wrong with it."""
    error = PointSettingsState.rule_errors[name]
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                id=name,
                name=name,
                type="number",
                input_mode="numeric",
                min="0",
                max=str(most),
                step="1",
                placeholder="All",
                default_value=value,
                class_name="input",
                aria_invalid=rx.cond(error, "true", "false"),
                aria_describedby=name + "-error",
            ),
            rx.el.span(words, rx.el.span(" for ", deed, class_name="visually-hidden")),
            class_name="number",
        ),
        field_error(error, id=name + "-error"),
    )


def head(title: str, words: str) -> rx.Component:
    """The head of a section."""
    return rx.el.div(rx.el.div(rx.el.h2(title), rx.el.p(words)), class_name="section-head")
