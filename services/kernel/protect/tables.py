"""The keystore's own tables; beside them stands a log, which is the access log."""

from typing import ClassVar

from sqlalchemy import LargeBinary, MetaData, Text
from sqlmodel import Field, SQLModel

from services.kernel.store.tables import NAMING


class Base(SQLModel):
    """Base of the keystore's tables."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class WrappedKeyRow(Base, table=True):
    """One person's key for one class, wrapped under a KEK generation. Deleted, it is destroyed."""

    __tablename__ = "wrapped_keys"
    person_id: str = Field(sa_type=Text, primary_key=True)
    key_class: str = Field(sa_type=Text, primary_key=True, sa_column_kwargs={"name": "class"})
    generation: int = Field(nullable=False, index=True)
    alg: str = Field(sa_type=Text, nullable=False)
    wrapped: bytes = Field(sa_type=LargeBinary, nullable=False)


class DestroyedKeyRow(Base, table=True):
    """A tombstone: no key is made anew, and a restored copy is purged again."""

    __tablename__ = "destroyed_keys"
    person_id: str = Field(sa_type=Text, primary_key=True)
    key_class: str = Field(sa_type=Text, primary_key=True, sa_column_kwargs={"name": "class"})


class KekGenerationRow(Base, table=True):
    """A generation that has been used; under a retired one nothing new is wrapped."""

    __tablename__ = "kek_generations"
    generation: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    retired: bool = Field(nullable=False, sa_column_kwargs={"server_default": "false"})
