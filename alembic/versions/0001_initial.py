"""Every table of the community and of its workspace."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from opentribe.kit.db import UtcDateTime

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TABLES = [
    "accounts",
    "agents",
    "community_settings",
    "gamification_config",
    "jobs",
    "levels",
    "numbers",
    "repos",
    "stripe_events",
    "tiers",
    "oauth_links",
    "sessions",
    "users",
    "api_tokens",
    "blocks",
    "conversations",
    "courses",
    "events",
    "follows",
    "login_tokens",
    "memberships",
    "organizations",
    "points",
    "posting_identities",
    "spaces",
    "conversation_participants",
    "event_exceptions",
    "identity_tokens",
    "messages",
    "modules",
    "notifications",
    "organization_members",
    "posts",
    "projects",
    "rsvps",
    "space_members",
    "space_visits",
    "comments",
    "issues",
    "knowledge",
    "lessons",
    "post_upvotes",
    "project_repos",
    "threads",
    "attachments",
    "comment_upvotes",
    "enrollments",
    "issue_threads",
    "lesson_progress",
    "reports",
    "thread_messages",
    "message_embeddings",
]


def upgrade() -> None:
    """Make the tables, those referred to first."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("email_verified_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_accounts_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=False),
        sa.Column("model_id", sa.String(), nullable=True),
        sa.Column("tools", DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("requires_github", sa.Boolean(), nullable=False),
        sa.Column("requires_repo", sa.Boolean(), nullable=False),
        sa.Column("supports_tools", sa.Boolean(), nullable=False),
        sa.Column("agent_type", sa.String(length=24), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("agent_type IN ('assistant', 'coder')", name=op.f("ck_agents_agent_type_known")),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_agents_slug_lower_case")),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.UniqueConstraint("slug", name="uq_agents_slug"),
    )
    op.create_index("ix_agents_position", "agents", ["position"])
    op.create_table(
        "community_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tagline", sa.String(), nullable=False),
        sa.Column("logo_file", sa.String(), nullable=True),
        sa.Column("favicon_file", sa.String(), nullable=True),
        sa.Column("primary_color", sa.String(length=7), nullable=False),
        sa.Column("welcome", sa.Text(), nullable=False),
        sa.Column("joining", sa.String(length=24), nullable=False),
        sa.Column("singleton", sa.Boolean(), nullable=False),
        sa.Column("custom_domain", sa.String(length=253), nullable=True),
        sa.Column("stripe_connected_account_id", sa.String(length=255), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "joining IN ('open', 'request', 'invitation', 'paid')", name=op.f("ck_community_settings_joining_known")
        ),
        sa.CheckConstraint(
            "length(primary_color) = 7 AND primary_color LIKE '#%'",
            name=op.f("ck_community_settings_primary_color_hex"),
        ),
        sa.CheckConstraint("singleton", name=op.f("ck_community_settings_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_community_settings"),
        sa.UniqueConstraint("singleton", name="uq_community_settings_singleton"),
    )
    op.create_table(
        "gamification_config",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("point_value", sa.Integer(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "action IN ('post', 'comment', 'like_received', 'lesson_completed', 'course_completed', 'event_rsvp', 'daily_visit', 'profile_completed', 'introduction', 'first_like', 'adjustment')",
            name=op.f("ck_gamification_config_action_known"),
        ),
        sa.CheckConstraint("daily_cap >= 0", name=op.f("ck_gamification_config_daily_cap_not_negative")),
        sa.CheckConstraint("point_value >= 0", name=op.f("ck_gamification_config_point_value_not_negative")),
        sa.PrimaryKeyConstraint("id", name="pk_gamification_config"),
        sa.UniqueConstraint("action", name="uq_gamification_config_action"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_by", sa.String(length=80), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(lease_by IS NULL) = (lease_until IS NULL)", name=op.f("ck_jobs_lease_whole")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts_not_negative")),
        sa.CheckConstraint("done_at IS NULL OR failed_at IS NULL", name=op.f("ck_jobs_ends_once")),
        sa.CheckConstraint("max_attempts >= 1", name=op.f("ck_jobs_max_attempts_positive")),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("dedupe_key", name="uq_jobs_dedupe_key"),
    )
    op.create_index(
        "ix_jobs_done",
        "jobs",
        ["done_at"],
        sqlite_where=sa.text("done_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["run_at"],
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.create_index(
        "ix_jobs_failed",
        "jobs",
        ["failed_at", "id"],
        sqlite_where=sa.text("failed_at IS NOT NULL"),
        postgresql_where=sa.text("failed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_jobs_waiting",
        "jobs",
        ["priority", "run_at", "id"],
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "levels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.CheckConstraint("length(color) = 7 AND color LIKE '#%'", name=op.f("ck_levels_color_hex")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_levels_position_positive")),
        sa.CheckConstraint("threshold >= 0", name=op.f("ck_levels_threshold_not_negative")),
        sa.PrimaryKeyConstraint("id", name="pk_levels"),
        sa.UniqueConstraint("position", name="uq_levels_position"),
        sa.UniqueConstraint("threshold", name="uq_levels_threshold"),
    )
    op.create_table(
        "numbers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_numbers_value_not_negative")),
        sa.PrimaryKeyConstraint("id", name="pk_numbers"),
        sa.UniqueConstraint("name", name="uq_numbers_name"),
    )
    op.create_table(
        "repos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=255), nullable=False),
        sa.Column("default_branch", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_repos"),
        sa.UniqueConstraint("provider", "owner", "name", name="uq_repos_provider_owner_name"),
    )
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stripe_event_id", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("stripe_created_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_stripe_events_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_events"),
        sa.UniqueConstraint("stripe_event_id", name="uq_stripe_events_stripe_event_id"),
    )
    op.create_index(
        "ix_stripe_events_unapplied",
        "stripe_events",
        ["stripe_created_at", "id"],
        sqlite_where=sa.text("applied_at IS NULL"),
        postgresql_where=sa.text("applied_at IS NULL"),
    )
    op.create_table(
        "tiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("billing", sa.String(length=24), nullable=False),
        sa.Column("price_amount", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("benefits", DOCUMENT, nullable=False),
        sa.Column("trial_days", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stripe_product_id", sa.String(length=255), nullable=True),
        sa.Column("stripe_price_id", sa.String(length=255), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("billing = 'free' OR price_amount > 0", name=op.f("ck_tiers_paid_has_price")),
        sa.CheckConstraint("billing IN ('free', 'one_time', 'monthly', 'yearly')", name=op.f("ck_tiers_billing_known")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_tiers_currency_code")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_tiers_position_not_negative")),
        sa.CheckConstraint("price_amount >= 0", name=op.f("ck_tiers_price_amount_not_negative")),
        sa.CheckConstraint("trial_days >= 0", name=op.f("ck_tiers_trial_days_not_negative")),
        sa.PrimaryKeyConstraint("id", name="pk_tiers"),
        sa.UniqueConstraint("stripe_price_id", name="uq_tiers_stripe_price_id"),
    )
    op.create_table(
        "oauth_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_oauth_links_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_links"),
        sa.UniqueConstraint("provider", "subject", name="uq_oauth_links_provider_subject"),
    )
    op.create_index("ix_oauth_links_account_id", "oauth_links", ["account_id"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("image", sa.String(), nullable=True),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("auth_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("avatar_file", sa.String(), nullable=True),
        sa.Column("notification_prefs", DOCUMENT, nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=24), nullable=False),
        sa.Column("referrer_id", sa.Uuid(), nullable=True),
        sa.Column("github_access_token", sa.Text(), nullable=True),
        sa.Column("github_refresh_token", sa.Text(), nullable=True),
        sa.Column("github_token_expires_at", UtcDateTime(), nullable=True),
        sa.Column("github_scopes", sa.String(), nullable=True),
        sa.Column("stripe_customer_id", sa.String(length=255), nullable=True),
        sa.Column("suspended_until", UtcDateTime(), nullable=True),
        sa.Column("banned_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("plan IN ('free', 'pro', 'enterprise')", name=op.f("ck_users_plan_known")),
        sa.CheckConstraint("role IN ('owner', 'admin', 'moderator', 'member')", name=op.f("ck_users_role_known")),
        sa.CheckConstraint("visibility IN ('public', 'private')", name=op.f("ck_users_visibility_known")),
        sa.CheckConstraint("credits >= 0", name=op.f("ck_users_credits_not_negative")),
        sa.CheckConstraint("level >= 1", name=op.f("ck_users_level_positive")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_users_points_not_negative")),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_users_username_lower_case")),
        sa.ForeignKeyConstraint(["auth_id"], ["accounts.id"], name="fk_users_auth_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["referrer_id"], ["users.id"], name="fk_users_referrer_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("stripe_customer_id", name="uq_users_stripe_customer_id"),
        sa.UniqueConstraint("username", name="uq_users_username"),
    )
    op.create_index("ix_users_auth_id", "users", ["auth_id"], unique=True)
    op.create_index("ix_users_created_at_id", "users", ["created_at", "id"])
    op.create_index("ix_users_email", "users", ["email"])
    op.create_index("ix_users_last_seen_at", "users", ["last_seen_at"])
    op.create_index("ix_users_points_id", "users", ["points", "id"])
    op.create_index("ix_users_referrer_id", "users", ["referrer_id"])
    op.create_index("ix_users_role", "users", ["role"])
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_tokens_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])
    op.create_table(
        "blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("blocker_id", sa.Uuid(), nullable=False),
        sa.Column("blocked_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_blocks_not_self")),
        sa.ForeignKeyConstraint(["blocked_id"], ["users.id"], name="fk_blocks_blocked_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blocker_id"], ["users.id"], name="fk_blocks_blocker_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
        sa.UniqueConstraint("blocker_id", "blocked_id", name="uq_blocks_blocker_id_blocked_id"),
    )
    op.create_index("ix_blocks_blocked_id", "blocks", ["blocked_id"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("pair_key", sa.String(length=80), nullable=True),
        sa.Column("last_message_at", UtcDateTime(), nullable=True),
        sa.Column("last_message_preview", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_conversations_created_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("pair_key", name="uq_conversations_pair_key"),
    )
    op.create_index("ix_conversations_created_by", "conversations", ["created_by"])
    op.create_index("ix_conversations_last_message_at_id", "conversations", ["last_message_at", "id"])
    op.create_table(
        "courses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("thumbnail_file", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("required_tier_id", sa.Uuid(), nullable=True),
        sa.Column("price_amount", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enrollment_count", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('draft', 'published')", name=op.f("ck_courses_status_known")),
        sa.CheckConstraint("visibility IN ('public', 'members', 'paid')", name=op.f("ck_courses_visibility_known")),
        sa.CheckConstraint("(price_amount IS NULL) = (currency IS NULL)", name=op.f("ck_courses_price_whole")),
        sa.CheckConstraint("enrollment_count >= 0", name=op.f("ck_courses_enrollment_count_not_negative")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_courses_position_not_negative")),
        sa.CheckConstraint("price_amount >= 0", name=op.f("ck_courses_price_amount_not_negative")),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_courses_slug_lower_case")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_courses_created_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["required_tier_id"], ["tiers.id"], name="fk_courses_required_tier_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
        sa.UniqueConstraint("slug", name="uq_courses_slug"),
    )
    op.create_index("ix_courses_created_by", "courses", ["created_by"])
    op.create_index("ix_courses_required_tier_id", "courses", ["required_tier_id"])
    op.create_index("ix_courses_status_position", "courses", ["status", "position"])
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("cover_file", sa.String(), nullable=True),
        sa.Column("start_time", UtcDateTime(), nullable=False),
        sa.Column("end_time", UtcDateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(length=24), nullable=False),
        sa.Column("required_tier_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("going_count", sa.Integer(), nullable=False),
        sa.Column("recurrence", DOCUMENT, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("visibility IN ('public', 'members', 'paid')", name=op.f("ck_events_visibility_known")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_events_capacity_positive")),
        sa.CheckConstraint("end_time >= start_time", name=op.f("ck_events_ends_after_start")),
        sa.CheckConstraint("going_count >= 0", name=op.f("ck_events_going_count_not_negative")),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name="fk_events_host_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["required_tier_id"], ["tiers.id"], name="fk_events_required_tier_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_host_id", "events", ["host_id"])
    op.create_index("ix_events_required_tier_id", "events", ["required_tier_id"])
    op.create_index("ix_events_start_time_id", "events", ["start_time", "id"])
    op.create_table(
        "follows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column("following_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("follower_id <> following_id", name=op.f("ck_follows_not_self")),
        sa.ForeignKeyConstraint(["follower_id"], ["users.id"], name="fk_follows_follower_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["following_id"], ["users.id"], name="fk_follows_following_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.UniqueConstraint("follower_id", "following_id", name="uq_follows_follower_id_following_id"),
    )
    op.create_index("ix_follows_following_id", "follows", ["following_id"])
    op.create_table(
        "login_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("payload", DOCUMENT, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('ticket', 'magic_link', 'verify_email', 'reset_password')",
            name=op.f("ck_login_tokens_purpose_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_login_tokens_account_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_login_tokens_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_login_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_login_tokens_token_hash"),
    )
    op.create_index("ix_login_tokens_account_id", "login_tokens", ["account_id"])
    op.create_index("ix_login_tokens_expires_at", "login_tokens", ["expires_at"])
    op.create_index("ix_login_tokens_session_id", "login_tokens", ["session_id"])
    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tier_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("stripe_customer_id", sa.String(length=255), nullable=True),
        sa.Column("stripe_subscription_id", sa.String(length=255), nullable=True),
        sa.Column("current_period_end", UtcDateTime(), nullable=True),
        sa.Column("trial_end", UtcDateTime(), nullable=True),
        sa.Column("cancel_at_period_end", sa.Boolean(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('incomplete', 'trialing', 'active', 'past_due', 'cancelled', 'expired')",
            name=op.f("ck_memberships_status_known"),
        ),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name="fk_memberships_granted_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tier_id"], ["tiers.id"], name="fk_memberships_tier_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_memberships_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.UniqueConstraint("stripe_subscription_id", name="uq_memberships_stripe_subscription_id"),
        sa.UniqueConstraint("user_id", "tier_id", name="uq_memberships_user_id_tier_id"),
    )
    op.create_index("ix_memberships_granted_by", "memberships", ["granted_by"])
    op.create_index("ix_memberships_status_current_period_end", "memberships", ["status", "current_period_end"])
    op.create_index("ix_memberships_stripe_customer_id", "memberships", ["stripe_customer_id"])
    op.create_index("ix_memberships_tier_id", "memberships", ["tier_id"])
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("logo_file", sa.String(), nullable=True),
        sa.Column("plan", sa.String(length=24), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("plan IN ('free', 'pro', 'enterprise')", name=op.f("ck_organizations_plan_known")),
        sa.CheckConstraint("credits >= 0", name=op.f("ck_organizations_credits_not_negative")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_organizations_owner_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
    )
    op.create_index("ix_organizations_owner_id", "organizations", ["owner_id"])
    op.create_table(
        "points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reference_type", sa.String(length=24), nullable=False),
        sa.Column("reference_id", sa.String(length=64), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "action IN ('post', 'comment', 'like_received', 'lesson_completed', 'course_completed', 'event_rsvp', 'daily_visit', 'profile_completed', 'introduction', 'first_like', 'adjustment')",
            name=op.f("ck_points_action_known"),
        ),
        sa.CheckConstraint(
            "reference_type IN ('post', 'comment', 'post_upvote', 'comment_upvote', 'lesson', 'course', 'rsvp', 'user', 'day')",
            name=op.f("ck_points_reference_type_known"),
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["points.id"], name="fk_points_reverses_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_points_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_points"),
    )
    op.create_index("ix_points_action_created_at", "points", ["action", "created_at"])
    op.create_index("ix_points_created_at", "points", ["created_at"])
    op.create_index("ix_points_reference_type_reference_id", "points", ["reference_type", "reference_id"])
    op.create_index("ix_points_reverses_id", "points", ["reverses_id"], unique=True)
    op.create_index("ix_points_user_id_created_at_id", "points", ["user_id", "created_at", "id"])
    op.create_index(
        "uq_points_deed",
        "points",
        ["user_id", "action", "reference_type", "reference_id"],
        unique=True,
        sqlite_where=sa.text("reverses_id IS NULL"),
        postgresql_where=sa.text("reverses_id IS NULL"),
    )
    op.create_table(
        "posting_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("image", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("claim_url", sa.String(), nullable=True),
        sa.Column("claim_token_hash", sa.String(length=64), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "NOT is_default OR user_id IS NOT NULL", name=op.f("ck_posting_identities_default_has_user")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_posting_identities_user_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_posting_identities"),
        sa.UniqueConstraint("claim_token_hash", name="uq_posting_identities_claim_token_hash"),
    )
    op.create_index("ix_posting_identities_created_at_id", "posting_identities", ["created_at", "id"])
    op.create_index("ix_posting_identities_name", "posting_identities", ["name"])
    op.create_index("ix_posting_identities_user_id", "posting_identities", ["user_id"])
    op.create_index(
        "uq_posting_identities_default",
        "posting_identities",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "spaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("cover_file", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(length=24), nullable=False),
        sa.Column("post_permission", sa.String(length=24), nullable=False),
        sa.Column("bots_allowed", sa.Boolean(), nullable=False),
        sa.Column("required_tier_id", sa.Uuid(), nullable=True),
        sa.Column("required_level", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("last_post_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "post_permission IN ('everyone', 'moderators', 'admins')", name=op.f("ck_spaces_post_permission_known")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'paid', 'secret')", name=op.f("ck_spaces_visibility_known")
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_spaces_position_not_negative")),
        sa.CheckConstraint("post_count >= 0", name=op.f("ck_spaces_post_count_not_negative")),
        sa.CheckConstraint("required_level >= 0", name=op.f("ck_spaces_required_level_not_negative")),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_spaces_slug_lower_case")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_spaces_created_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["required_tier_id"], ["tiers.id"], name="fk_spaces_required_tier_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_spaces"),
        sa.UniqueConstraint("slug", name="uq_spaces_slug"),
    )
    op.create_index("ix_spaces_created_by", "spaces", ["created_by"])
    op.create_index("ix_spaces_position", "spaces", ["position"])
    op.create_index("ix_spaces_required_tier_id", "spaces", ["required_tier_id"])
    op.create_table(
        "conversation_participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("last_read_at", UtcDateTime(), nullable=True),
        sa.Column("muted_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_conversation_participants_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_conversation_participants_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_participants"),
        sa.UniqueConstraint("user_id", "conversation_id", name="uq_conversation_participants_user_id_conversation_id"),
    )
    op.create_index("ix_conversation_participants_conversation_id", "conversation_participants", ["conversation_id"])
    op.create_table(
        "event_exceptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_start", UtcDateTime(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("description_html", sa.Text(), nullable=True),
        sa.Column("start_time", UtcDateTime(), nullable=True),
        sa.Column("end_time", UtcDateTime(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_event_exceptions_capacity_positive")),
        sa.CheckConstraint("end_time >= start_time", name=op.f("ck_event_exceptions_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_exceptions_event_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_event_exceptions"),
        sa.UniqueConstraint("event_id", "occurrence_start", name="uq_event_exceptions_event_id_occurrence_start"),
    )
    op.create_table(
        "identity_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("posting_identity_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["posting_identity_id"],
            ["posting_identities.id"],
            name="fk_identity_tokens_posting_identity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identity_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_identity_tokens_token_hash"),
    )
    op.create_index("ix_identity_tokens_posting_identity_id", "identity_tokens", ["posting_identity_id"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("sender_name", sa.String(), nullable=False),
        sa.Column("sender_image", sa.String(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=80), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name="fk_messages_sender_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("sender_id", "submission_key", name="uq_messages_sender_id_submission_key"),
    )
    op.create_index("ix_messages_conversation_id_created_at_id", "messages", ["conversation_id", "created_at", "id"])
    op.create_table(
        "modules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_modules_position_not_negative")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name="fk_modules_course_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_modules"),
    )
    op.create_index("ix_modules_course_id_position", "modules", ["course_id", "position"])
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(length=120), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "type IN ('comment', 'reply', 'like', 'mention', 'follow', 'join_request', 'level_up', 'badge', 'moderation', 'course', 'event', 'message', 'payment')",
            name=op.f("ck_notifications_type_known"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["posting_identities.id"], name="fk_notifications_actor_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    op.create_index("ix_notifications_actor_id", "notifications", ["actor_id"])
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id", "created_at"],
        sqlite_where=sa.text("read_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_index("ix_notifications_user_id_created_at_id", "notifications", ["user_id", "created_at", "id"])
    op.create_index("ix_notifications_user_id_group_key", "notifications", ["user_id", "group_key"])
    op.create_table(
        "organization_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'member')", name=op.f("ck_organization_members_role_known")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_organization_members_organization_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_organization_members_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_organization_members"),
        sa.UniqueConstraint("organization_id", "user_id", name="uq_organization_members_organization_id_user_id"),
    )
    op.create_index("ix_organization_members_user_id", "organization_members", ["user_id"])
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("posting_identity_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("excerpt_html", sa.Text(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_image", sa.String(), nullable=True),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("pinned_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=80), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("comment_count >= 0", name=op.f("ck_posts_comment_count_not_negative")),
        sa.CheckConstraint("like_count >= 0", name=op.f("ck_posts_like_count_not_negative")),
        sa.ForeignKeyConstraint(["deleted_by"], ["users.id"], name="fk_posts_deleted_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["posting_identity_id"], ["posting_identities.id"], name="fk_posts_posting_identity_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_posts_space_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint(
            "posting_identity_id", "submission_key", name="uq_posts_posting_identity_id_submission_key"
        ),
    )
    op.create_index("ix_posts_created_at_id", "posts", ["created_at", "id"])
    op.create_index("ix_posts_deleted_by", "posts", ["deleted_by"])
    op.create_index(
        "ix_posts_pinned",
        "posts",
        ["space_id", "pinned_at"],
        sqlite_where=sa.text("pinned_at IS NOT NULL"),
        postgresql_where=sa.text("pinned_at IS NOT NULL"),
    )
    op.create_index("ix_posts_posting_identity_id_created_at", "posts", ["posting_identity_id", "created_at"])
    op.create_index("ix_posts_space_id_created_at_id", "posts", ["space_id", "created_at", "id"])
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("system_prompt", sa.Text(), nullable=True),
        sa.Column("default_model", sa.String(), nullable=True),
        sa.Column("default_tools", DOCUMENT, nullable=False),
        sa.Column("autopilot_spec", sa.Text(), nullable=True),
        sa.Column("autopilot_plan", sa.Text(), nullable=True),
        sa.Column("autopilot_plan_updated_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(user_id IS NULL) <> (organization_id IS NULL)", name=op.f("ck_projects_one_owner")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_projects_organization_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_projects_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
    )
    op.create_index("ix_projects_is_archived_updated_at", "projects", ["is_archived", "updated_at"])
    op.create_index("ix_projects_organization_id", "projects", ["organization_id"])
    op.create_index("ix_projects_updated_at_id", "projects", ["updated_at", "id"])
    op.create_index("ix_projects_user_id", "projects", ["user_id"])
    op.create_table(
        "rsvps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_start", UtcDateTime(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('going', 'maybe', 'not_going', 'waiting')", name=op.f("ck_rsvps_status_known")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_rsvps_event_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_rsvps_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rsvps"),
        sa.UniqueConstraint(
            "event_id", "user_id", "occurrence_start", name="uq_rsvps_event_id_user_id_occurrence_start"
        ),
    )
    op.create_index("ix_rsvps_event_id_status_created_at", "rsvps", ["event_id", "status", "created_at"])
    op.create_index("ix_rsvps_user_id", "rsvps", ["user_id"])
    op.create_index(
        "uq_rsvps_event_id_user_id",
        "rsvps",
        ["event_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("occurrence_start IS NULL"),
        postgresql_where=sa.text("occurrence_start IS NULL"),
    )
    op.create_table(
        "space_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name="fk_space_members_invited_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_space_members_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_space_members_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_space_members"),
        sa.UniqueConstraint("user_id", "space_id", name="uq_space_members_user_id_space_id"),
    )
    op.create_index("ix_space_members_invited_by", "space_members", ["invited_by"])
    op.create_index("ix_space_members_space_id", "space_members", ["space_id"])
    op.create_table(
        "space_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("last_visited_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_space_visits_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_space_visits_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_space_visits"),
        sa.UniqueConstraint("user_id", "space_id", name="uq_space_visits_user_id_space_id"),
    )
    op.create_index("ix_space_visits_space_id", "space_visits", ["space_id"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("posting_identity_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_image", sa.String(), nullable=True),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=80), nullable=True),
        sa.Column("deleted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("like_count >= 0", name=op.f("ck_comments_like_count_not_negative")),
        sa.ForeignKeyConstraint(["deleted_by"], ["users.id"], name="fk_comments_deleted_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name="fk_comments_parent_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_comments_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["posting_identity_id"],
            ["posting_identities.id"],
            name="fk_comments_posting_identity_id",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint(
            "posting_identity_id", "submission_key", name="uq_comments_posting_identity_id_submission_key"
        ),
    )
    op.create_index("ix_comments_deleted_by", "comments", ["deleted_by"])
    op.create_index("ix_comments_parent_id", "comments", ["parent_id"])
    op.create_index("ix_comments_post_id_created_at_id", "comments", ["post_id", "created_at", "id"])
    op.create_index("ix_comments_posting_identity_id_created_at", "comments", ["posting_identity_id", "created_at"])
    op.create_table(
        "issues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("priority", sa.String(length=24), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("labels", DOCUMENT, nullable=False),
        sa.Column(
            "rank", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "priority IN ('none', 'low', 'medium', 'high', 'urgent')", name=op.f("ck_issues_priority_known")
        ),
        sa.CheckConstraint(
            "status IN ('backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled')",
            name=op.f("ck_issues_status_known"),
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name="fk_issues_assignee_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_issues_organization_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_issues_project_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_issues_user_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("project_id", "identifier", name="uq_issues_project_id_identifier"),
    )
    op.create_index("ix_issues_assignee_id", "issues", ["assignee_id"])
    op.create_index("ix_issues_organization_id", "issues", ["organization_id"])
    op.create_index("ix_issues_project_id_status_rank", "issues", ["project_id", "status", "rank"])
    op.create_index("ix_issues_status_rank", "issues", ["status", "rank"])
    op.create_index("ix_issues_updated_at_id", "issues", ["updated_at", "id"])
    op.create_index("ix_issues_user_id", "issues", ["user_id"])
    op.create_index(
        "uq_issues_organization_id_identifier",
        "issues",
        ["organization_id", "identifier"],
        unique=True,
        sqlite_where=sa.text("project_id IS NULL AND organization_id IS NOT NULL"),
        postgresql_where=sa.text("project_id IS NULL AND organization_id IS NOT NULL"),
    )
    op.create_index(
        "uq_issues_user_id_identifier",
        "issues",
        ["user_id", "identifier"],
        unique=True,
        sqlite_where=sa.text("project_id IS NULL AND organization_id IS NULL"),
        postgresql_where=sa.text("project_id IS NULL AND organization_id IS NULL"),
    )
    op.create_table(
        "knowledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.Column("model", sa.String(length=120), nullable=True),
        sa.Column("dimensions", sa.Integer(), nullable=True),
        sa.Column("tags", DOCUMENT, nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(embedding IS NULL) = (dimensions IS NULL) AND (embedding IS NULL) = (model IS NULL)",
            name=op.f("ck_knowledge_embedding_whole"),
        ),
        sa.CheckConstraint("dimensions > 0", name=op.f("ck_knowledge_dimensions_positive")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_knowledge_organization_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_knowledge_project_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_knowledge_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge"),
    )
    op.create_index("ix_knowledge_created_at_id", "knowledge", ["created_at", "id"])
    op.create_index("ix_knowledge_organization_id", "knowledge", ["organization_id"])
    op.create_index("ix_knowledge_project_id", "knowledge", ["project_id"])
    op.create_index("ix_knowledge_user_id", "knowledge", ["user_id"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("video_url", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_lessons_position_not_negative")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name="fk_lessons_module_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_lessons"),
    )
    op.create_index("ix_lessons_module_id_position", "lessons", ["module_id", "position"])
    op.create_table(
        "post_upvotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_upvotes_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["posting_identities.id"], name="fk_post_upvotes_voter_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_post_upvotes"),
        sa.UniqueConstraint("post_id", "voter_id", name="uq_post_upvotes_post_id_voter_id"),
    )
    op.create_index("ix_post_upvotes_voter_id_created_at", "post_upvotes", ["voter_id", "created_at"])
    op.create_table(
        "project_repos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("repo_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_project_repos_project_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["repo_id"], ["repos.id"], name="fk_project_repos_repo_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_project_repos"),
        sa.UniqueConstraint("project_id", "repo_id", name="uq_project_repos_project_id_repo_id"),
    )
    op.create_index("ix_project_repos_repo_id", "project_repos", ["repo_id"])
    op.create_table(
        "threads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_threads_agent_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_threads_organization_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_threads_project_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_threads_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.UniqueConstraint("chat_id", name="uq_threads_chat_id"),
    )
    op.create_index("ix_threads_agent_id", "threads", ["agent_id"])
    op.create_index("ix_threads_organization_id", "threads", ["organization_id"])
    op.create_index("ix_threads_project_id", "threads", ["project_id"])
    op.create_index("ix_threads_user_id_updated_at", "threads", ["user_id", "updated_at"])
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_attachments_position_not_negative")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachments_size_not_negative")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name="fk_attachments_lesson_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_lesson_id_position", "attachments", ["lesson_id", "position"])
    op.create_table(
        "comment_upvotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_comment_upvotes_comment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["posting_identities.id"], name="fk_comment_upvotes_voter_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_upvotes"),
        sa.UniqueConstraint("comment_id", "voter_id", name="uq_comment_upvotes_comment_id_voter_id"),
    )
    op.create_index("ix_comment_upvotes_voter_id_created_at", "comment_upvotes", ["voter_id", "created_at"])
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("last_lesson_id", sa.Uuid(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name="fk_enrollments_course_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["last_lesson_id"], ["lessons.id"], name="fk_enrollments_last_lesson_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_enrollments_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_enrollments"),
        sa.UniqueConstraint("course_id", "user_id", name="uq_enrollments_course_id_user_id"),
    )
    op.create_index("ix_enrollments_last_lesson_id", "enrollments", ["last_lesson_id"])
    op.create_index("ix_enrollments_user_id", "enrollments", ["user_id"])
    op.create_table(
        "issue_threads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_issue_threads_issue_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_issue_threads_thread_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_issue_threads"),
        sa.UniqueConstraint("issue_id", "thread_id", name="uq_issue_threads_issue_id_thread_id"),
    )
    op.create_index("ix_issue_threads_thread_id", "issue_threads", ["thread_id"])
    op.create_table(
        "lesson_progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name="fk_lesson_progress_lesson_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_lesson_progress_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson_progress"),
        sa.UniqueConstraint("user_id", "lesson_id", name="uq_lesson_progress_user_id_lesson_id"),
    )
    op.create_index("ix_lesson_progress_lesson_id", "lesson_progress", ["lesson_id"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("target_type", sa.String(length=24), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(post_id IS NOT NULL) = (target_type = 'post') AND (comment_id IS NOT NULL) = (target_type = 'comment') AND (user_id IS NOT NULL) = (target_type = 'user') AND (message_id IS NOT NULL) = (target_type = 'message')",
            name=op.f("ck_reports_target_fits"),
        ),
        sa.CheckConstraint("(status = 'open') = (resolved_at IS NULL)", name=op.f("ck_reports_resolved_has_time")),
        sa.CheckConstraint("status IN ('open', 'upheld', 'dismissed')", name=op.f("ck_reports_status_known")),
        sa.CheckConstraint(
            "target_type IN ('post', 'comment', 'user', 'message')", name=op.f("ck_reports_target_type_known")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_reports_comment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_reports_message_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_reports_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name="fk_reports_reporter_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["resolved_by"], ["users.id"], name="fk_reports_resolved_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_reports_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_comment_id", "reports", ["comment_id"])
    op.create_index("ix_reports_message_id", "reports", ["message_id"])
    op.create_index("ix_reports_post_id", "reports", ["post_id"])
    op.create_index("ix_reports_reporter_id", "reports", ["reporter_id"])
    op.create_index("ix_reports_resolved_by", "reports", ["resolved_by"])
    op.create_index("ix_reports_status_created_at_id", "reports", ["status", "created_at", "id"])
    op.create_index("ix_reports_user_id", "reports", ["user_id"])
    op.create_index(
        "uq_reports_open_comment_id",
        "reports",
        ["reporter_id", "comment_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_reports_open_message_id",
        "reports",
        ["reporter_id", "message_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_reports_open_post_id",
        "reports",
        ["reporter_id", "post_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_reports_open_user_id",
        "reports",
        ["reporter_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "thread_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("tool_invocations", DOCUMENT, nullable=False),
        sa.Column("parts", DOCUMENT, nullable=False),
        sa.Column("annotations", DOCUMENT, nullable=False),
        sa.Column("finish_reason", sa.String(length=40), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_micros", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('system', 'user', 'assistant', 'tool')", name=op.f("ck_thread_messages_role_known")
        ),
        sa.CheckConstraint("cost_micros >= 0", name=op.f("ck_thread_messages_cost_micros_not_negative")),
        sa.CheckConstraint("input_tokens >= 0", name=op.f("ck_thread_messages_input_tokens_not_negative")),
        sa.CheckConstraint("output_tokens >= 0", name=op.f("ck_thread_messages_output_tokens_not_negative")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_thread_messages_thread_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_thread_messages_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_thread_messages"),
        sa.UniqueConstraint("thread_id", "client_id", name="uq_thread_messages_thread_id_client_id"),
    )
    op.create_index("ix_thread_messages_thread_id_created_at_id", "thread_messages", ["thread_id", "created_at", "id"])
    op.create_index("ix_thread_messages_user_id", "thread_messages", ["user_id"])
    op.create_table(
        "message_embeddings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("content_embedding", sa.LargeBinary(), nullable=False),
        sa.Column("tool_embedding", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("dimensions > 0", name=op.f("ck_message_embeddings_dimensions_positive")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["thread_messages.id"], name="fk_message_embeddings_message_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_message_embeddings_organization_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name="fk_message_embeddings_thread_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_message_embeddings_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_message_embeddings"),
    )
    op.create_index("ix_message_embeddings_message_id", "message_embeddings", ["message_id"], unique=True)
    op.create_index("ix_message_embeddings_organization_id", "message_embeddings", ["organization_id"])
    op.create_index("ix_message_embeddings_thread_id", "message_embeddings", ["thread_id"])
    op.create_index("ix_message_embeddings_user_id", "message_embeddings", ["user_id"])


def downgrade() -> None:
    """Drop them, their indexes with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
