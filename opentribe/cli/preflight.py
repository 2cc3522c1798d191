"""What has to be right before the server starts; each refusal names the variable that mends it."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from opentribe.domain.gamification.audit import differences
from opentribe.kit import migrations
from opentribe.kit.db import Database
from opentribe.kit.mail.smtp import NotSent, Server, greet
from opentribe.kit.secrets import secret_key
from opentribe.settings import Settings

CONNECT_SECONDS = 5
PRIVATE = 0o700


class Unfit(Exception):
    """Something has to be mended first; the message names the variable."""


def check_port(settings: Settings) -> None:
    """Raises Unfit when the address cannot be bound, with a free port if it is taken."""
    try:
        with closing(_bound(settings.host, settings.port)):
            return
    except socket.gaierror:
        raise Unfit(f"HOST={settings.host} is not an address of this machine. Write 127.0.0.1 or 0.0.0.0.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            free = _free_port(settings.host, settings.port)
            raise Unfit(f"PORT={settings.port} is in use. Stop what uses it, or start with PORT={free}.") from None
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise Unfit(f"PORT={settings.port} needs more rights. Use one above 1023, such as PORT=3000.") from None
        raise Unfit(f"HOST={settings.host} cannot be bound: {error.strerror}. Write 127.0.0.1 or 0.0.0.0.") from None


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory, for its owner only, with the secret key in it. Raises Unfit."""
    folder = settings.data_dir
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        secret_key(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unfit(f"OPENTRIBE_DATA_DIR={folder} cannot be used: {reason}. Name a folder you may write to.") from None
    except ValueError as error:
        raise Unfit(f"OPENTRIBE_DATA_DIR={folder}: {error}") from None


def check_data_dir(settings: Settings) -> None:
    """Raises Unfit when the data directory could not be made or written. Changes nothing."""
    folder = settings.data_dir.resolve()
    there = next(found for found in (folder, *folder.parents) if found.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise Unfit(f"OPENTRIBE_DATA_DIR={settings.data_dir} cannot be used. Name a folder you may write to.")


def check_database(settings: Settings) -> None:
    """Raises Unfit when the database does not answer or belongs to a newer version. Changes nothing."""
    if not settings.database_url and not settings.data_dir.exists():
        return  # both are made at the first start
    _check_url(settings)
    try:
        if migrations.state(_quick(settings)) == "ahead":
            migrations.upgrade(_quick(settings))  # refuses, in its own words
    except migrations.MigrationError as error:
        raise Unfit(_named(str(error))) from None


def check_points(settings: Settings) -> None:
    """Raises Unfit naming members whose points are not what the ledger says. Changes nothing."""
    if migrations.state(_quick(settings)) != "current":
        return  # the next start migrates it first
    database = Database(_quick(settings))
    try:
        with database.read() as session:
            found = differences(session)
    finally:
        database.close()
    if found:
        raise Unfit("The points and the ledger differ:\n" + "\n".join(found))


def check_mail(settings: Settings) -> None:
    """Raises Unfit when the mail server does not answer or does not let us in. Sends nothing.

    A start does not ask for it: mail waits until the server is back.
    """
    if not settings.smtp_url:
        return
    try:
        greet(Server.at(settings.smtp_url))
    except NotSent as error:
        raise Unfit(f"OPENTRIBE_SMTP_URL: {error}") from None


def migrate_database(settings: Settings) -> bool:
    """Bring the database to this version; tell whether anything changed. Raises Unfit."""
    _check_url(settings)
    try:
        changed = migrations.upgrade(_quick(settings))
    except migrations.MigrationError as error:
        raise Unfit(_named(str(error))) from None
    _check_writable(settings)
    return changed


def _check_url(settings: Settings) -> None:
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError) as error:
        raise Unfit(f"DATABASE_URL cannot be read: {error}") from None
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith(("file:", ":")):
        folder = Path(url.database).parent
        if not folder.is_dir():
            raise Unfit(f"DATABASE_URL names a file in {folder}, which is not a folder. Make it, or name another.")


def _check_writable(settings: Settings) -> None:
    """A database that is current is only read by the migration; writing has its own obstacles."""
    database = Database(_quick(settings))
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.exec_driver_sql("CREATE TABLE writable_probe (x)")
                connection.exec_driver_sql("ROLLBACK")
            elif connection.execute(text("SHOW default_transaction_read_only")).scalar() == "on":
                raise Unfit("DATABASE_URL leads to a database that is read-only. Name the primary.")
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error))
        hint = "is read-only: make the file and its folder writable" if "readonly" in said else f"says: {said}"
        raise Unfit(f"DATABASE_URL ({_shown(settings)}) {hint}.") from None
    finally:
        database.close()


def _quick(settings: Settings) -> str:
    """The URL with a bound on how long a connection may take, so that a wrong host is told soon."""
    url = make_url(settings.database)
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    return url.render_as_string(hide_password=False)


def _named(message: str) -> str:
    return message if "DATABASE_URL" in message else f"DATABASE_URL: {message}"


def _shown(settings: Settings) -> str:
    return make_url(settings.database).render_as_string(hide_password=True)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def _free_port(host: str, after: int) -> int:
    for port in (*range(after + 1, min(after + 20, 65536)), 0):
        try:
            with closing(_bound(host, port)) as listener:
                return int(listener.getsockname()[1])
        except OSError:
            continue
    return 3000
