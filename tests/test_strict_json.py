"""Objects in JSON that others wrote."""

import json
import re

import pytest

from slaclock.strict_json import read_object


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("1", "it is JSON, but no object", id="a-number-alone"),
        pytest.param('{"a": 1, "b": 2, "b": 2}', "key 'b' is given twice; keep one of them", id="a-key-twice"),
        pytest.param('{"a": {"b": 1, "b": 2}}', "key 'b' is given twice", id="a-key-twice-further-in"),
        pytest.param('{"a": NaN}', "it is not JSON: there is no NaN", id="what-json-does-not-have"),
        pytest.param(f'{{"a": {"9" * 5000}}}', "has 5,000 digits; at most 1,000 are read", id="a-number-without-end"),
        pytest.param(f'{{"a": 0.{"9" * 5000}}}', "has 5,002 digits", id="a-fraction-without-end"),
        pytest.param(
            f'{{"a": {"[" * 100_000}', "it is nested more than 40 deep", id="brackets-deeper-than-python-goes"
        ),
        pytest.param(f'{{"a": {"[" * 40}{"]" * 40}}}', "it is nested more than 40 deep", id="one-deeper-than-read"),
        pytest.param(r'{"a": "\ud800"}', r"\ud800 is half a character", id="half-a-letter-as-a-value"),
        pytest.param(r'{"\udc00": 1}', r"\udc00 is half a character", id="half-a-letter-as-a-key"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    for numbers_as_text in (False, True):
        with pytest.raises(ValueError, match=re.escape(reason)) as caught:
            read_object(text, numbers_as_text=numbers_as_text)
        assert len(str(caught.value)) < 150


def test_read() -> None:
    deep = f'{{"a": {"[" * 39}{"]" * 39}, "b": [{{}}, {{}}], "c": "\\ud83d\\ude00", "d": 1, "e": 1.50}}'
    assert read_object(deep) == json.loads(deep)
    assert {"d": "1", "e": "1.50"}.items() <= read_object(deep, numbers_as_text=True).items()
