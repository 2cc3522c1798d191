"""Uploads one after the other until it is killed; started by test_files_killed as a process of its own."""

from __future__ import annotations

import io
import sys

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.files.commands import upload
from opentribe.domain.files.schemas import UploadDraft
from opentribe.kit.db import get_database
from tests import samples


def main(session_hash: str) -> None:
    """Say a dot after each."""
    picture = samples.picture(size=(1_400, 900))
    while True:
        draft = UploadDraft(io.BytesIO(picture), "cat.jpg")
        perform(get_database(), Credential(session_hash=session_hash), upload, draft)
        print(".", end="", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
