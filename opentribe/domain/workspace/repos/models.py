"""Tables of repositories and of the projects they belong to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.db import moment, primary_key, reference


class Repo(SQLModel, table=True):
    """A Git repository at a provider. Several projects may share one."""

    __tablename__ = "repos"
    __table_args__ = (UniqueConstraint("provider", "owner", "name"),)

    id: UUID = primary_key()
    name: str = Field(max_length=255)
    provider: str = Field(max_length=60)
    owner: str = Field(max_length=255)
    default_branch: str | None = None
    url: str | None = None
    created_at: datetime = moment()


class ProjectRepo(SQLModel, table=True):
    """A repository belongs to a project."""

    __tablename__ = "project_repos"
    __table_args__ = (UniqueConstraint("project_id", "repo_id"),)

    id: UUID = primary_key()
    project_id: UUID = reference("projects.id", "CASCADE", index=False)
    repo_id: UUID = reference("repos.id", "CASCADE")
    created_at: datetime = moment()
