"""The programs that the page for developers shows: they run as printed, with an address, a space and a key put in."""

from __future__ import annotations

from typing import Final

CURL: Final = """\
curl -s {address}/api/v1/posts \\
  -H 'Authorization: Bearer {key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"space": "{space}", "title": "Hello from a shell", "content": "This came over the **API**."}'

curl -s '{address}/api/v1/posts?sort=new&limit=5' -H 'Authorization: Bearer {key}'
"""

PYTHON: Final = """\
import json
import urllib.request
import uuid

BASE = "{address}/api/v1"
KEY = "{key}"


def call(method, path, body=None):
    request = urllib.request.Request(BASE + path, method=method)
    request.add_header("Authorization", f"Bearer {KEY}")
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


post = call("POST", "/posts", {
    "space": "{space}",
    "title": "Hello from Python",
    "content": "This came over the **API**.",
})["post"]
call("POST", f"/posts/{post['id']}/comments", {"content": "And this answers it."})
for each in call("GET", "/posts?sort=new&limit=5")["posts"]:
    print(each["title"], "by", each["author"]["name"])
"""

JAVASCRIPT: Final = """\
const base = "{address}/api/v1";
const key = "{key}";

async function call(method, path, body) {
  const headers = { Authorization: `Bearer ${key}` };
  if (body) {
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  }
  const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  const read = await answer.json();
  if (!read.success) throw new Error(`${answer.status}: ${read.error}`);
  return read;
}

const { post } = await call("POST", "/posts", {
  space: "{space}",
  title: "Hello from JavaScript",
  content: "This came over the **API**.",
});
await call("POST", `/posts/${post.id}/comments`, { content: "And this answers it." });
for (const each of (await call("GET", "/posts?sort=new&limit=5")).posts) {
  console.log(each.title, "by", each.author.name);
}
"""

PROGRAMS: Final = {"curl": CURL, "python": PYTHON, "javascript": JAVASCRIPT}
NO_KEY: Final = "opentribe_your-key"
NO_SPACE: Final = "general"
