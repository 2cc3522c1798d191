"""What members and bots do with posts and comments, a file per verb."""

from opentribe.domain.posts.commands.bookmark import bookmark_post, unbookmark_post
from opentribe.domain.posts.commands.comment import add_comment, comment
from opentribe.domain.posts.commands.edit import change_comment, change_post, edit_comment, edit_post
from opentribe.domain.posts.commands.like import like_comment, like_post, unlike_comment, unlike_post
from opentribe.domain.posts.commands.pin import pin_post, unpin_post
from opentribe.domain.posts.commands.publish import add_post, publish
from opentribe.domain.posts.commands.remove import remove_comment, remove_post, restore_post
from opentribe.domain.posts.commands.thread_follow import follow_thread, leave_thread, mute_thread

__all__ = [
    "add_comment",
    "add_post",
    "bookmark_post",
    "change_comment",
    "change_post",
    "comment",
    "edit_comment",
    "edit_post",
    "follow_thread",
    "leave_thread",
    "like_comment",
    "like_post",
    "mute_thread",
    "pin_post",
    "publish",
    "remove_comment",
    "remove_post",
    "restore_post",
    "unbookmark_post",
    "unlike_comment",
    "unlike_post",
    "unpin_post",
]
