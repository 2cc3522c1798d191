"""The tables keep what the two founding documents ask for, and the rules that hold for every table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import CheckConstraint, Column, DateTime, Index, Table, UniqueConstraint, Uuid
from sqlmodel import SQLModel

from opentribe import tables
from opentribe.kit.db import Choice, UtcDateTime, metadata

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = tomllib.loads((ROOT / "tests/house/seeds_tables.toml").read_text())
DATA_MODEL = (ROOT / "docs/data-model.md").read_text()
COUNTER = re.compile(r".*_count$|^points$|^credits$|^attempts$|^going_count$")
LONGEST_NAME = 63  # PostgreSQL cuts longer identifiers
PLACE = re.compile(r"(\w+)\(([\w, ]+)\)")


def snake(name: str) -> str:
    """The snake_case form of a camelCase name."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def theirs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every table of both documents: which document, its name there, its entry."""
    for document in ("community", "workspace"):
        for name, entry in DOCUMENTS[document].items():
            yield document, name, entry


THEIRS = [pytest.param(*found, id=f"{found[0]}-{found[1]}") for found in theirs()]


def place(text: str) -> tuple[str, tuple[str, ...]]:
    """`table(a, b)` as a table and its columns."""
    match = PLACE.fullmatch(text)
    assert match, f"write table(column, column) instead of {text}"
    return match[1], tuple(part.strip() for part in match[2].split(","))


def whole_indexes(table: Table) -> list[tuple[str, ...]]:
    """The columns of every index over all rows, those behind keys and UNIQUE included."""
    found = [tuple(c.name for c in table.primary_key.columns)]
    found += [tuple(c.name for c in item.columns) for item in table.constraints if isinstance(item, UniqueConstraint)]
    found += [tuple(c.name for c in item.columns) for item in table.indexes if not is_partial(item)]
    return found


def is_partial(index: Index) -> bool:
    """Whether an index leaves rows out on either database."""
    conditions = [index.dialect_options[name].get("where") for name in ("sqlite", "postgresql")]
    assert str(conditions[0]) == str(conditions[1]), f"{index.name}: one condition on both databases"
    return conditions[0] is not None


def unique_sets(table: Table) -> list[frozenset[str]]:
    """Column sets that can occur once, also where a condition limits that to some rows."""
    found = [
        frozenset(c.name for c in item.columns) for item in table.constraints if isinstance(item, UniqueConstraint)
    ]
    return found + [frozenset(c.name for c in item.columns) for item in table.indexes if item.unique]


def every_table() -> list[Any]:
    """All tables, as parameters named after them."""
    return [pytest.param(table, id=table.name) for table in metadata.sorted_tables]


@pytest.mark.parametrize(("document", "name", "entry"), THEIRS)
def test_every_field_of_the_documents_is_here(document: str, name: str, entry: dict[str, Any]) -> None:
    for field, ours, *why in entry["fields"]:
        table, column = ours.split(".")
        assert table in metadata.tables, f"{document} {name}.{field}: there is no table {table}"
        assert column in metadata.tables[table].columns, f"{document} {name}.{field}: there is no {ours}"
        if ours != f"{snake(name)}.{snake(field)}":
            assert any(why), f"{document} {name}.{field} is {ours} here: say why"


@pytest.mark.parametrize(("document", "name", "entry"), THEIRS)
def test_every_index_of_the_documents_is_here(document: str, name: str, entry: dict[str, Any]) -> None:
    for index, ours in entry["indexes"]:
        table, columns = place(ours)
        begin = [found[: len(columns)] for found in whole_indexes(metadata.tables[table])]
        assert columns in begin, f"{document} {name} {index}: no index begins with {ours}"


@pytest.mark.parametrize("rule", DOCUMENTS["rules"]["one_per"])
def test_one_per_is_unique(rule: str) -> None:
    table, columns = place(rule)
    assert frozenset(columns) in unique_sets(metadata.tables[table])


@pytest.mark.parametrize("name", DOCUMENTS["rules"]["deleted_softly"])
def test_what_people_write_is_deleted_softly(name: str) -> None:
    column = metadata.tables[name].columns["deleted_at"]
    assert column.nullable
    assert isinstance(column.type, UtcDateTime)


def test_every_table_is_accounted_for() -> None:
    mapped = {field[1].split(".")[0] for _, _, entry in theirs() for field in entry["fields"]}
    assert set(metadata.tables) == mapped | set(DOCUMENTS["ours"])


