"""Policy files: where every kind of problem stands, and files from strangers."""

import builtins
import difflib
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from work import calls_of

from slaclock import DeclarationError, PolicyFileError, SlaClockError, SlaPolicy
from slaclock.limits import OF_A_POLICY
from slaclock.policy.source import LARGEST_NUMBER, Format, read_file, read_text

YAML = """\
name: Small                                # 1
timezone: America/New_York                 # 2
holidays: [US, 2026-12-24]                 # 3
schedules:                                 # 4
  office: Mon-Fri 09:00-18:00              # 5
  nights: {hours: Sun-Thu 22:00-06:00}     # 6
plans:                                     # 7
  only:                                    # 8
    schedule: office                       # 9
    first_response:                        # 10
      P1: 4 business hours                 # 11
      P2: {target: 2 business days}        # 12
"""
TOML = """\
name = "Small"
timezone = "America/New_York"
holidays = ["US", 2026-12-24]

[schedules]
office = "Mon-Fri 09:00-18:00"
nights = { hours = "Sun-Thu 22:00-06:00" }

[plans.only]
schedule = "office"
first_response = { P1 = "4 business hours", P2 = { target = "2 business days" } }
"""
JSON = """\
{
  "name": "Small",
  "timezone": "America/New_York",
  "holidays": ["US", "2026-12-24"],
  "schedules": {"office": "Mon-Fri 09:00-18:00",
                "nights": {"hours": "Sun-Thu 22:00-06:00"}},
  "plans": {"only": {"schedule": "office",
    "first_response": {"P1": "4 business hours", "P2": {"target": "2 business days"}}}}
}
"""
TEXTS: dict[Format, str] = {"yaml": YAML, "toml": TOML, "json": JSON}


def problems(text: str, format: Format = "yaml") -> str:
    """What is wrong with a policy's text, as a user reads it."""
    with pytest.raises(PolicyFileError) as caught:
        SlaPolicy.loads(text, format=format, name=f"small.{format}")
    assert isinstance(caught.value, DeclarationError)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SlaClockError)
    assert len(caught.value.places) == len(caught.value.problems) == len(str(caught.value).splitlines())
    return str(caught.value)


def test_the_three_formats_say_the_same() -> None:
    policies = [SlaPolicy.loads(text, format) for format, text in TEXTS.items()]
    assert policies[0] == policies[1] == policies[2]


