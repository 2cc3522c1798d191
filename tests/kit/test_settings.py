"""Settings: each error names its variable and the remedy."""

from __future__ import annotations

import pytest

from opentribe.settings import SettingsError, get_settings


@pytest.fixture(autouse=True)
def _fresh():
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "http"),
        ("PORT", "99999"),
        ("DATABASE_URL", "mysql://x"),
        ("OPENTRIBE_PUBLIC_URL", "tribe.example"),
        ("OPENTRIBE_PUBLIC_URL", "https://tribe.example/path"),
        ("OPENTRIBE_RATE_LIMITS", "maybe"),
        ("OPENTRIBE_SESSION_DAYS", "0"),
        ("OPENTRIBE_MODE", "staging"),
        ("OPENTRIBE_SMTP_URL", "mail.example:587"),
        ("OPENTRIBE_SMTP_URL", "smtp://mail.example:port"),
        ("OPENTRIBE_SMTP_URL", "smtp://user@mail.example"),
        ("OPENTRIBE_SMTP_URL", "smtp://mail.example?starttls=maybe"),
        ("OPENTRIBE_SMTP_URL", "smtps://[mail.example"),
        ("OPENTRIBE_MAIL_FROM", "somebody"),
        ("OPENTRIBE_OUTGOING_ALLOW", "http://localhost"),
        ("OPENTRIBE_OUTGOING_ALLOW", "localhost:port"),
        ("OPENTRIBE_MAIL_FROM", "a@b.org\nBcc: c@d.org"),
    ],
)
def test_an_error_names_its_variable(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        get_settings()


def test_a_mail_server_needs_an_address_to_write_from_and_links_to_begin_with(monkeypatch):
    monkeypatch.setenv("OPENTRIBE_SMTP_URL", "smtps://user:p%40ss@mail.example")
    with pytest.raises(SettingsError, match="OPENTRIBE_MAIL_FROM"):
        get_settings()
    monkeypatch.setenv("OPENTRIBE_MAIL_FROM", "hello@tribe.example")
    with pytest.raises(SettingsError, match="OPENTRIBE_PUBLIC_URL"):
        get_settings()
    monkeypatch.setenv("OPENTRIBE_RATE_LIMITS", "on")
    monkeypatch.setenv("OPENTRIBE_PUBLIC_URL", "https://tribe.example")
    assert "p%40ss" not in repr(get_settings())


@pytest.mark.parametrize("how", [{"OPENTRIBE_MODE": "production"}, {"OPENTRIBE_PUBLIC_URL": "https://tribe.example"}])
def test_limits_cannot_be_off_in_production(monkeypatch, how):
    monkeypatch.setenv("OPENTRIBE_RATE_LIMITS", "off")
    for variable, value in how.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match="OPENTRIBE_RATE_LIMITS=off"):
        get_settings()


def test_the_defaults_need_nothing(monkeypatch):
    monkeypatch.delenv("OPENTRIBE_DATA_DIR")
    monkeypatch.setenv("OPENTRIBE_RATE_LIMITS", "on")
    settings = get_settings()
    assert settings.address == "http://localhost:3000"
    assert settings.database.startswith("sqlite:////")
    assert settings.database.endswith("/data/opentribe.db")
    assert not settings.is_production
    assert not settings.cookies_are_secure


@pytest.mark.parametrize("short", ["postgres://u:p@h/db", "postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"])
def test_postgresql_addresses_are_understood(monkeypatch, short):
    monkeypatch.setenv("DATABASE_URL", short)
    assert get_settings().database == "postgresql+psycopg://u:p@h/db"


def test_https_makes_cookies_secure(monkeypatch):
    monkeypatch.setenv("OPENTRIBE_RATE_LIMITS", "on")
    monkeypatch.setenv("OPENTRIBE_PUBLIC_URL", "https://tribe.example/")
    settings = get_settings()
    assert settings.cookies_are_secure
    assert settings.address == "https://tribe.example"
