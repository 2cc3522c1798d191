"""What OpenTribe changes in the browser code that Reflex generates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reflex_base import constants
from reflex_base.plugins import Plugin

STATE_MODULE = "utils/state.js"
BAKED = "  const endpoint = new URL(url_str);\n"
AT_RUN_TIME = """  if (typeof window !== "undefined") {
    const origin = window.location.origin;
    return new URL(
      new URL(url_str).pathname,
      url_str.startsWith("ws") ? origin.replace(/^http/, "ws") : origin,
    );
  }
"""
LISTENS = '  socket.current.on("new_token",'
HEARS_MORE = """  socket.current.on("live", (notes) => {
    window.opentribeLive = [...(window.opentribeLive ?? []), ...notes].slice(-200);
    window.dispatchEvent(new CustomEvent("opentribe:live", { detail: notes }));
  });
"""
SERVED_HEAD = Path(__file__).with_name("served_head.js")


class FrontendPatch(Plugin):
    """Let the browser find the websocket where it found the page, and drop a served title when it leaves the page.

    What is pushed (opentribe/web/live) comes over the same websocket and is handed to the page as a browser event;
    the last notes are kept, since the socket may be open before a page's own modules are there.

    Reflex bakes an address with a port in at build time, but one build has to serve on any port, host and scheme.
    Changing the source rather than the output keeps file names true to their content and lets the minifier see it.
    """

    def pre_compile(self, **context: Any) -> None:
        """Change the module that opens the websocket; every page loads it."""
        context["add_modify_task"](STATE_MODULE, lambda _written: patched_state_module())

    def update_env_json(self, **_context: Any) -> dict[str, Any]:
        """Endpoints as paths: their host is never read, and the build no longer depends on PORT."""
        return {
            endpoint.name: f"{'ws' if endpoint.name == 'EVENT' else 'http'}://localhost{endpoint}"
            for endpoint in constants.Endpoint
        }


def patched_state_module() -> str:
    """The module as Reflex ships it, changed. What lies in `.web` may have been changed before, so it is not read."""
    source = (constants.Templates.Dirs.WEB_TEMPLATE / STATE_MODULE).read_text(encoding="utf-8")
    for place in (BAKED, LISTENS):
        if source.count(place) != 1:
            raise RuntimeError(f"Reflex's {STATE_MODULE} no longer says `{place.strip()}` once: adapt {__name__}")
    source = source.replace(BAKED, AT_RUN_TIME + BAKED).replace(LISTENS, HEARS_MORE + LISTENS)
    return source + "\n" + SERVED_HEAD.read_text(encoding="utf-8")
