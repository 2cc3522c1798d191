"""From an empty machine to two people talking: what the first hour with OpenTribe is."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def sign_up(page: Page, name: str, email: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("a-good-long-password")
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/")


def test_an_owner_founds_a_community_and_a_second_person_likes_the_first_post(new_house):
    olu, ada = new_house(), new_house()
    olu.goto("/sign-up")
    expect(olu.get_by_role("heading", level=1)).to_have_text("Found your community")
    sign_up(olu, "Olu Adeyemi", "olu@example.org")
    olu.get_by_role("link", name="Make a space").click()
    olu.get_by_label("Name").fill("General")
    olu.get_by_role("button", name="Make the space").click()
    olu.wait_for_url("**/spaces/general")
    olu.get_by_role("button", name="Share something").click()
    olu.get_by_label("Title, optional").fill("Welcome, everyone")
    expect(olu.locator(".ProseMirror")).to_be_visible()
    olu.get_by_label("What is on your mind?").press_sequentially("Say **hello** below.")
    olu.get_by_role("button", name="Post", exact=True).click()
    expect(olu.locator(".post .prose strong")).to_have_text("hello")

    ada.goto("/sign-up")
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Join")
    sign_up(ada, "Ada Obi", "ada@example.org")
    card = ada.locator(".post").first
    expect(card.get_by_role("heading")).to_have_text("Welcome, everyone")
    expect(card).to_contain_text("Olu Adeyemi")
    card.get_by_role("button", name="Like this post").click()
    expect(card.get_by_role("button", name="Unlike this post, 1 like")).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("button", name="Unlike this post, 1 like")).to_be_visible()

    olu.goto("/")
    expect(olu.get_by_role("button", name="Like this post, 1 like")).to_be_visible()
    olu.locator(".post-title a").click()
    olu.get_by_label("Write a comment").fill("Good to see you, Ada!")
    olu.get_by_role("button", name="Comment", exact=True).click()
    expect(olu.locator(".comment .prose")).to_have_text("Good to see you, Ada!")
