"""What all declared things share: errors in sentences, and what `help` and completion show."""

import inspect
import json
import pydoc
import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from paths import POLICIES
from pydantic import BaseModel, ValidationError

import slaclock
from slaclock import (
    DeclarationError,
    Explanation,
    HolidayCalendar,
    Note,
    Problem,
    Schedule,
    SlaPolicy,
    Stretch,
    Target,
    Ticket,
    declaration,
)
from slaclock.declaration import Declaration

OPENED = "2026-11-25T17:00-05:00"
OFFICE = {"timezone": "Europe/London", "hours": "Mon-Fri 09:00-17:00"}
DECLARED = [
    value
    for name in slaclock.__all__
    if isinstance(value := getattr(slaclock, name), type) and issubclass(value, BaseModel)
]

WRITTEN = [model for model in DECLARED if model not in (Explanation, Note, Stretch)]
"""Those that users make."""


def parameters_of(model: type[BaseModel]) -> dict[str, inspect.Parameter]:
    """What the signature of a model names."""
    first, *others = inspect.signature(model.__init__).parameters.values()
    assert first.name == "self"
    return {each.name: each for each in others if each.kind is not each.VAR_KEYWORD}


class Left(Declaration):
    """One of two."""

    left: int
    """Where it is."""


class Right(Declaration):
    """The other."""

    right: int


class EitherSide(Declaration):
    """What is either, without a word that says which."""

    side: Left | Right


class TestErrorsReadAsSentences:
    @pytest.mark.parametrize(
        ("model", "given", "sentence"),
        [
            pytest.param(
                Ticket,
                {"opened": OPENED, "chanel": "phone"},
                "chanel: unknown key; did you mean 'channel'?",
                id="on-top",
            ),
            pytest.param(
                Ticket,
                {"opened": OPENED, "events": [{"at": OPENED, "kind": "closed", "publik": False}]},
                "events[0].publik: unknown key; did you mean 'public'?",
                id="in-a-list",
            ),
            pytest.param(
                SlaPolicy,
                {
                    "name": "x",
                    "timezone": "UTC",
                    "plans": {},
                    "notices": {"outage": {"target": "1 day", "shedule": "x"}},
                },
                "notices.outage.shedule: unknown key; did you mean 'schedule'?",
                id="in-a-mapping",
            ),
            pytest.param(
                Schedule,
                OFFICE | {"hours": {"rrule": "FREQ=DAILY", "first": "2026-01-01", "opens": "9:00", "close": "10:00"}},
                "hours.close: unknown key; did you mean 'closes'?",
                id="in-one-of-several-forms",
            ),
            pytest.param(
                Schedule,
                OFFICE | {"hours": {"combine": "union", "schedules": [OFFICE | {"nam": "night"}]}},
                "hours.schedules[0].nam: unknown key; did you mean 'name'?",
                id="in-what-is-declared-further-down",
            ),
            pytest.param(
                SlaPolicy,
                {"name": "x", "timezone": "UTC", "plans": {}, "warnings": {"soon": {"percents": 50}}},
                "warnings.soon.percents: unknown key; did you mean 'percent'?",
                id="in-what-is-checked-further",
            ),
            pytest.param(EitherSide, {"side": {"lefty": 1}}, "lefty: unknown key; ", id="where-no-word-says-which"),
        ],
    )
    def test_a_misspelt_key_is_compared_with_its_neighbours(
        self, model: type[Declaration], given: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(DeclarationError) as refused:
            model(**given)
        assert sentence in str(refused.value)

    def test_a_key_of_which_nothing_is_known_is_named_alone(self) -> None:
        with pytest.raises(DeclarationError) as refused:
            EitherSide(side={"lefty": 1})
        assert Problem(("side", "Left", "lefty"), "unknown key") in refused.value.problems

    @pytest.mark.parametrize(
        ("model", "given", "sentence"),
        [
            pytest.param(Ticket, {"id": "\ud800", "opened": OPENED}, r"id: '\ud800' holds half", id="a-value"),
            pytest.param(
                SlaPolicy, {"name": "a", "timezone": "UTC", "plans": {"\udc00": {}}}, r"'\udc00' holds half", id="a-key"
            ),
        ],
    )
    def test_half_a_character_is_refused(self, model: type[Declaration], given: dict[str, Any], sentence: str) -> None:
        """No output can hold it."""
        with pytest.raises(DeclarationError) as refused:
            model(**given)
        assert f"{sentence} a character (a lone surrogate); write it whole" in str(refused.value)

    def test_a_long_value_is_shown_in_part(self) -> None:
        with pytest.raises(DeclarationError) as refused:
            Ticket(opened=OPENED, status=["a"] * 10_000)  # type: ignore[arg-type]
        assert len(str(refused.value)) < 300

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(lambda given: Ticket(**given), id="by-name"),
            pytest.param(Ticket.model_validate, id="of-plain-data"),
            pytest.param(lambda given: Ticket.model_validate_json(json.dumps(given)), id="of-json"),
        ],
    )
    def test_they_are_the_same_however_it_is_made(self, make: Callable[[dict[str, Any]], Ticket]) -> None:
        with pytest.raises(DeclarationError) as refused:
            make({"opened": OPENED, "status": 5, "events": [{"at": 5, "kind": "closed"}, {"at": OPENED}]})
        assert str(refused.value) == (
            "cannot read this Ticket: status: input should be a valid string, not 5; events[0].at: 5 names no instant; "
            "write date, time and offset, e.g. '2026-11-25T17:00-05:00'; events[1]: key 'kind' is missing"
        )

    def test_a_ticket_in_a_model_of_ones_own_names_the_field(self) -> None:
        class Inbox(BaseModel):
            newest: Ticket

        with pytest.raises(ValidationError) as refused:
            Inbox.model_validate({"newest": {"opened": "soon", "events": [{"at": OPENED}]}})
        assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [
            (("newest", "opened"), "datetime_from_date_parsing"),
            (("newest", "events", 0, "kind"), "missing"),
        ]

    def test_what_stands_inside_is_made_without_calling_python(self) -> None:
        """So a ticket of twenty events costs one such call and not twenty-one."""
        events = [{"at": OPENED, "kind": "customer_replied"}] * 20
        made = []

        def note(frame: FrameType, happening: str, _: object) -> None:
            if happening == "call" and frame.f_code.co_name == "__init__":
                made.append(frame.f_code.co_filename)

        Ticket(opened=OPENED, events=events)
        sys.setprofile(note)
        try:
            Ticket(opened=OPENED, events=events)
        finally:
            sys.setprofile(None)
        assert made.count(declaration.__file__) == 1


