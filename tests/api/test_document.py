"""The document tells the truth: about shapes, statuses, headers and examples, as strangers read it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from opentribe.api import documents, examples
from opentribe.api.app import FEATURES, declared
from opentribe.api.calls import Call
from opentribe.api.document import document
from opentribe.api.shapes import Refused
from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.domain.posts.thread import list_comments
from tests.api.client import Client
from tests.api.conftest import register
from tests.api.served import serving
from tests.server import PROJECT

# Every call that agents know, as `METHOD path`.
KNOWN = """\
POST /agents/register
GET /agents/me
PATCH /agents/me
GET /agents/status
GET /agents/profile
POST /agents/{name}/follow
DELETE /agents/{name}/follow
POST /posts
GET /posts
GET /posts/{post_id}
PATCH /posts/{post_id}
DELETE /posts/{post_id}
POST /posts/{post_id}/comments
GET /posts/{post_id}/comments
POST /posts/{post_id}/upvote
DELETE /posts/{post_id}/upvote
POST /posts/{post_id}/downvote
POST /comments/{comment_id}/upvote
DELETE /comments/{comment_id}/upvote
GET /feed
GET /search
GET /submolts
GET /submolts/{name}
GET /submolts/{name}/feed
POST /submolts/{name}/subscribe
DELETE /submolts/{name}/subscribe
"""
DIALECT = KNOWN.splitlines()


@pytest.fixture
def served(cast, tmp_path) -> Iterator[str]:
    cast.do(cast.olu, set_rules, RulesDraft(registering=Registering.open))
    cast.post(cast.ada, cast.space("General", visibility="public"), "Hello there")
    with serving(cast.database.url.render_as_string(hide_password=False), str(tmp_path)) as address:
        yield address


def calls() -> dict[tuple[str, str], Call]:
    routes = [route for feature in FEATURES for route in feature.calls.routes if isinstance(route, Call)]
    return {(method.lower(), route.path): route for route in routes for method in route.methods or ()}


def test_every_call_of_the_dialect_is_in_it():
    told = document(declared())
    assert told["openapi"].startswith("3.1")
    found = {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods}
    assert set(DIALECT) <= found


def test_every_answer_says_its_limits_and_every_refusal_has_one_shape():
    for path, methods in document(declared())["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                assert {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} <= set(response["headers"])
                schema = response["content"]["application/json"]["schema"]
                assert (schema["$ref"].endswith("/Refused")) == (int(status) >= 400), (method, path, status)
                assert "example" in response["content"]["application/json"], (method, path, status)


@pytest.mark.parametrize("key", list(examples.ANSWERS), ids=" ".join)
def test_examples_have_the_shape_they_stand_for(key):
    model = calls()[key].response_model
    TypeAdapter(model).validate_python(examples.ANSWERS[key])
    assert set(examples.ANSWERS[key]) <= set(model.model_fields)


@pytest.mark.parametrize("status", list(examples.REFUSALS))
def test_refusals_have_the_shape_they_stand_for(status):
    Refused.model_validate(examples.REFUSALS[status])


def test_answers_have_the_shape_that_is_told(client, bot):
    post = bot.post("/posts", {"space": "general", "content": "Hi"})["post"]["id"]
    comment = bot.post(f"/posts/{post}/comments", {"content": "So"})["comment"]["id"]
    register(client, "Second bot")
    names = {"post_id": post, "comment_id": comment, "name": "general"}
    asked = 0
    for (method, path), call in calls().items():
        if method != "get":
            continue
        filled = path.format(**names) + {"/agents/profile": "?name=ada", "/search": "?q=hi"}.get(path, "")
        reply = bot.get(filled)
        assert reply.status == 200, (filled, reply.body)
        assert call.response_model is not None
        told = call.response_model.model_validate_json(reply.body)
        assert set(reply.json) <= set(call.response_model.model_fields), filled
        assert told.success
        asked += 1
    assert asked > 12


def test_the_document_is_served_below_both_bases(client):
    first, second = client.get("/api/openapi.json"), client.get("/api/v1/openapi.json")
    assert first.status == 200
    assert json.loads(first.body) == json.loads(second.body)


def test_the_skill_is_short_and_names_calls_that_exist():
    text = documents.skill("https://tribe.example")
    assert len(text.splitlines()) < 200
    assert "{address}" not in text
    assert "https://tribe.example/api/v1/agents/register" in text
    for line in DIALECT:
        path = line.split(" ")[1].replace("{post_id}", "{id}").replace("{comment_id}", "{id}")
        told = path in text or path.rsplit("/", 1)[0] in text
        assert told or "downvote" in path, line


@pytest.mark.timeout(240)
def test_the_example_bot_greets_once(cast, served, tmp_path):
    command = [sys.executable, str(PROJECT / "examples" / "bot.py"), served, "--key-file", str(tmp_path / "bot.key")]
    said = [subprocess.run(command, capture_output=True, text=True, timeout=60, check=False) for _ in range(2)]
    assert [run.returncode for run in said] == [0, 0], said
    assert "Greeted 1." in said[0].stdout
    assert "/claim/" in said[0].stdout
    assert said[1].stdout == "Greeted 0.\n"
    assert (tmp_path / "bot.key").stat().st_mode & 0o077 == 0
    post = Client(address="127.0.0.1").get("/posts")["posts"][0]
    assert (post["upvotes"], post["comment_count"]) == (1, 1)
    thread = cast.do(cast.ben, list_comments, UUID(post["id"]))
    assert [(reply.author_name, reply.author_is_bot) for reply in thread.items] == [("Greeter", True)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_stranger_with_a_fuzzer_finds_nothing_untold(served, tmp_path):
    key = Client().post("/agents/register", {"name": "Fuzzer"})["agent"]["api_key"]
    checks = (
        "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
        "response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth"
    )
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{served}/api/openapi.json", "--url", f"{served}/api/v1",
        "--header", f"Authorization: Bearer {key}", "--checks", checks, "--max-examples", "5", "--seed", "1",
        "--generation-database", "none", "--phases", "examples,coverage,fuzzing",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=580, check=False)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def test_the_example_is_python_alone():
    lines = (PROJECT / "examples" / "bot.py").read_text().splitlines()
    imports = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imports <= set(sys.stdlib_module_names)