class TestPlaces:
    """Each problem names its file, line, column and key."""

    @pytest.mark.parametrize(
        ("format", "said", "instead", "expected"),
        [
            pytest.param(
                "yaml", "name: Small", "nam: Small", "small.yaml:1:1: nam: unknown key", id="yaml-unknown-key"
            ),
            pytest.param("yaml", "name: Small ", "", "small.yaml: key 'name' is missing", id="yaml-missing-key"),
            pytest.param(
                "yaml", "America/New_York", "EST", "small.yaml:2:1: timezone: 'EST' does not say", id="yaml-top"
            ),
            pytest.param("yaml", "US", "ZZ", "small.yaml:3:1: holidays: 'ZZ' is not a country", id="yaml-list"),
            pytest.param(
                "yaml",
                "office: Mon-Fri",
                "office: Mon-Foo",
                "small.yaml:5:3: schedules.office: cannot read",
                id="yaml-value",
            ),
            pytest.param(
                "yaml",
                "{hours: Sun-Thu",
                "{hours: Sun-Thz",
                "small.yaml:6:12: schedules.nights.hours: cannot read",
                id="yaml-flow",
            ),
            pytest.param(
                "yaml",
                "schedule: office",
                "schedule: offices",
                "small.yaml:9:5: plans.only.schedule: there is no schedule",
                id="yaml-reference",
            ),
            pytest.param(
                "yaml",
                "4 business",
                "4 busy",
                "small.yaml:11:7: plans.only.first_response.P1: cannot read '4 busy hours'",
                id="yaml-target",
            ),
            pytest.param(
                "yaml",
                "2 business",
                "2 busy",
                "small.yaml:12:12: plans.only.first_response.P2.target: cannot read",
                id="yaml-target-in-full",
            ),
            pytest.param(
                "toml", 'name = "Small"', 'nam = "Small"', "small.toml:1:1: nam: unknown key", id="toml-unknown-key"
            ),
            pytest.param("toml", 'name = "Small"', "", "small.toml: key 'name' is missing", id="toml-missing-key"),
            pytest.param("toml", "America/New_York", "EST", "small.toml:2:1: timezone: 'EST'", id="toml-top"),
            pytest.param(
                "toml",
                'office = "Mon-Fri',
                'office = "Mon-Foo',
                "small.toml:6:1: schedules.office: cannot read",
                id="toml-table",
            ),
            pytest.param(
                "toml", "Sun-Thu", "Sun-Thz", "small.toml:7:12: schedules.nights.hours: cannot read", id="toml-inline"
            ),
            pytest.param(
                "toml",
                'schedule = "office"',
                'schedule = "offices"',
                "small.toml:10:1: plans.only.schedule: there is no",
                id="toml-reference",
            ),
            pytest.param(
                "toml",
                "4 business",
                "4 busy",
                "small.toml:11:20: plans.only.first_response.P1: cannot read",
                id="toml-target",
            ),
            pytest.param(
                "json", '"name": "Small"', '"nam": "Small"', "small.json:2:3: nam: unknown key", id="json-unknown-key"
            ),
            pytest.param("json", '"name": "Small",', "", "small.json: key 'name' is missing", id="json-missing-key"),
            pytest.param("json", "America/New_York", "EST", "small.json:3:3: timezone: 'EST'", id="json-top"),
            pytest.param(
                "json", "Mon-Fri", "Mon-Foo", "small.json:5:17: schedules.office: cannot read", id="json-value"
            ),
            pytest.param(
                "json", "Sun-Thu", "Sun-Thz", "small.json:6:28: schedules.nights.hours: cannot read", id="json-deeper"
            ),
            pytest.param(
                "json",
                "4 business",
                "4 busy",
                "small.json:8:24: plans.only.first_response.P1: cannot read",
                id="json-target",
            ),
        ],
    )
    def test_of_what_was_said_wrong(self, format: Format, said: str, instead: str, expected: str) -> None:
        text = TEXTS[format].replace(said, instead, 1)
        assert text != TEXTS[format]
        assert expected in problems(text, format)

    @pytest.mark.parametrize(
        ("format", "text", "expected"),
        [
            pytest.param(
                "yaml",
                "schedules:\n  office:\n    - Mon 09:00-18:00\n    - {days: Tue, opens: '25:00', closes: '26:00'}\n",
                "small.yaml:4:19: schedules.office[1].opens",
                id="yaml-list-item",
            ),
            pytest.param(
                "json",
                '{"schedules": {"office": [\n "Mon 9-18",\n  {"days": "Tue", "opens": "25:00", "closes": "9"}]}}',
                "small.json:3:19: schedules.office[1].opens",
                id="json-list-item",
            ),
            pytest.param(
                "toml",
                '[plans."my plan"]\nfirst_response = "4 parsecs"\n',
                "small.toml:2:1: plans.my plan.first_response",
                id="toml-quoted-table",
            ),
            pytest.param(
                "toml",
                'plans.only.first_response = "4 parsecs"\n',
                "small.toml:1:1: plans.only.first_response",
                id="toml-dotted-key",
            ),
            pytest.param("toml", "[[versions]]\nfoo = 1\n", "small.toml:1:3: versions", id="toml-array-of-tables"),
        ],
    )
    def test_in_other_forms(self, format: Format, text: str, expected: str) -> None:
        assert expected in problems(text, format)

    def test_every_problem_at_once(self) -> None:
        lines = problems(
            YAML.replace("America/New_York", "EST").replace("Mon-Fri", "Mon-Foo").replace("4 business", "4 busy")
        ).splitlines()
        assert [line.split(": ")[0] for line in lines] == ["small.yaml:2:1", "small.yaml:5:3", "small.yaml:11:7"]

    @given(
        st.recursive(
            st.integers(-LARGEST_NUMBER, LARGEST_NUMBER), lambda inner: st.dictionaries(st.text(), inner, max_size=3)
        ),
        st.data(),
    )
    def test_a_json_key_stands_at_its_place(self, value: Any, data: st.DataObject) -> None:
        """Whatever its name, and however the lines are broken."""
        indent = data.draw(st.sampled_from([None, 0, 2]))
        text = json.dumps({"\n": value}, indent=indent, ensure_ascii=False)
        for path, place in read_text(text, "json").places.items():
            line = text.split("\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(f"{json.dumps(path[-1], ensure_ascii=False)}: ")

    def test_a_json_text_is_looked_through_once(self) -> None:
        """Not once for each of its keys, on one line or on many."""
        for indent in (None, 0):
            text = Scanned(json.dumps({"name": "N", "x": dict.fromkeys(map(str, range(2_000)), 1)}, indent=indent))
            assert len(read_text(text, "json").places) == 2_002
            assert text.scanned <= 2 * len(text)


class Scanned(str):
    """A text that adds up how many of its characters are looked through or copied."""

    scanned = 0

    def count(self, sub: str, *bounds: Any) -> int:
        self._scan(*bounds)
        return super().count(sub, *bounds)

    def find(self, sub: str, *bounds: Any) -> int:
        self._scan(*bounds)
        return super().find(sub, *bounds)

    def rfind(self, sub: str, *bounds: Any) -> int:
        self._scan(*bounds)
        return super().rfind(sub, *bounds)

    def __getitem__(self, key: Any) -> str:
        found = super().__getitem__(key)
        self.scanned += len(found)
        return found

    def _scan(self, start: int = 0, end: int | None = None) -> None:
        self.scanned += len(range(len(self))[start:end])


class TestSyntax:
    """A text that cannot be read says where it stops making sense."""

    @pytest.mark.parametrize(
        ("format", "text", "expected"),
        [
            pytest.param(
                "yaml",
                "name: N\nname: M\n",
                "small.yaml:2:1: key 'name' is given twice; keep one of them",
                id="yaml-key-twice",
            ),
            pytest.param(
                "yaml",
                "plans:\n  a: {x: 1, x: 2}\n",
                "small.yaml:2:13: key 'x' is given twice",
                id="yaml-key-twice-deep",
            ),
            pytest.param(
                "yaml",
                "a: 'x\n",
                "small.yaml:2:1: this is not YAML: found unexpected end of stream",
                id="yaml-open-quote",
            ),
            pytest.param(
                "yaml", "a: [1\n", "small.yaml:2:1: this is not YAML: expected ',' or ']'", id="yaml-open-list"
            ),
            pytest.param(
                "yaml",
                "a: b: c\n",
                "small.yaml:1:5: this is not YAML: mapping values are not allowed here",
                id="yaml-colons",
            ),
            pytest.param("yaml", "\ta: 1\n", "small.yaml:1:1: this is not YAML: found character '\\t'", id="yaml-tab"),
            pytest.param(
                "yaml", "a: *b\n", "small.yaml:1:4: this is not YAML: found undefined alias 'b'", id="yaml-no-anchor"
            ),
            pytest.param(
                "yaml",
                "a: 1\n---\nb: 2\n",
                "small.yaml:2:1: this is not YAML: but found another document",
                id="yaml-two-documents",
            ),
            pytest.param(
                "yaml",
                "a: 2026-02-30\n",
                "small.yaml: this cannot be read as YAML: day is out of",
                id="yaml-no-such-date",
            ),
            pytest.param("yaml", "a: \x00\n", "small.yaml: this cannot be read as YAML: unacceptable", id="yaml-nul"),
            pytest.param(
                "toml",
                'name = "a"\nname = "b"\n',
                "small.toml:2:11: this is not TOML: cannot overwrite a value",
                id="toml-key-twice",
            ),
            pytest.param(
                "toml",
                "[a]\n[a]\n",
                "small.toml:2:3: this is not TOML: cannot declare ('a',) twice",
                id="toml-table-twice",
            ),
            pytest.param("toml", "name = ", "small.toml: this is not TOML: invalid value", id="toml-no-value"),
            pytest.param("toml", "name: x\n", "small.toml:1:5: this is not TOML: expected '='", id="toml-colon"),
            pytest.param(
                "json",
                '{"name": "a",\n "name": "b"}',
                "small.json:2:2: name: key 'name' is given twice; keep one",
                id="json-key-twice",
            ),
            pytest.param(
                "json",
                '{"plans": {"a": 1, "a": 2}}',
                "small.json:1:20: plans.a: key 'a' is given twice",
                id="json-key-twice-deep",
            ),
            pytest.param("json", '{"name": ', "small.json:1:10: this is not JSON: expecting value", id="json-no-value"),
            pytest.param(
                "json",
                "{'name': 1}",
                "small.json:1:2: this is not JSON: expecting property name",
                id="json-single-quotes",
            ),
            pytest.param("json", "", "small.json:1:1: this is not JSON: expecting value", id="json-nothing"),
        ],
    )
    def test_it_is_marked(self, format: Format, text: str, expected: str) -> None:
        assert expected in problems(text, format)

    @pytest.mark.parametrize(
        ("format", "text", "shown"),
        [
            ("yaml", "", "None"),
            ("yaml", "- a\n", "['a']"),
            ("yaml", "hello", "'hello'"),
            ("json", "[]", "[]"),
            ("json", "5", "5"),
            ("json", "null", "None"),
        ],
    )
    def test_a_policy_is_a_mapping(self, format: Format, text: str, shown: str) -> None:
        assert problems(text, format).endswith(f"a policy is a mapping of keys such as `name` and `plans`, not {shown}")

    def test_keys_of_json_with_escapes(self) -> None:
        text = '{"name": "a \\"b\\" {c}: [d],", "plans": {"\\u00e9\\"": {"x": [1, {"y": []}, "]"]}}}'
        places = read_text(text, "json").places
        assert places["plans", 'é"', "x"].column == text.index('"x"') + 1
        assert places["plans", 'é"', "x", 1, "y"].column == text.index('"y"') + 1
        assert places["plans", 'é"', "x", 2].column == text.index('"]"') + 1


class TestValues:
    """Plain text, numbers, dates, lists and mappings; nothing else."""

    @pytest.mark.parametrize(
        ("format", "text", "expected"),
        [
            pytest.param("yaml", "a: 2026-12-24", "2026-12-24", id="a-date"),
            pytest.param("yaml", "a: 2026-12-24T10:00:00", "2026-12-24T10:00:00", id="an-instant"),
            pytest.param("yaml", "a: 18:00", "18:00", id="a-time-is-text-not-1080"),
            pytest.param("yaml", "a: 09:00-18:00", "09:00-18:00", id="a-window"),
            pytest.param("yaml", "a: NO", "NO", id="norway-is-not-false"),
            pytest.param("yaml", "a: true", True, id="true"),
            pytest.param("yaml", "a: 7", 7, id="a-number"),
            pytest.param("yaml", "a: 1.5", 1.5, id="a-part-of-a-number"),
            pytest.param("yaml", "a:", None, id="nothing"),
            pytest.param("yaml", "a: |\n  b\n", "b\n", id="a-block-of-text"),
            pytest.param("yaml", "b: &b [1, 2]\na: *b", [1, 2], id="an-alias"),
            pytest.param("yaml", "b: &b {x: 1}\na: {<<: *b, y: 2}", {"x": 1, "y": 2}, id="a-merge"),
            pytest.param("toml", "a = 2026-12-24", "2026-12-24", id="toml-date"),
            pytest.param("toml", "a = 10:30:00", "10:30:00", id="toml-time"),
            pytest.param("toml", "a = 2026-12-24T10:00:00Z", "2026-12-24T10:00:00+00:00", id="toml-instant"),
            pytest.param("json", '{"a": [null, 1.5, false]}', [None, 1.5, False], id="json"),
        ],
    )
    def test_plain(self, format: Format, text: str, expected: Any) -> None:
        found = read_text(text, format).data["a"]
        assert found == expected
        assert type(found) is type(expected)

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("2026-12-24: closed", "2026-12-24"),
            ("5: x", "5"),
            ("true: x", "True"),
            ("null: x", "None"),
            ("1.5: x", "1.5"),
        ],
    )
    def test_keys_are_text(self, text: str, key: str) -> None:
        source = read_text(text, "yaml")
        assert list(source.data) == [key]
        assert source.places[key,] == (1, 1)

    def test_dates_as_keys_of_exceptions(self) -> None:
        policy = SlaPolicy.loads(
            YAML.replace(
                "office: Mon-Fri 09:00-18:00 ",
                "office: {hours: Mon-Fri 09:00-18:00, exceptions: {2026-12-24: 09:00-13:00}}",
            )
        )
        assert [str(each.date) for each in policy.schedule("office").exceptions] == ["2026-12-24"]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param(
                "a: !!python/object/apply:os.system [echo]",
                "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read",
                id="a-python-object",
            ),
            pytest.param(
                "a: !secret x",
                "the tag '!secret' is not read; a policy holds plain text, numbers, lists and mappings",
                id="a-tag",
            ),
            pytest.param("a: !thing {b: 1}", "the tag '!thing' is not read", id="a-tagged-mapping"),
            pytest.param("a: !thing [1]", "the tag '!thing' is not read", id="a-tagged-list"),
            pytest.param("a: !!binary aGVsbG8=", "bytes values are not used in a policy", id="bytes"),
            pytest.param("a: !!set {b, c}", "values are not used in a policy", id="a-set"),
        ],
    )
    def test_nothing_else(self, text: str, message: str) -> None:
        assert message in problems(text)


