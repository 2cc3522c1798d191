"""What is said of points and levels: added up for each member, and nothing of a loss."""

from __future__ import annotations

from opentribe.domain.gamification.facts import BadgeGiven, LevelReached, PointsChanged
from opentribe.domain.gamification.models import Badge, Level
from opentribe.kit.ids import new_id
from opentribe.web.live.gains import gains, said_of


def test_what_comes_in_a_moment_is_added_up_for_each_member():
    ada, ben = new_id(), new_id()
    found = gains(
        [
            PointsChanged(user_id=ada, amount=10, action="post"),
            PointsChanged(user_id=ben, amount=2, action="like_received"),
            PointsChanged(user_id=ada, amount=10, action="post"),
            PointsChanged(user_id=ben, amount=5, action="comment"),
        ]
    )
    assert said_of(found[ada], {}, {}) == [{"k": "points", "amount": 20, "why": "post"}]
    assert said_of(found[ben], {}, {}) == [{"k": "points", "amount": 7, "why": ""}]


def test_nothing_is_said_of_a_loss():
    ada, ben = new_id(), new_id()
    told = [PointsChanged(user_id=ada, amount=-10, action="post")]
    told += [PointsChanged(user_id=ben, amount=amount, action="like_received") for amount in (2, -2)]
    assert gains(told) == {}


def test_of_several_levels_the_highest_is_said_and_none_that_is_gone():
    ada, gone = new_id(), new_id()
    low, high = (Level(name=name, threshold=at, position=at) for name, at in (("Low", 2), ("High", 3)))
    told = [PointsChanged(user_id=ada, amount=99, action="post")]
    told += [LevelReached(user_id=ada, level_id=level_id) for level_id in (high.id, low.id, gone)]
    _, level = said_of(gains(told)[ada], {low.id: low, high.id: high}, {})
    assert level == {"k": "level", "name": "High", "position": 3, "color": high.color}


def test_a_badge_is_said_without_points_too():
    ada, badge = new_id(), Badge(name="Helper", icon="🤝")
    gain = gains([BadgeGiven(user_id=ada, badge_id=badge.id), BadgeGiven(user_id=ada, badge_id=new_id())])[ada]
    assert said_of(gain, {}, {badge.id: badge}) == [{"k": "badge", "name": "Helper", "icon": "🤝"}]
