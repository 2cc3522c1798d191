"""Tables of organizations and their members."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from opentribe.domain.members.models import Plan
from opentribe.kit.columns import not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, primary_key, reference


class OrganizationRole(StrEnum):
    """What a member may do in an organization."""

    owner = "owner"
    member = "member"


class Organization(SQLModel, table=True):
    """A team that owns projects together."""

    __tablename__ = "organizations"
    __table_args__ = (one_of("plan", Plan), *not_negative("credits"))

    id: UUID = primary_key()
    name: str
    logo_file: str | None = None
    plan: Plan = choice(Plan, Plan.free)
    credits: int = 0
    owner_id: UUID = reference("users.id", "RESTRICT")
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class OrganizationMember(SQLModel, table=True):
    """A member of an organization."""

    __tablename__ = "organization_members"
    __table_args__ = (one_of("role", OrganizationRole), UniqueConstraint("organization_id", "user_id"))

    id: UUID = primary_key()
    organization_id: UUID = reference("organizations.id", "CASCADE", index=False)
    user_id: UUID = reference("users.id", "CASCADE")
    role: OrganizationRole = choice(OrganizationRole, OrganizationRole.member)
    joined_at: datetime = moment()
