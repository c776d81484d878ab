"""Plain data as YAML: whatever text stands in it, what is read back is the same."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from slaclock.adapters.yaml_text import yaml_text
from slaclock.policy import read_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        *("yes", "Null", "~", "1", "1.5", "2026-01-01", "a: b", "#x", "- x", "x #y", "[", "{a}", "&a", "*a", "!t", "|"),
        *("'", '"', "9:00", "09:00-17:00", "Mon-Fri 09:00-17:00", "2 hours", "a,b", "x:", "x ", "\x85", "\u2028"),
        *("\ufeff", "\ufffe", "😀"),
    ]
)
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(-1000, 1000) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT.filter(bool), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT.filter(bool), VALUES, min_size=1, max_size=4), TEXT)
def test_what_is_read_back_is_the_same(data: dict[str, Any], said: str) -> None:
    first = next(iter(data))
    assert read_text(yaml_text(data, {(): [said], (first,): [said, said]}), "yaml").data == data


def test_many_comments_at_one_key_are_counted() -> None:
    text = yaml_text({"a": 1}, {("a",): [f"one {number}" for number in range(50)]})
    assert text.count("# one ") == 40
    assert "# and 10 more like these\na: 1\n" in text


@pytest.mark.parametrize("said", ["two\nlines", "a\x1b[2Jb", "long " * 60])
def test_a_comment_stays_one(said: str) -> None:
    lines = yaml_text({"a": 1}, {(): [said]}).splitlines()
    assert lines[-1] == "a: 1"
    assert all(line.startswith("# ") and "\x1b" not in line for line in lines[:-1])