class TestSignatures:
    @pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
    def test_a_signature_has_a_parameter_for_each_field(self, model: type[Declaration]) -> None:
        parameters = parameters_of(model)
        assert set(parameters) == set(model.model_fields)
        assert not [name for name, each in parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]

    @pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
    def test_a_parameter_left_out_means_what_it_shows(self, model: type[Declaration]) -> None:
        for name, parameter in parameters_of(model).items():
            field = model.model_fields[name]
            if not field.is_required():
                means = field.get_default(call_default_factory=True)
                assert parameter.default == means or (parameter.default is None and means == HolidayCalendar()), name
            elif model is not Target:  # Its text states what it counts.
                assert parameter.default is parameter.empty, name

    def test_what_stands_first_needs_no_name(self) -> None:
        assert Target("4 hours", day_rule="close") == Target(text="4 hours", day_rule="close")
        assert HolidayCalendar(["US"], years=[2024, 2030]).years == (2024, 2030)
        assert HolidayCalendar({"sources": ["US"], "years": [2020, 2030]}, years=(2024, 2030)).years == (2024, 2030)

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(lambda: Target("4 hours", "5 hours"), id="two-where-one-stands"),
            pytest.param(lambda: Target("4 hours", text="5 hours"), id="by-place-and-by-name"),
            pytest.param(lambda: Ticket("T-1", opened=OPENED), id="where-all-have-names"),
        ],
    )
    def test_what_stands_nowhere_is_no_argument(self, make: Callable[[], object]) -> None:
        with pytest.raises(TypeError):
            make()

    def test_a_class_of_ones_own_may_be_made_its_own_way(self) -> None:
        class Urgent(Ticket):
            def __init__(self, **fields: Any) -> None:
                super().__init__(**fields | {"priority": "P1"})

        class Desk(BaseModel):
            first: Urgent

        assert Urgent(opened=OPENED).priority == "P1"
        assert Desk.model_validate({"first": {"opened": OPENED}}).first.priority == "P1"


class TestWhatHelpShows:
    def test_help_names_each_parameter_with_what_may_be_given(self) -> None:
        # From Python 3.13 on, a long signature has a line for each parameter.
        shown = pydoc.plain(pydoc.render_doc(Ticket)).replace("\n |", "\n")
        assert "Ticket(*,id:'str|int'='',opened:'datetime|str'," in "".join(shown.split())

    @pytest.mark.parametrize("model", DECLARED, ids=lambda model: model.__name__)
    def test_completion_shows_fields_and_methods_of_ours(self, model: type[Declaration]) -> None:
        shown = dir(model)
        assert set(model.model_fields) <= set(shown)
        assert not [name for name in shown if name.startswith("_")]
        assert len([name for name in shown if hasattr(BaseModel, name)]) == 6

    def test_completion_shows_the_same_of_what_is_made(self) -> None:
        policy = SlaPolicy.load(POLICIES / "helpdesk.yaml")
        assert dir(policy) == dir(SlaPolicy)
        assert {"due", "evaluate", "load", "plans", "model_dump_json"} <= set(dir(policy))
        assert "model_fields_set" not in dir(policy)

    def test_a_class_of_ones_own_shows_its_names_too(self) -> None:
        class Marked(Ticket):
            colour: str = "red"

            def paint(self) -> None: ...

        assert set(dir(Marked)) == {*dir(Ticket), "colour", "paint"}

    @pytest.mark.parametrize("model", DECLARED, ids=lambda model: model.__name__)
    def test_help_says_what_each_field_means(self, model: type[Declaration]) -> None:
        shown = inspect.getdoc(model) or ""
        args = shown.partition("Args:\n")[2].partition("\n\n")[0]
        assert sorted(re.findall(r"^    (\w+): \S", args, re.MULTILINE)) == sorted(model.model_fields)

    def test_help_reads_as_a_docstring_does(self) -> None:
        assert inspect.getdoc(Left) == "One of two.\n\nArgs:\n    left: Where it is."

    def test_help_needs_no_source(self) -> None:
        body = {"__doc__": "Made while running.", "__module__": __name__, "__annotations__": {"left": int}}
        assert inspect.getdoc(type("Made", (Declaration,), body)) == "Made while running."

    def test_schemas_say_nothing_of_how_long_texts_and_keys_may_be(self) -> None:
        """That is the same for all of them, and stands in the limits."""
        schema = json.dumps(SlaPolicy.model_json_schema())
        assert "propertyNames" not in schema
        assert "maxLength" not in schema

    def test_schemas_say_what_the_docstring_says(self) -> None:
        assert Left.model_json_schema()["description"] == "One of two."
