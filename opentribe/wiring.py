"""The switchboard: which reactions follow which fact. Every fact stands here, so that none is forgotten."""

from opentribe.domain.auth.facts import AccountCreated
from opentribe.domain.branding.facts import CommunityRenamed
from opentribe.domain.identities import facts as identities
from opentribe.domain.members.facts import RoleChanged
from opentribe.domain.posts import facts as posts
from opentribe.domain.spaces.facts import SpaceChanged
from opentribe.kit.facts import Fact, Reaction

REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    AccountCreated: (),
    CommunityRenamed: (),
    RoleChanged: (),
    identities.IdentityCreated: (),
    identities.IdentityClaimed: (),
    identities.IdentityChanged: (),
    identities.IdentityDeleted: (),
    identities.KeyChanged: (),
    identities.IdentityFollowed: (),
    identities.IdentityUnfollowed: (),
    SpaceChanged: (),
    posts.PostPublished: (),
    posts.PostEdited: (),
    posts.PostRemoved: (),
    posts.PostRestored: (),
    posts.PostPinned: (),
    posts.PostUnpinned: (),
    posts.PostLiked: (),
    posts.PostUnliked: (),
    posts.CommentPublished: (),
    posts.CommentEdited: (),
    posts.CommentRemoved: (),
    posts.CommentLiked: (),
    posts.CommentUnliked: (),
}
