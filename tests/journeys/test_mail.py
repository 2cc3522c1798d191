"""Mail as people meet it: a link that confirms, one that signs in, one to a new password, and what the owner sees."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from opentribe.domain.auth.commands import sign_in
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.links.commands import ask_for_link, ask_for_reset, send_again
from opentribe.domain.links.schemas import AskDraft
from opentribe.domain.mail import unsubscribing
from opentribe.domain.mail.queries import get_standing, list_failed
from opentribe.domain.members.queries import get_me
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid
from opentribe.kit.secrets import secret_key
from tests.cast import CLEO, PASSWORD
from tests.journeys.conftest import House
from tests.journeys.looking import check_look, check_looks, settle
from tests.post_office import PostOffice, link_in, post_office, words_of
from tests.server import running_app

NEW_PASSWORD = "a-password-chosen-anew"


@pytest.fixture(scope="module")
def mail_house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, PostOffice]]:
    """A community of its own that has a mail server."""
    folder = tmp_path_factory.mktemp("mail")
    with post_office() as (office, url):
        where = {"OPENTRIBE_SMTP_URL": url, "OPENTRIBE_MAIL_FROM": "hello@tribe.example"}
        with running_app(folder, **where) as app:
            database = Database(f"sqlite:///{folder / 'data' / 'opentribe.db'}")
            yield House(app, browser, database), office
            database.close()


@pytest.fixture
def house(mail_house: tuple[House, PostOffice]) -> Iterator[House]:
    """The community; the browsers that a test opened are closed after it."""
    yield mail_house[0]
    while mail_house[0].contexts:
        mail_house[0].contexts.pop().close()


@pytest.fixture
def office(mail_house: tuple[House, PostOffice]) -> Iterator[PostOffice]:
    """Its mail server, well again after the test."""
    yield mail_house[1]
    mail_house[1].to_recipient = mail_house[1].to_letter = lambda _address: "250 OK"


def link_to(house: House, office: PostOffice, email: str, subject: str) -> str:
    """The path of the link in the latest letter to an address; links begin with this house's address."""
    found = re.search(rf"{re.escape(house.url)}(/\S+)", words_of(office.letter_to(email, subject)))
    assert found is not None
    return found[1]


def line(page: Page):  # type: ignore[no-untyped-def]
    """What stands above the page about mail."""
    return page.locator(".mail-line")


def test_who_signs_up_gets_a_letter_and_confirms_the_address(house, office):
    page = house.page()
    page.goto("/sign-up")
    page.get_by_label("Your name").fill("Zoe Field")
    page.get_by_label("Handle").fill("zoe")
    page.get_by_label("E-mail").fill("zoe@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(line(page)).to_contain_text("Confirm zoe@example.org")
    link = link_to(house, office, "zoe@example.org", "Welcome")
    line(page).get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("A link is on its way to zoe@example.org.")).to_be_visible()
    office.letter_to("zoe@example.org", "Confirm")
    elsewhere = house.page()  # the mail is read on another device
    elsewhere.goto(link)
    elsewhere.get_by_role("button", name="Yes, confirm it").click()
    expect(elsewhere.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()
    expect(line(page)).to_have_count(0)
    elsewhere.goto(link)
    expect(elsewhere.get_by_role("heading", name="This link was used")).to_be_visible()


def test_one_signs_in_with_a_link_that_works_once(house, office):
    ada = house.handle(house.member())
    page = house.page()
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with a link").click()
    expect(page.get_by_role("button", name="Send me a link")).to_be_visible()  # both pages have a field for it
    page.get_by_label("E-mail").fill(f"{ada}@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    link = link_to(house, office, f"{ada}@example.org", "sign in")
    with urllib.request.urlopen(house.url + link) as scanned:  # a mail scanner looks first
        assert scanned.status == 200
    page.goto(link)
    expect(page.get_by_role("heading", name=f"Welcome back, {ada.title()}")).to_be_visible()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("button", name="Your account")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link was used")).to_be_visible()


def test_a_new_password_ends_the_session_of_another_browser(house, office):
    who = house.member()
    ada = house.handle(who)
    other = house.page(who)
    other.goto("/account")
    expect(other.get_by_text("This device")).to_be_visible()
    page = house.page()
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
    page.get_by_label("E-mail").fill(f"{ada}@example.org")
    page.get_by_role("button", name="Send me a link").click()
    page.goto(link_to(house, office, f"{ada}@example.org", "new password"))
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("Use at least 8 characters.")).to_be_visible()
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("button", name="Your account")).to_be_visible()
    assert not house.do(who, get_me).is_member
    other.wait_for_url("**/sign-in")  # by itself, with all that it showed
    with pytest.raises(Invalid):
        house.do(CLEO, sign_in, SignInDraft(email=f"{ada}@example.org", password=PASSWORD))
    office.letter_to(f"{ada}@example.org", "was changed")