def page_rows() -> list[tuple[str, ...]]:
    """The rows of the tables in docs/data-model.md, cell by cell."""
    lines = [line for line in DATA_MODEL.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")) for line in lines]


def test_the_page_repeats_every_mapping() -> None:
    wanted: list[tuple[str, ...]] = []
    for _, name, entry in theirs():
        wanted += [(f"`{name}.{field}`", f"`{ours}`", *(why or [""])) for field, ours, *why in entry["fields"]]
        wanted += [(f"`{name}.{index}`", f"`{ours}`") for index, ours in entry["indexes"]]
        wanted += [(f"table `{name}`", "", entry["moved"])] if "moved" in entry else []
    wanted += [(f"`{name}`", why) for name, why in DOCUMENTS["ours"].items()]
    missing = set(wanted) - set(page_rows())
    assert not missing, f"docs/data-model.md lacks {missing}"


def test_the_page_names_nothing_that_is_not_here() -> None:
    for row in page_rows():
        if found := re.fullmatch(r"`(\w+)\.(\w+)`", row[1]):
            assert found[2] in metadata.tables[found[1]].columns
        elif PLACE.fullmatch(row[1].strip("`")):
            table, columns = place(row[1].strip("`"))
            assert set(columns) <= set(metadata.tables[table].columns.keys())


def test_every_models_file_is_in_tables() -> None:
    files = {path.relative_to(ROOT) for path in (ROOT / "opentribe").rglob("models.py")}
    imported = {Path(str(module.__file__)).relative_to(ROOT) for module in tables.MODULES}
    assert files == imported


def test_tables_are_defined_in_models_files_only() -> None:
    for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
        module = mapper.class_.__module__
        if module.startswith("opentribe."):
            assert module.endswith(".models"), f"{mapper.class_.__name__} belongs in a models.py"


@pytest.mark.parametrize("table", every_table())
def test_ids_are_uuids_made_by_the_application(table: Table) -> None:
    assert [column.name for column in table.primary_key] == ["id"]
    column = table.columns["id"]
    assert isinstance(column.type, Uuid)
    made = column.default.arg(None)  # type: ignore[union-attr]
    assert isinstance(made, UUID)
    assert made.version == 7


@pytest.mark.parametrize("table", every_table())
def test_foreign_keys_have_an_index_and_an_on_delete(table: Table) -> None:
    first = {columns[0] for columns in whole_indexes(table)}
    for key in table.foreign_keys:
        assert key.parent.name in first, f"{table.name}.{key.parent.name} has no index of its own"
        assert key.ondelete in {"CASCADE", "SET NULL", "RESTRICT"}, (
            f"{table.name}.{key.parent.name}: choose an ON DELETE"
        )
        assert key.ondelete != "SET NULL" or key.parent.nullable


@pytest.mark.parametrize("table", every_table())
def test_columns_that_name_a_row_are_foreign_keys(table: Table) -> None:
    for column in table.columns:
        if isinstance(column.type, Uuid) and not column.primary_key:
            assert column.foreign_keys, f"{table.name}.{column.name} points nowhere"


@pytest.mark.parametrize("table", every_table())
def test_no_index_is_there_twice(table: Table) -> None:
    found = whole_indexes(table)
    assert len(found) == len(set(found)), sorted(found)


@pytest.mark.parametrize("table", every_table())
def test_enums_have_a_check_of_exactly_their_values(table: Table) -> None:
    for column in table.columns:
        if not isinstance(column.type, Choice):
            continue
        wanted = {member.value for member in column.type.kind}
        listed = [checked_values(check, column) for check in checks(table)]
        assert wanted in listed, f"{table.name}.{column.name}: add one_of to __table_args__"
        assert all(len(value) <= 24 for value in wanted)


def checked_values(check: str, column: Column[Any]) -> set[str]:
    """The values that a CHECK lists for a column, none when it is about something else."""
    match = re.fullmatch(rf"{column.name} IN \((.*)\)", check)
    return set(re.findall(r"'([^']*)'", match[1])) if match else set()


def checks(table: Table) -> list[str]:
    """The conditions of a table's CHECKs."""
    return [str(item.sqltext) for item in table.constraints if isinstance(item, CheckConstraint)]


def test_enums_are_never_kept_as_bare_text() -> None:
    for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
        for name, field in mapper.class_.model_fields.items():
            if isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
                assert isinstance(mapper.local_table.columns[name].type, Choice), f"{mapper.class_.__name__}.{name}"


@pytest.mark.parametrize("table", every_table())
def test_counters_never_fall_below_zero(table: Table) -> None:
    for column in table.columns:
        if COUNTER.match(column.name):
            assert f"{column.name} >= 0" in checks(table), f"{table.name}.{column.name}: add not_negative"


@pytest.mark.parametrize("table", every_table())
def test_times_are_utc(table: Table) -> None:
    for column in table.columns:
        if isinstance(column.type, DateTime) or column.type.python_type is datetime:
            assert isinstance(column.type, UtcDateTime), f"{table.name}.{column.name}: use moment()"
        if column.name.endswith("_at"):
            assert isinstance(column.type, UtcDateTime), f"{table.name}.{column.name} ends like a time"


@pytest.mark.parametrize("table", every_table())
def test_names_fit_postgresql(table: Table) -> None:
    named = [*table.indexes, *table.constraints]
    names = [table.name, *table.columns.keys(), *(str(item.name) for item in named)]
    assert all(len(name) <= LONGEST_NAME for name in names)
    assert all(item.name for item in named)


@pytest.mark.parametrize("pair", [("follows", "follower_id <> following_id"), ("blocks", "blocker_id <> blocked_id")])
def test_nobody_follows_or_blocks_themselves(pair: tuple[str, str]) -> None:
    table, condition = pair
    assert condition in checks(metadata.tables[table])


@pytest.mark.parametrize("secret", ["token_hash", "password_hash", "github_access_token", "email", "submission_key"])
def test_nothing_secret_is_in_a_base(secret: str) -> None:
    for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
        for base in mapper.class_.__mro__[1:]:
            assert secret not in getattr(base, "model_fields", {}), f"{base.__name__} is what readers see"
