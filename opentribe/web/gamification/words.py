"""What deeds are called where points are spoken of."""

from __future__ import annotations

DEEDS = {
    "post": "Posting",
    "comment": "Commenting",
    "like_received": "A like from another member",
    "lesson_completed": "Finishing a lesson",
    "course_completed": "Finishing a course",
    "event_rsvp": "Saying that you come to an event",
    "daily_visit": "A visit, once a day",
    "profile_completed": "A complete profile",
    "introduction": "Introducing yourself",
    "first_like": "Your first like",
    "adjustment": "Set right by the owner",
}