def test_whose_mail_comes_back_is_told_and_names_another_address(house, office):
    who = house.member()
    ada = house.handle(who)
    office.to_recipient = lambda address: "550 5.1.1 No such user" if address.startswith(f"{ada}@ex") else "250 OK"
    page = house.page(who)
    page.goto("/account")
    page.get_by_role("button", name="Send the link again").click()
    expect(page.get_by_text("A link is on its way")).to_be_visible()
    house.until(lambda: house.do(who, get_standing).is_stopped)
    page.reload()
    expect(line(page)).to_contain_text("came back")
    line(page).get_by_role("link", name="Change it").click()
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("New address").fill(f"{ada}@new.example")
    page.get_by_label("Your password").fill("not-the-password")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("That is not your password.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("Look into the new mailbox")).to_be_visible()
    page.goto(link_to(house, office, f"{ada}@new.example", "Confirm"))
    page.get_by_role("button", name="Yes, confirm it").click()
    expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text(f"{ada}@new.example")).to_be_visible()
    expect(line(page)).to_have_count(0)


def test_the_owner_looks_at_letters_sends_a_test_and_tries_again_what_failed(house, office):
    office.to_letter = lambda _address: "554 5.6.0 Too many links"
    who = house.member("late")
    late = f"{house.handle(who)}@example.org"
    house.do(who, send_again)
    house.until(lambda: late in [failed.address for failed in house.do(house.olu, list_failed).items])
    page = house.page(house.olu)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Mail", exact=True).click()
    frame = page.frame_locator(".mail-frame")
    expect(frame.get_by_role("heading", name="Welcome to OpenTribe")).to_be_visible()
    page.get_by_role("button", name="Digest").click()
    expect(frame.get_by_text("Much talked about")).to_be_visible()
    page.get_by_role("tab", name="Plain text").click()
    expect(page.locator(".mail-text")).to_contain_text("How thin can a drawer side be?")
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("Too many links").first).to_be_visible()
    office.to_letter = lambda _address: "250 OK"
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("Sent to olu@example.org.")).to_be_visible()
    assert office.letter_to("olu@example.org", "this week")["List-Unsubscribe"] is None
    failed = page.locator(".mail-row").filter(has_text=late)
    expect(failed).to_contain_text("Too many links")
    failed.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It is tried again now.")).to_be_visible()
    office.letter_to(late, "Confirm")


def test_one_click_ends_mail_and_the_page_takes_it_back(house):
    token = unsubscribe_path(house)
    request = urllib.request.Request(house.url + token, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"You get no more mail like this."
    page = house.page()
    page.goto(token)
    page.get_by_role("button", name="Send them again").click()
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You get no more of these")).to_be_visible()
    page.goto(token[:-2])
    expect(page.get_by_role("heading", name="This link is not whole")).to_be_visible()


def unsubscribe_path(house: House) -> str:
    """What stands at the end of a letter, signed with the key of the running house."""
    who = house.do(house.member(), get_me).user_id
    key = secret_key(house.app.data_dir)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unsubscribing, "secret_key", lambda: key)
        return unsubscribing.address_for(who, "digest")


@pytest.mark.parametrize("name", ["forgot", "sign-in-link", "verify", "enter", "reset", "stale-link", "unsubscribe",
                                  "mail", "mail-line"])  # fmt: skip
def test_pages_about_mail_can_be_used_by_everyone(house, office, name):
    who = house.olu if name == "mail" else house.member() if name == "mail-line" else None
    paths = {"stale-link": "/reset/made-up", "mail-line": "/", "unsubscribe": unsubscribe_path(house)}
    path = paths.get(name, f"/{name}")
    if name in {"verify", "enter", "reset"}:
        path = fresh_link(house, office, name)
    page = house.page(who, reduced_motion="reduce")
    page.goto(path)
    settle(page)
    check_looks(page, name, full_page=name == "mail")


def fresh_link(house: House, office: PostOffice, kind: str) -> str:
    """The path of a link that was not used yet."""
    who = house.member()
    email = f"{house.handle(who)}@example.org"
    if kind == "verify":
        house.do(who, send_again)
    else:
        house.do(CLEO, ask_for_link if kind == "enter" else ask_for_reset, AskDraft(email=email))
    return f"/{kind}/" + link_in(office.letter_to(email), f"/{kind}/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_are_read_in_light_and_in_dark(house, office, scheme):
    link = fresh_link(house, office, "verify")
    letter = next(each for each in office.letters if link in words_of(each))
    page = house.page(None, {"width": 700, "height": 760}, color_scheme=scheme)
    page.set_content(words_of(letter, "html"))
    check_look(page, f"letter-{scheme}")
    page.set_viewport_size({"width": 360, "height": 760})
    check_look(page, f"letter-phone-{scheme}")
