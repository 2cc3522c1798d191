"""Files that people bring: recognised by content, pictures made anew, bytes kept on disk or in any S3."""

from opentribe.kit.files.encoding import Version
from opentribe.kit.files.kinds import ATTACHMENT_LIMIT, PICTURE_LIMIT, Recognised, recognise
from opentribe.kit.files.names import display_name
from opentribe.kit.files.pictures import Picture, Shape, make_picture
from opentribe.kit.files.store import FileStore, get_store

__all__ = [
    "ATTACHMENT_LIMIT",
    "PICTURE_LIMIT",
    "FileStore",
    "Picture",
    "Recognised",
    "Shape",
    "Version",
    "display_name",
    "get_store",
    "make_picture",
    "recognise",
]
