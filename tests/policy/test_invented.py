"""Twelve policies of invented publishers, each with examples whose due dates were worked out by hand (R11, R19)."""

from pathlib import Path

import pytest

from slaclock import SlaPolicy
from slaclock.review import check_file

INVENTED = sorted((Path(__file__).parent / "invented").glob("*.yaml"))


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_the_policy_says_what_its_examples_say(path: Path) -> None:
    report = check_file(path)
    assert report.examples >= 2
    assert [(each.place, each.expected, each.got) for each in report.failures] == []


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_it_is_the_same_as_plain_data(path: Path) -> None:
    policy = SlaPolicy.load(path)
    assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy


def test_there_are_twelve() -> None:
    assert len(INVENTED) == 12
