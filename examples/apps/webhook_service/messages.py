"""What the helpdesk sends: that a ticket was opened, or that something happened to one."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, model_validator

from slaclock import Event, Ticket

Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""An id of the helpdesk: neither empty nor long, and without control characters, which no database takes gladly."""


_ID: TypeAdapter[str] = TypeAdapter(Id)


class Message(BaseModel):
    """One event of the helpdesk, with an id of its own: sent again, it has the same id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id

    def ticket_id(self) -> str:
        """The ticket that it is about."""
        raise NotImplementedError

    def stated(self) -> str:
        """What it says, as it is stored."""
        raise NotImplementedError


class Opened(Message):
    """A ticket was opened: `{"id": "m-1", "opened": {"id": "T-1", "opened": "2026-11-25T15:00-05:00"}}`."""

    opened: Ticket

    @model_validator(mode="after")
    def _names_its_ticket(self) -> "Opened":
        _ID.validate_python(self.opened.id)
        return self

    def ticket_id(self) -> str:
        return self.opened.id

    def stated(self) -> str:
        return self.opened.model_dump_json()


class Happened(Message):
    """Something happened: `{"id": "m-2", "ticket": "T-1", "happened": {"at": "…", "kind": "agent_replied"}}`."""

    ticket: Id
    happened: Event

    def ticket_id(self) -> str:
        return self.ticket

    def stated(self) -> str:
        return self.happened.model_dump_json()


def _kind_of(given: object) -> str:
    return "opened" if isinstance(given, dict) and "opened" in given else "happened"


_Either = Annotated[Opened, Tag("opened")] | Annotated[Happened, Tag("happened")]
MESSAGES: TypeAdapter[Opened | Happened] = TypeAdapter(Annotated[_Either, Discriminator(_kind_of)])


class Alert(BaseModel):
    """A warning or a breach, as it is pushed; `key` is the same each time it is sent."""

    key: str
    ticket: str
    metric: str
    name: str
    number: int
    state: str
    due: datetime
    text: str
