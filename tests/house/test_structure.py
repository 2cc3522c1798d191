"""The house keeps its own rules: sizes, names, policies, handlers, facts, words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from opentribe.settings import Settings, variable_name
from tests.house import domain_rules, exemptions, sizes, web_rules, words
from tests.house.source import File, files, python

ROOT = Path(__file__).resolve().parents[2]
OUR_FOLDERS = ("opentribe", "tests", "bench", "alembic", "assets", "rxconfig.py")


@cache
def app() -> tuple[File, ...]:
    """The application's modules."""
    return tuple(python(ROOT, "opentribe"))


@cache
def ours() -> tuple[File, ...]:
    """Every Python file that we write."""
    return tuple(file for folder in OUR_FOLDERS for file in python(ROOT, folder))


@cache
def everything() -> tuple[File, ...]:
    """Every text file of the tree."""
    return tuple(files(ROOT))


def only(path: str) -> File:
    """One file of the tree."""
    return next(file for file in everything() if file.path == path)


def none(problems: list[str]) -> None:
    """Fail with every problem on a line of its own."""
    if problems:
        pytest.fail("\n" + "\n".join(problems), pytrace=False)


def test_files_are_short() -> None:
    kinds = frozenset({".py", ".css", ".js", ".jsx"})
    found = [file for folder in OUR_FOLDERS for file in files(ROOT, folder, kinds=kinds)]
    none(sizes.long_files(found, exemptions.LONG_FILES))


def test_functions_are_short() -> None:
    none(sizes.long_functions(ours(), exemptions.LONG_FUNCTIONS))


def test_names_say_something() -> None:
    none(sizes.forbidden_names(ours()))


def test_modules_open_with_a_sentence() -> None:
    none(sizes.missing_sentences(file for file in ours() if not file.path.startswith("alembic/versions/")))


def test_only_the_settings_read_the_environment() -> None:
    readers = web_rules.environment_readers([*app(), *python(ROOT, "rxconfig.py")])
    none([path for path in readers if not sizes.is_exempt(path, exemptions.ENVIRONMENT)])


def test_commands_are_marked() -> None:
    none(domain_rules.unmarked_commands(app(), exemptions.UNMARKED_COMMANDS))


def test_commands_ask_a_policy() -> None:
    none(domain_rules.commands_without_policy(app(), exemptions.COMMANDS_WITHOUT_POLICY))


def test_use_cases_take_an_actor() -> None:
    none(domain_rules.wrong_signatures(app()))


def test_queries_and_commands_stay_apart() -> None:
    none(domain_rules.queries_elsewhere(app()))


def test_doors_import_use_cases_only() -> None:
    none(domain_rules.door_imports(app()))


def test_facts_are_frozen_ids() -> None:
    none(domain_rules.loose_facts(app(), exemptions.FACT_FIELDS))


def test_facts_are_wired() -> None:
    none(domain_rules.unwired_facts(app(), only("opentribe/wiring.py")))


def test_tables_have_their_place() -> None:
    none(domain_rules.misplaced_tables(app(), exemptions.TABLES_OUTSIDE_DOMAIN))
    none(domain_rules.unlisted_models(app(), only("opentribe/tables.py")))


def test_handlers_ask_the_domain() -> None:
    none(web_rules.silent_handlers(app(), exemptions.LOCAL_HANDLERS))


def test_handlers_are_short() -> None:
    none(web_rules.long_handlers(app()))


def test_nothing_is_left_over() -> None:
    none(words.left_overs(everything(), exemptions.WORDS))


def test_nothing_means_one_machine() -> None:
    none(words.machine_words(everything(), exemptions.WORDS))


def test_documents_name_commands_that_exist() -> None:
    documents = [file for file in everything() if file.path.endswith(".md")]
    assert documents
    none(words.unknown_targets(documents, (ROOT / "Makefile").read_text()))


def test_documents_link_to_files_that_exist() -> None:
    documents = [file for file in everything() if file.path.endswith(".md")]
    paths = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*")}
    none(words.dead_links(documents, paths | {file.path for file in everything()}))


def test_readme_describes_every_setting() -> None:
    variables = {variable_name(name) for name in Settings.model_fields}
    none(words.undocumented_settings((ROOT / "README.md").read_text(), variables))


@pytest.mark.parametrize("group", [name for name in dir(exemptions) if name.isupper()])
def test_exemptions_carry_a_reason(group: str) -> None:
    assert all(len(reason.split()) >= 3 for reason in getattr(exemptions, group).values())


def test_exemptions_are_needed() -> None:
    functions = {f"{file.name}.{node.name}" for file in app() for node in domain_rules.public_functions(file.tree)}
    handlers = {handler.name for handler in web_rules.States(app()).handlers()}
    assert not set(exemptions.UNMARKED_COMMANDS) - functions
    assert not set(exemptions.COMMANDS_WITHOUT_POLICY) - functions
    assert not set(exemptions.LOCAL_HANDLERS) - handlers
