"""Letters a second from the outbox to a mail server on the same machine, and how long ten thousand of them take."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.report import keep, table
from tests import databases
from tests.server import free_port

LETTERS = 1000
MANY = 10_000
SINK = "sink"


def main() -> None:
    """Print a table; `quick` sends fewer letters."""
    count = LETTERS // 5 if "quick" in sys.argv else LETTERS
    rows = []
    with _server() as (port, arrived):
        os.environ |= {"OPENTRIBE_SMTP_URL": f"smtp://127.0.0.1:{port}", "OPENTRIBE_MAIL_FROM": "hello@tribe.example"}
        for kind in databases.KINDS:
            for workers in (1, 2):
                rate = _rate(kind, count, workers, arrived)
                minutes = MANY / rate / 60
                rows.append([kind, workers, f"{rate:,.0f}", f"{minutes:.1f}"])
                keep(
                    "mail",
                    f"Letters a second, {kind}, {workers} worker(s)",
                    f"{rate:,.0f}; {MANY:,} in {minutes:.1f} min",
                )
    table(f"{count:,} letters", ["database", "workers", "letters per s", f"minutes for {MANY:,}"], rows)


def _rate(kind: str, count: int, workers: int, arrived: list[int]) -> float:
    from opentribe.domain.auth.models import Account
    from opentribe.domain.mail.sending import SEND_MAIL
    from opentribe.domain.members.models import User
    from opentribe.kit import clock
    from opentribe.kit.db import Database
    from opentribe.kit.jobs.worker import Worker
    from opentribe.kit.mail.outbox import send_later

    with databases.copy(kind, with_cast=True) as url:
        database = Database(url)
        with database.write() as session:
            for number in range(count):
                name = f"member{number}"
                account = Account(email=f"{name}@example.org", password_hash="", email_verified_at=clock.now())
                session.add(account)
                session.flush()
                session.add(User(auth_id=account.id, username=name, name=name.title()))
                send_later(session, "welcome", account_id=str(account.id))
        before = arrived[0]

        def work() -> None:
            worker = Worker(database, [SEND_MAIL])
            while worker.turn():
                pass

        threads = [threading.Thread(target=work) for _ in range(workers)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        database.close()
    time.sleep(0.2)
    if arrived[0] - before != count:
        raise AssertionError(f"{arrived[0] - before} of {count} letters arrived")
    return count / took


@contextmanager
def _server() -> Iterator[tuple[int, list[int]]]:
    """A mail server in a process of its own, and how many letters it has taken so far."""
    port, arrived = free_port(), [0]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.bench_mail", SINK, str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = process.stdout
    assert lines.readline() == "ready\n"

    def count() -> None:
        for _ in lines:
            arrived[0] += 1

    threading.Thread(target=count, daemon=True).start()
    try:
        yield port, arrived
    finally:
        process.terminate()
        process.wait(10)


async def _sink(port: int) -> None:
    """As much of SMTP as it takes to say yes (RFC 5321); a line on the standard output for each letter."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                print("letter", flush=True)
            writer.write(
                b"221 bye\r\n"
                if verb == b"QUIT"
                else b"250-sink\r\n250 SMTPUTF8\r\n"
                if verb == b"EHLO"
                else b"250 OK\r\n"
            )
            if verb == b"QUIT":
                break
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port, limit=2**20)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if SINK in sys.argv:
        asyncio.run(_sink(int(sys.argv[-1])))
    else:
        main()
