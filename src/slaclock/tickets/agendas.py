"""What is open over many tickets, and breached soonest (R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from slaclock.declaration import branch
from slaclock.docstrings import field_docstrings, own_docstring
from slaclock.hours import to_utc
from slaclock.results import JsonSchema, PlainData, refuse_other
from slaclock.tickets.evaluation import Evaluation, MetricStatus
from slaclock.tickets.problems import TicketProblem
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import Ticket

_STATUS = "(status)"
branch(_STATUS)


@dataclass(frozen=True)
class AgendaItem(PlainData):
    """A promise that is open: the ticket, and where its metric stands.

    In JSON, the keys of its status with `ticket`, the id, before them and `ticket_details` behind them.
    """

    ticket: Ticket
    """The ticket, with all of its events as they were given."""
    metric: MetricStatus
    """The metric, and where it stands."""

    @property
    def status(self) -> Status:
        """Where the metric stands."""
        return self.metric.status

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        status: Any = dict(handler.resolve_ref_schema(handler.generate_schema(Status)))
        del status["ref"]  # Its keys stand among those of the item, and nowhere else.
        kinds = {"ticket_details": handler.generate_schema(Ticket), _STATUS: status}
        keys = {key: core_schema.typed_dict_field(kind) for key, kind in kinds.items()}
        parts = core_schema.typed_dict_schema(keys, extra_behavior="forbid")
        told = core_schema.wrap_serializer_function_ser_schema(_told, schema=parts)
        return core_schema.no_info_wrap_validator_function(cls._read, parts, serialization=told)

    @classmethod
    def _read(cls, given: Any, read: Callable[[Any], Any]) -> Any:
        if isinstance(given, cls) or not isinstance(given, Mapping):
            return given if isinstance(given, cls) else read(given)
        stated = dict(given)
        id = stated.pop("ticket", None)
        details = {"ticket_details": stated.pop("ticket_details")} if "ticket_details" in stated else {}
        parts = read({**details, _STATUS: stated})
        if id is not None:
            refuse_other("ticket", id, parts["ticket_details"].id)
        return cls(parts["ticket_details"], MetricStatus.without_clock(parts[_STATUS]))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        status: JsonSchema
        details, status = handler(schema)["properties"].values()
        details |= {"description": field_docstrings(cls)["ticket"]}
        ticket = {"title": "Ticket", "description": "The ticket's id.", "type": "string"}
        return status | {
            "title": cls.__name__,
            "description": own_docstring(cls),
            "properties": {
                "ticket": ticket,
                **status["properties"],
                "ticket_details": details,
            },
            "required": ["ticket", *status["required"], "ticket_details"],
        }


def _told(item: AgendaItem, write: Callable[[Any], Any]) -> dict[str, Any]:
    parts = write({"ticket_details": item.ticket, _STATUS: item.status})
    return {"ticket": item.ticket.id, **parts[_STATUS], "ticket_details": parts["ticket_details"]}


class Agenda(list[AgendaItem]):
    """The promises that are open, and what is wrong with tickets."""

    def __init__(self, items: Iterable[AgendaItem], problems: Iterable[TicketProblem] = ()) -> None:
        super().__init__(items)
        self.problems = tuple(problems)
        """What is wrong with tickets, those without an open promise among them."""


def agenda(found: Iterable[list[AgendaItem]], problems: list[TicketProblem]) -> Agenda:
    """What is or will be breached soonest first, what is paused last.

    Args:
        found: Of each ticket the promises that have not stopped.
        problems: What is wrong with tickets, complete when all of these are read.
    """
    items = [item for of_one in found for item in of_one]
    items.sort(key=lambda item: (item.status.state == "paused", to_utc(item.status.due), item.ticket.id))
    return Agenda(items, problems)


def open_in(evaluation: Evaluation) -> list[AgendaItem]:
    """The promises of a ticket that have not stopped."""
    return [AgendaItem(evaluation.ticket, metric) for metric in evaluation.running]
