"""The demo community's database: made beside its place and moved there when it is whole."""

from __future__ import annotations

import sys
from pathlib import Path

from opentribe.kit import clock, migrations
from opentribe.kit.db import Database
from opentribe.seeds.community import plan
from opentribe.seeds.demo import build, sign_ins


def make_demo(target: Path) -> None:
    """Make the demo community as a SQLite file. Stopped in the middle, it is begun anew the next time."""
    making = target.with_suffix(".making")
    for left in target.parent.glob(making.name + "*"):
        left.unlink()
    url = f"sqlite:///{making.resolve()}"
    migrations.upgrade(url)
    database = Database(url)
    report = build(database, clock.now())
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    making.rename(target)
    sys.stdout.write(
        f"{report.members} members, {report.spaces} spaces, {report.posts:,} posts, {report.comments:,} comments, "
        f"{report.likes:,} likes in {report.seconds:.1f} s.\n"
    )


def sign_in_lines() -> str:
    """How to sign in to the demo community, a line each."""
    shown = sign_ins(plan())
    width = max(len(each.email) for each in shown)
    return "Sign in as:\n" + "\n".join(
        f"  {each.email:<{width}}  {each.password}  ({each.name}, {each.role})" for each in shown
    )