def bomb(levels: int) -> str:
    """Aliases of aliases: ten times as many values with each line."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


class TestStrangers:
    """A file from a stranger is safe to load: it is refused at once, or it is small."""

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(bomb(9), id="a-billion-laughs"),
            pytest.param("a: [" + "1," * (OF_A_POLICY.values + 1) + "]", id="a-long-list"),
        ],
    )
    def test_too_many_values(self, text: str) -> None:
        assert (
            problems(text) == f"small.yaml: it holds more than {OF_A_POLICY.values:,} values, aliases counted each time"
        )

    def test_values_that_are_too_many_are_not_all_looked_at(self) -> None:
        """A hundred times as many take hardly more work than those at which counting ends."""
        few, many = (calls_of(partial(problems, bomb(levels))) for levels in (7, 9))
        assert many < 1.1 * few

    @pytest.mark.parametrize(
        ("format", "text"),
        [
            pytest.param(
                "yaml",
                "a: &a " + "[" * 30 + "1" + "]" * 30 + "\nb: " + "[" * 30 + "*a" + "]" * 30,
                id="yaml-by-aliases",
            ),
            pytest.param("json", '{"a":' + "[" * 60 + "]" * 60 + "}", id="json"),
            pytest.param("json", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}", id="json-very-deep"),
            pytest.param("toml", "a = " + "[" * 60 + "]" * 60, id="toml"),
            pytest.param("toml", "a = " + "[" * 5000 + "]" * 5000, id="toml-very-deep"),
        ],
    )
    def test_too_deep(self, format: Format, text: str) -> None:
        assert problems(text, format) == f"small.{format}: it is nested more than {OF_A_POLICY.depth} deep"

    @pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a {b: *a}"])
    def test_what_holds_itself_ends(self, text: str) -> None:
        assert "a: unknown key" in problems(text)

    @pytest.mark.parametrize("levels", [60, 5000])
    def test_too_deep_for_the_reader_of_yaml(self, levels: int) -> None:
        assert "it is nested more than 40 deep" in problems("a: " + "[" * levels + "]" * levels)

    def test_too_long(self) -> None:
        assert (
            problems("#" * (OF_A_POLICY.size + 1))
            == "small.yaml: it has 1,000,001 characters; a policy file has at most 1,000,000"
        )

    @given(st.text(max_size=60), st.sampled_from(("yaml", "toml", "json")))
    def test_any_text_is_a_policy_or_an_error_of_our_own(self, text: str, format: Format) -> None:
        """Nothing that stands in a file raises anything but a `PolicyFileError`."""
        with pytest.raises(PolicyFileError):
            SlaPolicy.loads(text, format=format)


class TestFiles:
    """The ending says how to read a file."""

    @pytest.mark.parametrize("ending", ["yaml", "yml", "YAML", "toml", "json"])
    def test_by_its_ending(self, tmp_path: Path, ending: str) -> None:
        file = tmp_path / f"policy.{ending}"
        file.write_text(TEXTS[{"yml": "yaml"}.get(ending.lower(), ending.lower())], encoding="utf-8")  # type: ignore[index]
        assert SlaPolicy.load(file) == SlaPolicy.load(str(file)) == SlaPolicy.loads(YAML)

    def refused(self, file: Path) -> str:
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.load(file)
        assert str(caught.value).startswith(str(file))
        return str(caught.value)

    @pytest.mark.parametrize("name", ["policy.ini", "policy"])
    def test_another_ending(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(YAML, encoding="utf-8")
        assert "does not say how to read it; use .yaml, .toml or .json" in self.refused(tmp_path / name)

    def test_too_many_bytes(self, tmp_path: Path) -> None:
        file = tmp_path / "policy.yaml"
        file.write_text("é" * (OF_A_POLICY.size // 2 + 1), encoding="utf-8")
        assert "it has 1,000,002 bytes; a policy file has at most 1,000,000" in self.refused(file)

    def test_not_utf_8(self, tmp_path: Path) -> None:
        file = tmp_path / "policy.yaml"
        file.write_bytes("name: Zürich".encode("latin-1"))
        assert self.refused(file).endswith("it is not UTF-8 text: invalid start byte at byte 7")

    def test_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            SlaPolicy.load(tmp_path / "policy.yaml")

    def test_the_place_names_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "policy.yaml"
        file.write_text(YAML.replace("Mon-Fri", "Mon-Foo"), encoding="utf-8")
        assert self.refused(file).startswith(f"{file}:5:3: schedules.office: ")

    def test_without_the_extra_yaml_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        importing = builtins.__import__

        def without_ruamel(name: str, *more: Any, **options: Any) -> Any:
            if name.startswith("ruamel"):
                raise ImportError(name)
            return importing(name, *more, **options)

        for name in [name for name in sys.modules if name.startswith("ruamel")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(builtins, "__import__", without_ruamel)
        assert "run pip install 'slaclock[yaml]', or write the policy as TOML or JSON" in problems(YAML)
        assert read_text(TOML, "toml").data["name"] == "Small"
        file = tmp_path / "policy.json"
        file.write_text(JSON, encoding="utf-8")
        assert read_file(file).data["name"] == "Small"


def test_a_number_that_python_was_told_not_to_read_is_refused_in_a_sentence() -> None:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        with pytest.raises(PolicyFileError, match="it cannot be read: Exceeds"):
            read_text(f'{{"name": {"1" * 700}}}', "json")
    finally:
        sys.set_int_max_str_digits(before)


def test_json_is_read_as_json_wherever_yaml_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the same, without YAML's own reader."""
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    data = {"name": "Small", "timezone": "UTC", "schedules": {"office": "Mon-Fri 09:00-17:00"},
            "plans": {"only": {"first_response": "4 business hours"}}}  # fmt: skip
    assert SlaPolicy.loads(json.dumps(data)) == SlaPolicy(**data)
    with pytest.raises(PolicyFileError, match="reading YAML needs an extra"):
        SlaPolicy.loads('{"name": NaN}')


def test_a_key_twice_is_refused_in_json_that_is_read_as_yaml() -> None:
    with pytest.raises(PolicyFileError, match="key 'name' is given twice; keep one of them"):
        SlaPolicy.loads('{"name": "a", "name": "b"}')


def test_what_equal_texts_are_like_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many plans promise the same."""
    looked: list[str] = []
    similar = difflib.get_close_matches

    def counted(word: str, *others: Any) -> list[str]:
        looked.append(word)
        return similar(word, *others)

    monkeypatch.setattr(difflib, "get_close_matches", counted)

    def look_ups(plans: int) -> int:
        looked.clear()
        promises = {"P1": "4 business hours", "P2": "2 business days"}
        SlaPolicy(name="Large", timezone="UTC", schedules={"office": "Mon-Fri 09:00-17:00"},
                  plans={f"plan {number}": {"first_response": promises} for number in range(plans)})  # fmt: skip
        return len(looked)

    assert look_ups(40) == look_ups(2) > 0
