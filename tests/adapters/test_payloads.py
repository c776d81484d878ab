"""Values of payloads with their places: read as what they have to be, or refused with the place (R1, R19, R21)."""

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from slaclock import Limits, PayloadError
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken


class Client:
    """An object of a client that hands over a record."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def to_dict(self) -> dict[str, Any]:
        return self.values


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        pytest.param({"a": [1, (2.5, None, True)]}, {"a": [1, [2.5, None, True]]}, id="json-stays"),
        pytest.param(Client(id=1), {"id": 1}, id="a-client-object-is-its-dict"),
        pytest.param([Client(id=Client(x=2))], [{"id": {"x": 2}}], id="client-objects-may-stand-in-one-another"),
        pytest.param(SimpleNamespace(raw={"id": 3}), {"id": 3}, id="a-client-object-with-raw"),
        pytest.param((Client(id=each) for each in (1, 2)), [{"id": 1}, {"id": 2}], id="what-yields-records-is-a-list"),
        pytest.param({7: "x"}, {"7": "x"}, id="whole-numbers-are-keys"),
        pytest.param(date(2026, 1, 2), date(2026, 1, 2), id="dates-of-warehouses"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_what_clients_hand_over_is_plain_data(given: Any, plain: Any) -> None:
    assert taken(given, "tickets").value == plain


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else []


def endless() -> Client:
    client = Client()
    client.values["self"] = client
    return client


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param({"a": {1, 2}}, "a: set is no value of JSON; pass what the JSON says", id="a-set"),
        pytest.param({"a": [b"x"]}, r"a\[0\]: bytes is no value of JSON", id="bytes"),
        pytest.param({None: 1}, "x: keys are text, not NoneType", id="a-key-of-nothing"),
        pytest.param({True: 1}, "x: keys are text, not bool", id="a-key-that-is-true"),
        pytest.param({1: 1, "1": 2}, "x: key '1' stands here twice", id="a-number-and-its-digits"),
        pytest.param({"a": "\ud800"}, "x.a: it holds half a character", id="half-a-character"),
        pytest.param({"\ud800": 1}, "x: it holds half a character", id="half-a-character-in-a-key"),
        pytest.param({"a": float("nan")}, "x.a: it is no number, or one past", id="nan"),
        pytest.param({"a": float("inf")}, "x.a: it is no number, or one past", id="infinity"),
        pytest.param({"a": 10**5000}, "x.a: it is no number, or one past", id="a-number-of-thousands-of-digits"),
        pytest.param(nested(60), "nested more than 40 deep", id="deep"),
        pytest.param(endless(), "nested more than 40 deep", id="an-object-that-holds-itself"),
        pytest.param(range(10**9), "more than 2,000,000 values", id="what-yields-for-ever"),
    ],
)
def test_what_is_no_json_or_too_much_is_refused(given: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        taken(given, "x")


def test_a_caller_says_how_much_is_read() -> None:
    assert taken([[1, 2]], "x", Limits(values=4)).value == [[1, 2]]
    with pytest.raises(PayloadError, match=r"x\[0\]\[1\]: there are more than 3 values; give it in pieces"):
        taken([[1, 2]], "x", Limits(values=3))


@pytest.mark.parametrize(
    ("read", "value", "problem"),
    [
        pytest.param("text", 7, "it is text, not 7", id="text-number"),
        pytest.param("text", None, "it is text, not null", id="text-null"),
        pytest.param("text", [], "it is text, not a list", id="text-list"),
        pytest.param("text", {}, "it is text, not an object", id="text-object"),
        pytest.param("text", " ", "it is blank; give it a name", id="text-blank"),
        pytest.param("text", "x" * 501, "it has 501 characters, and at most 500 are read", id="text-long"),
        pytest.param("id", True, "it is text, not True", id="id-true"),
        pytest.param("flag", "true", "it is true or false, not 'true'", id="flag-text"),
        pytest.param("flag", 1, "it is true or false, not 1", id="flag-number"),
        pytest.param("date", "2026-02-30", "there is no date 2026-02-30", id="date-that-is-none"),
        pytest.param("date", "20260102", "it is a date such as '2026-12-24', not '20260102'", id="date-without-dashes"),
        pytest.param("date", "02.01.2026", "it is a date such as", id="date-other-order"),
        pytest.param("date", datetime(2026, 1, 2), "it is a date such as", id="date-with-a-time"),
        pytest.param("instant", "2026-11-25", "it is an instant such as", id="instant-date-alone"),
        pytest.param("instant", 1_700_000_000, "it is an instant such as", id="instant-number"),
        pytest.param("instant", "2026-11-25T25:00:00Z", "there is no instant 2026-11-25T25", id="instant-hour-25"),
        pytest.param("instant", "2026-11-25T17:00:00", "names no zone; pass timezone=", id="instant-naive"),
        pytest.param("instant", datetime(2026, 11, 25), "names no zone; pass timezone=", id="instant-naive-datetime"),
        pytest.param("instant", "0001-01-01T00:00:00+09:00", "lies outside the years", id="instant-before-all-years"),
        pytest.param("items", {}, "it is a list, not an object", id="items-object"),
        pytest.param("items", "abc", "it is a list, not 'abc'", id="items-text"),
        pytest.param("record", [], "it is an object, not a list", id="record-list"),
        pytest.param("record", "x" * 200, r"it is an object, not 'x+… \(202 characters\)", id="record-long-text"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_place(read: str, value: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem) as caught:
        getattr(Payload(value, ("tickets", 3, "at")), read)()
    assert caught.value.path == "tickets[3].at"


@pytest.mark.parametrize("value", ["60", 2.5, True, None, 0, 11, [], float(10**17) + 0.5])
def test_a_whole_number_is_within_its_bounds(value: Any) -> None:
    with pytest.raises(PayloadError, match=r"^x: it is (a whole number of|1 to 10) minutes"):
        Payload(value, ("x",)).whole(1, 10, "minutes")


def test_whole_numbers_may_be_written_with_a_point() -> None:
    assert [Payload(value, ()).whole(1, 10, "minutes") for value in (1, 10.0)] == [1, 10]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param("hgih", "there is no priority 'hgih'; did you mean 'high'", id="one-letter-off"),
        pytest.param(1, "there is no priority 1; known: low, high", id="a-number"),
    ],
)
def test_a_choice_names_what_there_is(value: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        Payload(value, ("x",)).choice(["low", "high"], "priority")


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-25T17:00:00Z",
        "2026-11-25 17:00:00 Z",
        "2026-11-25T18:00:00.000+0100",
        "2026-11-25 12:00:00 -05:00",
        datetime(2026, 11, 25, 17, tzinfo=UTC),
        datetime(2026, 11, 25, 22, tzinfo=timezone(timedelta(hours=5))),
    ],
)
def test_an_instant_is_read_as_it_is_written(value: Any) -> None:
    assert Payload(value, ()).instant() == datetime(2026, 11, 25, 17, tzinfo=UTC)


def test_a_date_of_a_warehouse_is_one() -> None:
    assert Payload(date(2026, 1, 2), ()).date() == Payload("2026-01-02", ()).date() == date(2026, 1, 2)


def test_a_time_without_a_zone_is_read_in_the_zone_of_its_site() -> None:
    read = Payload("2026-11-25T17:00:00", ()).instant("America/New_York")
    assert read == datetime(2026, 11, 25, 22, tzinfo=UTC)


def test_a_record_accounts_for_every_key() -> None:
    account = Account()
    record = Record({"id": 1, "url": "x", "paused": 0, "empty": [], "none": None, "old": None}, ("tickets", 0))
    assert record.need("id").id() == "1"
    assert "id" in record
    assert "old" not in record
    record.leave(account, {"url"}, ("plans",))
    assert [(loss.path, loss.about) for loss in account.losses] == [("tickets[0].paused", ("plans",))]
    assert str(account.losses[0]) == (
        "tickets[0].paused: key 'paused' is not known; it was left out; what it may mean is in no answer"
    )


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param({"titel": "x"}, "key 'title' is missing; did you mean 'titel'", id="one-letter-off"),
        pytest.param({"title": None}, "key 'title' is null", id="null"),
        pytest.param({}, "key 'title' is missing; nothing stands here", id="nothing"),
    ],
)
def test_a_key_that_must_be_there_is_named(values: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        Record(values, ("x",)).need("title")


def test_a_key_a_letter_off_one_that_is_not_there_is_refused() -> None:
    """What is left out has a default, so it would open or close what nobody meant."""
    time = Record({"hour": 9, "unit": "h"}, ("openTime",))
    time.get("hours")
    with pytest.raises(PayloadError, match="key 'hour' is not known; did you mean 'hours'"):
        time.leave(Account(), ())


@pytest.mark.parametrize("key", ["open_time", "OpenTime", " openTime", "OPEN-TIME", "opentime", "openTimes"])
def test_a_key_of_another_spelling_is_refused(key: str) -> None:
    period = Record({key: 9, "day": 1}, ("periods", 0))
    period.get("openTime")
    with pytest.raises(PayloadError, match=f"key '{key}' is not known; did you mean 'openTime'"):
        period.refuse_misspelt()


def test_keys_without_meaning_are_no_misspellings() -> None:
    period = Record({"openTime": 9, "open_time": 9, "day": 1}, ())
    period.get("openTime")
    period.refuse_misspelt()


def test_nor_is_a_key_refused_beside_the_one_it_is_like() -> None:
    account = Account()
    time = Record({"hour": 9, "hours": 10}, ("openTime",))
    time.get("hours")
    time.leave(account, ())
    assert "key 'hour' is not known" in str(account.losses[0])
