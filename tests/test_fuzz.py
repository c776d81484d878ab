"""The session that looks for what fails: it finds what is planted, says what it is, and makes it smaller."""

import signal
import time
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from fuzz import child
from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_text, changed_tree
from fuzz.child import Outcome, tried
from fuzz.formats import POLICY_FORMATS
from fuzz.hunt import SHARES, Hunt, Trial, case_of
from fuzz.seeds import POLICY, policies
from fuzz.smaller import in_json, made_smaller

from slaclock import ChoiceError, SlaPolicy
from slaclock.policy import read_text

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="its limits are those of Unix")


def doing(attempted: Any) -> Any:
    """A kind of input of which this is done with each."""
    return SimpleNamespace(attempted=attempted)


def raising(error: BaseException) -> Any:
    def attempted(*_: object) -> None:
        raise error

    return doing(attempted)


class TestOutcomes:
    CASE = Case("readings", {}, ("a target", "4 hours"))

    def test_an_answer(self, tmp_path: Path) -> None:
        assert tried(doing(lambda *_: None), self.CASE, tmp_path) == Outcome("answered")

    def test_a_refusal(self, tmp_path: Path) -> None:
        assert tried(raising(ChoiceError("no")), self.CASE, tmp_path) == Outcome("refused")

    @pytest.mark.parametrize(
        ("error", "what"),
        [
            pytest.param(KeyError("x"), "KeyError", id="an-exception-of-others"),
            pytest.param(RecursionError(), "RecursionError", id="one-of-python"),
            pytest.param(AssertionError("it shows: ['\\x1b']"), "it shows", id="an-answer-that-is-wrong"),
            pytest.param(AssertionError("a fault: KeyError in a.py: …"), "a fault: KeyError in a.py", id="a-traceback"),
        ],
    )
    def test_a_failure(self, tmp_path: Path, error: BaseException, what: str) -> None:
        outcome = tried(raising(error), self.CASE, tmp_path)
        assert (outcome.ended, outcome.what) == ("failed", what)
        assert "Traceback" in outcome.detail

    def test_where_it_failed(self, tmp_path: Path) -> None:
        def attempted(*_: object) -> None:
            read_text(None, "json")  # type: ignore[arg-type]

        assert tried(doing(attempted), self.CASE, tmp_path).what.startswith("TypeError at source.py:")

    def test_an_exception_that_nobody_hears(self, tmp_path: Path) -> None:
        class Leaving:
            def __del__(self) -> None:
                raise LookupError

        assert tried(doing(lambda *_: Leaving()), self.CASE, tmp_path).what == "LookupError was ignored"

    def test_too_much_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(child, "MEGABYTES", 1)
        monkeypatch.setattr(child, "_held_before", lambda: 0.0)
        assert tried(doing(lambda *_: None), self.CASE, tmp_path).what == "more than 1 MB of memory"


class Planted:
    """A trial in which all that holds a letter fails."""

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def of(self, *cases: Case) -> list[Outcome]:
        return [Outcome("failed", "planted") if self.fails(case) else Outcome("answered") for case in cases]

    def fails(self, case: Case) -> bool:
        return self.letter in case.to_json()


class TestHunt:
    def test_an_input_follows_from_its_number_alone(self) -> None:
        assert [case_of(1, number) for number in range(40)] == [case_of(1, number) for number in range(40)]
        assert case_of(1, 7) != case_of(2, 7)

    def test_every_kind_is_tried(self) -> None:
        assert {case_of(1, number).kind for number in range(100)} == set(SHARES)

    def test_a_fault_is_said_once_and_its_smallest_input_is_kept(self) -> None:
        hunt = Hunt(1)
        said = list(hunt.run(iter(range(200)), Planted("business")))  # type: ignore[arg-type]
        failing = [case for case in (case_of(1, number) for number in range(200)) if "business" in case.to_json()]
        assert len(said) == len(hunt.faults) == len({case.kind for case in failing})
        for _, case, _ in hunt.faults.values():
            assert case.size == min(each.size for each in failing if each.kind == case.kind)
        assert hunt.tried == 200
        assert f"{len(hunt.faults)} faults" in hunt.in_words()


class TestSmaller:
    def test_a_policy_loses_what_has_no_part_in_it(self) -> None:
        case = Case("policies", {"policy.yaml": POLICY_FORMATS["policy.yaml"](POLICY)}, ("due",))
        found = made_smaller(in_json(case), lambda each: b"4 business hours" in b"".join(each.files.values()), 2_000)
        assert found.words == ()
        assert len(found.files["policy.json"]) < 200

    def test_what_is_no_json_is_cut(self) -> None:
        case = Case("tables", {"in.csv": b"a,b\n" * 50 + b"\xff,x\n" + b"c,d\n" * 50})
        assert made_smaller(case, lambda each: b"\xff" in each.files.get("in.csv", b""), 2_000).files == {
            "in.csv": b"\xff"
        }

    def test_it_ends(self) -> None:
        case = Case("readings", {}, ("a" * 1_000,))
        began = time.monotonic()
        assert made_smaller(case, lambda _: True, 3).size < case.size
        assert time.monotonic() - began < 10


class TestCases:
    @pytest.mark.parametrize("number", range(30))
    def test_a_case_is_kept_as_it_is(self, number: int) -> None:
        case = case_of(5, number)
        assert Case.from_json(case.to_json()) == case

    @pytest.mark.parametrize("name", POLICY_FORMATS)
    def test_a_good_policy_is_good_in_every_format(self, name: str) -> None:
        for tree in policies():
            text = POLICY_FORMATS[name](tree).decode()
            assert read_text(text, name.rpartition(".")[2]).data == tree  # type: ignore[arg-type]

    def test_changes_are_small_but_there(self) -> None:
        random = Random(1)
        tried = [changed_tree(random, POLICY, 1) for _ in range(100)]
        assert sum(tree != POLICY for tree in tried) > 50
        read = 0
        for tree in tried:
            try:
                SlaPolicy.model_validate(tree)
            except ValueError:
                continue
            read += 1
        assert read > 20, "most of what is refused at once tries nothing further"
        assert any(changed_text(random, "4 hours") != "4 hours" for _ in range(5))
        assert any(changed_bytes(random, b"4 hours") != b"4 hours" for _ in range(5))


class TestLimits:
    """A child that takes too long ends, its neighbours are tried all the same, and where it was busy is told."""

    def test_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        good = Case("readings", {}, ("a target", "4 hours"))
        endless = Case("endless", {})
        monkeypatch.setattr("fuzz.hunt.SHARES", SHARES | {"endless": 0})
        with Trial(seconds=0.5) as trial:
            found = trial.of(good, endless, good)
        assert [outcome.ended for outcome in found] == ["answered", "failed", "answered"]
        assert found[1].what == "more than 0.5 s of the processor"
        assert "attempted" in found[1].detail
