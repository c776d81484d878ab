"""What the command line keeps of policies: the same bytes with it and without, and nothing that can be harmed (R22)."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from cli.kept import Said, files_in, said
from compiled.drawn_whole import METRICS, PLANS, PRIORITIES, whole_policies
from hypothesis import given, settings, strategies as st
from paths import POLICIES

from slaclock.cli import first_answers, keeping, kept_policies
from slaclock.cli.kept_policies import cache_folder, usual_folder
from slaclock.limits import OF_A_POLICY
from slaclock.testing import Weeks, noisy_instants, weeks

FEW = settings(max_examples=max(settings.default.max_examples // 5, 8))
"""Each example compiles a policy of its own."""
BYTEZ = POLICIES / "byteztech.yaml"
QUESTION = ("due", BYTEZ, "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such owners and modes")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def warmed(cache: Path, *question: object) -> Said:
    """What is said the second time, which must not need the application."""
    first = said(*question, cache=cache)
    second = said(*question, cache=cache)
    assert (first.by_application, second.by_application) == (True, False)
    assert first[:3] == second[:3]
    return second


def kept_file(cache: Path) -> Path:
    (name,) = files_in(cache)
    return cache / name


# The same answers


def typed(season: Weeks) -> st.SearchStrategy[list[str]]:
    """Questions as they are typed, most of which have an answer."""
    at = noisy_instants(season).map(lambda each: each.replace(microsecond=0))
    written = st.one_of(
        at.map(lambda each: each.isoformat()),
        at.map(lambda each: f"{each:%Y-%m-%d %H:%M}"),
        at.map(lambda each: f"{each:%Y-%m-%dT%H:%M:%S}Z"),
        at.map(lambda each: f"{each:%Y-%m-%d}"),
    )
    options = st.fixed_dictionaries(
        {"--opened": written},
        optional={
            "--plan": st.sampled_from([*PLANS, "Gold", "none such"]),
            "--priority": st.sampled_from([*PRIORITIES, "urgent", "P9"]),
            "--metric": st.sampled_from([*METRICS, "none such"]),
            "--channel": st.sampled_from(["phone", "fax"]),
            "--audience": st.just("customer"),
        },
    )
    return options.map(lambda given: [word for option in given.items() for word in option])


@FEW
@given(st.data())
def test_the_same_is_said_cold_and_warm_and_without(data: st.DataObject) -> None:
    season = data.draw(weeks())
    policy = data.draw(whole_policies(season, False))
    with tempfile.TemporaryDirectory() as folder:
        file, cache = Path(folder, "policy.json"), Path(folder, "cache")
        file.write_text(json.dumps(policy.model_dump(mode="json", exclude_unset=True)), encoding="utf-8")
        for words in data.draw(st.lists(typed(season), min_size=1, max_size=4)):
            plain = said("due", file, *words, "--no-cache", cache=cache)
            for _ in ("cold", "warm"):
                assert said("due", file, *words, cache=cache)[:3] == plain[:3]


@pytest.mark.parametrize("plan", ["standard", "premium"])
@pytest.mark.parametrize("priority", ["P1", "P2", "P3", "P4"])
@pytest.mark.parametrize("opened", ["2026-11-25 17:00", "2026-11-25T17:00:30+01:00", "2026-03-01T22:00Z"])
def test_a_plain_question_needs_no_application(cache: Path, plan: str, priority: str, opened: str) -> None:
    words = ("due", BYTEZ, "--plan", plan, "--priority", priority, "--opened", opened)
    assert warmed(cache, *words)[:3] == said(*words, "--no-cache", cache=cache)[:3]


STARTS = {"metrics": {"first_response": {"starts": "assigned"}}}
VERSIONS = {
    "effective": "2026-07-01",
    "plans": {"only": {"first_response": "2 business hours"}},
}
PRIORITIES_OF_TWO = {"P1": "1 business hour", "P2": {"target": "1 business day", "lifecycle": {"starts": "assigned"}}}
BY_DAY = {"target": "4 business hours", "when": [{"received": "on weekends", "target": "8 business hours"}]}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param(STARTS, (), id="a-metric-that-starts-elsewhere"),
        pytest.param({"versions": [VERSIONS]}, (), id="a-later-version"),
        pytest.param({"plans": {"only": {"first_response": PRIORITIES_OF_TWO}}}, ("--priority=P1",), id="one-priority"),
        pytest.param({"plans": {"only": {"first_response": PRIORITIES_OF_TWO}}}, ("--priority=P2",), id="another"),
        pytest.param({"plans": {"only": {"first_response": BY_DAY}}}, (), id="a-case"),
        pytest.param({"schedules": {"größe": "Mon-Fri 09:00-18:00"}}, (), id="letters-of-other-languages"),
        pytest.param({}, ("--metric", "first_response"), id="a-metric"),
        pytest.param({}, ("--plan", "only"), id="the-only-plan-by-name"),
        pytest.param({}, ("--priority", "P9"), id="a-priority-where-there-are-none"),
        pytest.param({"timezone": "Asia/Kathmandu"}, (), id="an-odd-offset"),
    ],
)
def test_what_is_said_beside_the_answer(cache: Path, policy_file: Any, parts: Any, words: tuple[str, ...]) -> None:
    question = ("due", policy_file(**parts), "--opened", "2026-11-24 10:00", *words)
    assert warmed(cache, *question)[:3] == said(*question, "--no-cache", cache="off")[:3]


CHANNELS = {"target": "4 business hours", "when": [{"received": "by e-mail", "target": "8 business hours"}]}
NIGHT = "2026-11-01 01:30"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param({"plans": {"only": {"first_response": CHANNELS}}}, (), id="a-channel-decides"),
        pytest.param({}, ("--channel", "phone"), id="a-channel-is-named"),
        pytest.param({}, ("--why",), id="why"),
        pytest.param({}, ("--json",), id="json"),
        pytest.param({}, ("--audience", "customer"), id="customers"),
        pytest.param({}, ("--customer-timezone", "Asia/Tokyo"), id="a-customer-elsewhere"),
        pytest.param({}, ("--metric", "none"), id="no-such-metric"),
        pytest.param({"plans": {"only": {"first_response": {"P1": "none"}}}}, ("--priority", "P1"), id="nothing"),
        pytest.param({"plans": {"a\x9b": {"first_response": "1 hour 24/7"}}}, (), id="a-name-that-a-terminal-obeys"),
        pytest.param({"schedules": {"on call": {"timezone": "customer", "hours": "24x7"}}}, (), id="of-customers"),
        pytest.param({"plans": {"only": {"first_response": "3000 calendar days"}}}, (), id="due-after-these-years"),
    ],
)
def test_what_is_left_to_the_application(cache: Path, policy_file: Any, parts: Any, words: tuple[str, ...]) -> None:
    question = ("due", policy_file(**parts), "--opened", "2026-11-24 10:00", *words)
    without = said(*question, cache="off")
    for _ in ("cold", "warm"):
        found = said(*question, cache=cache)
        assert found == without
        assert found.by_application


def test_what_is_not_promised_beside_what_is(cache: Path, policy_file: Any) -> None:
    """What is kept for one priority of a plan says of another that nothing is promised, and the application says it."""
    file = policy_file(plans={"only": {"first_response": {"P1": "4 business hours", "P2": "none"}}})
    for words in (("P1",), ("P2",), ("P9",)):
        question = ("due", file, "--opened", "2026-11-24 10:00", "--priority", *words)
        said(*question, cache=cache)
        found = said(*question, cache=cache)
        assert found[:3] == said(*question, cache="off")[:3]
        assert found.by_application is (words != ("P1",))
    assert len(files_in(cache)) == 1


@pytest.mark.parametrize("opened", ["2026-11-01 01:30", "2026-03-08 02:30"])
def test_a_reading_that_clocks_show_twice_or_never(cache: Path, opened: str) -> None:
    """R2: what is said of it, the application says."""
    words = (*QUESTION[:-1], opened)
    found = said(*words, cache=cache)
    assert b"the clocks of America/New_York" in found.out
    assert said(*words, cache=cache) == found


def test_years_in_which_holidays_are_not_known(cache: Path, policy_file: Any) -> None:
    """R14: the warning comes each time, and near the end of what is known nothing is taken from the cache."""
    file = policy_file(holidays="LK")
    for opened in ("2027-12-30 10:00", "2034-06-01 10:00", "1950-01-01 10:00"):
        without = said("due", file, "--opened", opened, cache="off")
        for _ in ("cold", "warm"):
            assert said("due", file, "--opened", opened, cache=cache)[:3] == without[:3]


def test_a_console_that_lacks_a_character(cache: Path, policy_file: Any) -> None:
    plans = {"Größe …": {"first_response": "4 business hours"}}
    question = ("due", policy_file(plans=plans), "--opened", "2026-11-24 10:00")
    warmed(cache, *question)
    for encoding in ("ascii", "cp1252", "utf-16"):
        found = said(*question, cache=cache, encoding=encoding)
        assert found[:3] == said(*question, cache="off", encoding=encoding)[:3]
        assert found.by_application is (encoding == "ascii")


# What is typed


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("p.yaml --opened 2026-11-25", {"policy": "p.yaml", "opened": "2026-11-25"}),
        ("--opened=2026-11-25 p.yaml", {"policy": "p.yaml", "opened": "2026-11-25"}),
        ("--started x p.yaml --plan a=b", {"policy": "p.yaml", "opened": "x", "plan": "a=b"}),
        ("p.yaml --opened", None),
        ("p.yaml --opened=", None),
        ("--opened x", None),
        ("p.yaml q.yaml --opened x", None),
        ("p.yaml --opened x --opened y", None),
        ("p.yaml --opened x --started y", None),
        ("p.yaml --opened --plan a", None),
        ("p.yaml --opene x", None),
        ("p.yaml --opened x -- --plan", None),
        ("- --opened x", None),
        ("p.yaml --opened x --no-cache", None),
        ("p.yaml --opened x --why", None),
        ("p.yaml --opened x --help", None),
        ("p.yaml --opened x --plan \x1b[2J", None),
        ("p.yaml --opened x --plan \udcff", None),
        ("", None),
    ],
)
def test_words(words: str, found: dict[str, str] | None) -> None:
    assert first_answers.typed_in(words.split(" ") if words else []) == found


def test_what_typer_expands_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["~/p.yaml", "--opened", "2026-11-25 17:00"]
    assert first_answers.typed_in(words)
    monkeypatch.setattr(os, "name", "nt")
    assert first_answers.typed_in(words) is None
    assert first_answers.typed_in(["C:\\p.yaml", *words[1:]])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2026-11-25 17:00", True),
        ("2026-11-25T17:00", True),
        ("2026-11-25T17:00:00", True),
        ("2026-11-25 17:00Z", True),
        ("2026-11-25 17:00-05:00", True),
        ("2026-11-25T17:00:30+05:30", True),
        ("2026-11-25", False),
        ("now", False),
        ("today 17:00", False),
        ("2026-11-25 5:00 PM", False),
        ("2026-11-25 24:00", False),
        ("2026-11-25 17:00z", False),
        ("2026-11-25t17:00", False),
        (" 2026-11-25 17:00", False),
        ("2026-11-25  17:00", False),
        ("2026-11-25 17:00 Z", False),
        ("2026-11-25 17:00-05", False),
        ("2026-11-25 17:00-0500", False),
        ("2026-11-25 17:00:00.5", False),
        ("2026-11-25 17:00:", False),
        ("20261125T17:00", False),
        ("\u0662026-11-25 17:00", False),
        ("2026/11/25 17:00", False),
        ("", False),
    ],
)
def test_instants(text: str, plain: bool) -> None:
    assert first_answers._is_plain_instant(text) is plain


@pytest.mark.parametrize(
    "opened", ["2026-13-25 17:00", "2026-02-30 17:00", "2026-11-25 23:60", "2026-11-25 17:00+99:00"]
)
def test_an_instant_that_there_is_not(cache: Path, opened: str) -> None:
    words = (*QUESTION[:-1], opened)
    assert said(*words, cache=cache)[:3] == said(*words, cache="off")[:3]
    assert files_in(cache) == []


def test_no_more_is_read_than_a_policy_may_have(tmp_path: Path, cache: Path) -> None:
    assert OF_A_POLICY.size == first_answers._MOST
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"a" * OF_A_POLICY.size)
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    for file in (large, folder, tmp_path / "none.yaml", tmp_path, tmp_path / "policy.txt", "a\x00b.yaml", "-"):
        words = [str(file), "--opened", "2026-11-25 17:00"]
        assert first_answers.question_in(words) is None


def test_a_compiled_policy_is_kept_already(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "policy.sla.json"
    assert said("compile", BYTEZ, "--years", "2026-2027", "--out", file, cache=cache).code == 0
    words = ("due", file, *QUESTION[2:])
    assert said(*words, cache=cache) == said(*words, cache=cache)
    assert files_in(cache) == []


def test_completion_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SLACLOCK_COMPLETE", "complete_bash")
    assert first_answers.question_in(list(map(str, QUESTION[1:]))) is None


# Where


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home/ann/.cache/slaclock"),
        ("linux", {"XDG_CACHE_HOME": "/fast"}, "/fast/slaclock"),
        ("linux", {"XDG_CACHE_HOME": "fast"}, "/home/ann/.cache/slaclock"),
        ("linux", {"HOME": "here"}, None),
        ("darwin", {}, "/home/ann/Library/Caches/slaclock"),
        ("win32", {"LOCALAPPDATA": "/users/ann/local"}, "/users/ann/local/slaclock/Cache"),
        ("win32", {"LOCALAPPDATA": ""}, None),
    ],
)
@POSIX
def test_where_it_is(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], folder: str | None
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert usual_folder(platform) == folder


def test_where_nothing_is_said_it_is_the_usual_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACLOCK_CACHE")
    assert cache_folder() == usual_folder(sys.platform)


@pytest.mark.parametrize("stated", ["", " ", "off", "OFF"])
def test_switched_off(cache: Path, stated: str) -> None:
    for _ in ("cold", "warm"):
        assert said(*QUESTION, cache=stated).by_application


def test_without_it_nothing_is_kept_and_nothing_is_read(cache: Path) -> None:
    without = said(*QUESTION, "--no-cache", cache=cache)
    assert (without.by_application, files_in(cache)) == (True, [])
    assert warmed(cache, *QUESTION)[:3] == without[:3]
    kept = kept_file(cache).stat()
    assert said(*QUESTION, "--no-cache", cache=cache) == without
    assert kept_file(cache).stat() == kept


@pytest.mark.parametrize("stated", ["0", "no", "of", "cache", "~/cache", "./cache"])
def test_a_folder_that_cannot_be_one(stated: str) -> None:
    """R19: a word that is neither is refused, with the way out; `--no-cache` is one, too."""
    found = said(*QUESTION, cache=stated)
    assert (found.code, found.out) == (2, b"")
    assert found.err.decode().startswith(f"slaclock: cannot read SLACLOCK_CACHE='{stated}' as the folder of the cache")
    assert said(*QUESTION, "--no-cache", cache=stated).code == 0


# What is kept is the user's own, whole, and no older than what it was made of


@POSIX
def test_nobody_else_reads_it(cache: Path) -> None:
    warmed(cache, *QUESTION)
    assert [stat.S_IMODE(os.stat(each).st_mode) for each in (cache, kept_file(cache))] == [0o700, 0o600]


@POSIX
class TestWhatIsNotTrusted:
    """Nothing is taken from it or put there, and nothing is said."""

    def nothing_is_kept(self, cache: Path) -> None:
        before = files_in(cache)
        without = said(*QUESTION, cache="off")
        for _ in ("cold", "warm"):
            assert said(*QUESTION, cache=cache) == without
        assert files_in(cache) == before

    def test_a_link(self, tmp_path: Path, cache: Path) -> None:
        warmed(cache, *QUESTION)
        link = tmp_path / "link"
        link.symlink_to(cache)
        self.nothing_is_kept(link)

    def test_a_folder_that_others_may_write(self, cache: Path) -> None:
        warmed(cache, *QUESTION)
        cache.chmod(0o777)
        self.nothing_is_kept(cache)

    def test_a_folder_of_somebody_else(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        warmed(cache, *QUESTION)
        monkeypatch.setattr(os, "geteuid", lambda: 4_711)
        self.nothing_is_kept(cache)

    def test_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.write_text("mine", encoding="utf-8")
        without = said(*QUESTION, cache="off")
        assert said(*QUESTION, cache=file) == without
        assert file.read_text(encoding="utf-8") == "mine"

    def test_a_folder_that_cannot_be_made(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuses(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", refuses)
        self.nothing_is_kept(cache)

    def test_a_folder_that_may_not_be_written(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        cache.mkdir(mode=0o700)
        monkeypatch.setattr(os, "access", lambda *_: False)
        self.nothing_is_kept(cache)

    def test_a_full_disk(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", fails)
        self.nothing_is_kept(cache)

    def test_somebody_elses_home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """As with `sudo`, which keeps the home of who called it: no folder of another owner is left there."""
        monkeypatch.delenv("SLACLOCK_CACHE")
        own = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)
        assert not keeping.is_prepared(str(tmp_path / "home" / "slaclock"))
        monkeypatch.setattr(os, "geteuid", lambda: own)
        assert keeping.is_prepared(str(tmp_path / "home" / "slaclock"))

    def test_a_link_in_the_place_of_what_is_kept(self, tmp_path: Path, cache: Path) -> None:
        warmed(cache, *QUESTION)
        elsewhere = kept_file(cache).rename(tmp_path / "elsewhere")
        (cache / files_name(elsewhere, cache)).symlink_to(elsewhere)
        assert said(*QUESTION, cache=cache).by_application


def files_name(_: Path, cache: Path) -> str:
    """The name of the file that is kept for the question."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLACLOCK_CACHE", str(cache))
        question = first_answers.question_in(list(map(str, QUESTION[1:])))
    assert question
    return question.name


@POSIX
def test_where_nobody_has_an_owner(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "geteuid")
    warmed(cache, *QUESTION)


class TestDamage:
    """What is not as it was written is passed over without a word, and made anew."""

    def made_anew(self, cache: Path, content: bytes) -> None:
        plain = said(*QUESTION, cache="off")
        kept_file(cache).write_bytes(content)
        assert said(*QUESTION, cache=cache) == plain
        assert said(*QUESTION, cache=cache)[:3] == plain[:3]
        assert not said(*QUESTION, cache=cache).by_application

    @pytest.mark.parametrize("length", [0, 1, 64, 65, 66, 500, -1])
    def test_cut_off(self, cache: Path, length: int) -> None:
        warmed(cache, *QUESTION)
        self.made_anew(cache, kept_file(cache).read_bytes()[:length])

    def test_another_due_date(self, cache: Path) -> None:
        warmed(cache, *QUESTION)
        self.made_anew(cache, kept_file(cache).read_bytes().replace(b"4 business hours", b"9 business hours"))

    def test_no_text(self, cache: Path) -> None:
        warmed(cache, *QUESTION)
        self.made_anew(cache, b"\xff" * 5_000)

    def test_of_another_question(self, cache: Path) -> None:
        warmed(cache, *QUESTION)
        mine = kept_file(cache)
        content = mine.read_bytes()
        mine.unlink()
        other = ("due", BYTEZ, "--plan", "premium", *QUESTION[4:])
        said(*other, cache=cache)
        other_file = kept_file(cache)
        other_content = other_file.read_bytes()
        other_file.unlink()
        mine.write_bytes(other_content)
        self.made_anew(cache, other_content)
        assert kept_file(cache).read_bytes() == content

    def test_of_an_older_format(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for room in (kept_policies, keeping):
                patch.setattr(room, "FORMAT", "urn:slaclock:kept:0")
            warmed(cache, *QUESTION)
        older = kept_file(cache)
        older.rename(cache / files_name(older, cache))
        self.made_anew(cache, kept_file(cache).read_bytes())

    def test_well_sealed_and_still_wrong(self, cache: Path) -> None:
        """Nobody writes such a file; it is no error all the same."""
        warmed(cache, *QUESTION)
        told = {"format": kept_policies.FORMAT, "name": kept_file(cache).name, "made_of": []}
        plain = said(*QUESTION, cache="off")
        for text in ('{"format": "urn:slaclock:compiled:1"}', "[]", "{"):
            kept_file(cache).write_bytes(kept_policies.written(told, text))
            assert said(*QUESTION, cache=cache) == plain

    def test_larger_than_anything_that_is_kept(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        warmed(cache, *QUESTION)
        monkeypatch.setattr(kept_policies, "LARGEST", 100)
        assert said(*QUESTION, cache=cache).by_application


class TestChanges:
    """Whatever an answer depends on leads to another file, or away from one that is there."""

    @pytest.fixture
    def copied(self, tmp_path: Path, cache: Path) -> tuple[object, ...]:
        policy = tmp_path / "policy.yaml"
        policy.write_bytes(BYTEZ.read_bytes())
        question = ("due", policy, *QUESTION[2:])
        warmed(cache, *question)
        return question

    def test_the_policy(self, cache: Path, copied: tuple[object, ...]) -> None:
        policy = Path(str(copied[1]))
        found = os.stat(policy)
        policy.write_bytes(policy.read_bytes().replace(b"P1: 4 business hours", b"P1: 3 business hours"))
        # Neither its size nor its time tells.
        os.utime(policy, ns=(found.st_atime_ns, found.st_mtime_ns))
        assert b"11:00 EST" in warmed(cache, *copied).out

    def test_how_the_file_is_read(self, cache: Path, tmp_path: Path) -> None:
        text = json.dumps({"name": "Small", "timezone": "UTC", "plans": {"only": {"first_response": "4 hours 24/7"}}})
        for ending in (".yaml", ".yml", ".json", ".YAML"):
            policy = tmp_path / f"policy{ending}"
            policy.write_text(text, encoding="utf-8")
            words = ("due", policy, "--opened", "2026-11-25 17:00")
            assert said(*words, cache=cache).by_application is (ending != ".YAML")

    @pytest.mark.parametrize(
        "changed",
        [
            pytest.param(("slaclock.__version__", "0.0.1"), id="slaclock"),
            pytest.param(("sys.version", "3.99"), id="Python"),
            pytest.param(("sys.base_prefix", "/elsewhere"), id="another-Python"),
        ],
    )
    def test_versions(
        self, cache: Path, copied: Any, changed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(*changed)
        assert said(*copied, cache=cache).by_application

    def test_where_zones_are(self, cache: Path, copied: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONTZPATH", "/elsewhere")
        assert said(*copied, cache=cache).by_application

    @pytest.mark.parametrize("package", ["holidays-0.1", "tzdata-2020.1", "babel-3"])
    def test_what_is_installed(self, cache: Path, copied: Any, tmp_path: Path, package: str) -> None:
        (tmp_path / "site" / f"{package}.dist-info").mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(str(tmp_path / "site"))
            warmed(cache, *copied)
            (tmp_path / "site" / f"{package}.dist-info").rename(tmp_path / "site" / f"{package}.1.dist-info")
            assert said(*copied, cache=cache).by_application
        assert not said(*copied, cache=cache).by_application

    def test_the_same_version_installed_again(self, cache: Path, copied: Any, tmp_path: Path) -> None:
        site = tmp_path / "site"
        (site / "holidays-0.1.dist-info").mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(str(site))
            warmed(cache, *copied)
            os.utime(site, (1, 1))
            assert said(*copied, cache=cache).by_application

    def test_a_file_of_which_it_was_made(self, cache: Path, copied: Any) -> None:
        """The data of zones, and code that is worked on: neither says its version."""
        told, _ = self.told(copied, cache)
        made_of = {Path(path).name for path, _ in told["made_of"]}
        assert {"New_York", "compiling.py", "steps.py"} <= made_of
        told["made_of"][0][1] = [1, 1]
        assert kept_policies._changed(told["made_of"])
        assert kept_policies._changed([("/none/such", (1, 1))])
        assert not kept_policies._changed([("/none/such", None)])

    def told(self, copied: Any, cache: Path) -> tuple[dict[str, Any], str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SLACLOCK_CACHE", str(cache))
            question = first_answers.question_in(list(map(str, copied[1:])))
        assert question
        found = kept_policies.kept_for(question)
        assert found
        return found

    def test_while_it_is_read(self, cache: Path, copied: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """A policy that changes between the first look and the answer is not kept under the name of what it was."""
        policy = Path(str(copied[1]))
        policy.write_bytes(policy.read_bytes() + b"\n# one more line\n")
        look = first_answers.answer

        def changes(question: Any) -> str | None:
            policy.write_bytes(policy.read_bytes().replace(b"P1: 4 business hours", b"P1: 3 business hours"))
            return look(question)

        before = files_in(cache)
        monkeypatch.setattr(first_answers, "answer", changes)
        assert b"11:00 EST" in said(*copied, cache=cache).out
        assert files_in(cache) == before


def test_the_file_of_a_zone_and_those_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone that comes to stand in an earlier folder is another one; one of a package says its version."""
    first, second = (tmp_path / name for name in ("first", "second"))
    (second / "Asia").mkdir(parents=True)
    (second / "Asia" / "Tokyo").write_bytes(b"TZif")
    monkeypatch.setattr(keeping, "zone_folders", lambda: [str(first), str(second), "/none/such"])
    before, found = keeping._zone_files("Asia/Tokyo")
    assert before == (str(first / "Asia" / "Tokyo"), None)
    assert found[1] == kept_policies.state_of(str(second / "Asia" / "Tokyo"))
    assert [state for _, state in keeping._zone_files("Asia/Kyoto")] == [None] * 3


def test_what_is_installed_in_no_folder_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["/none/such", tmp_path, ""])
    monkeypatch.chdir(tmp_path)
    assert kept_policies._installed() == []


def test_code_that_is_installed_is_not_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = Path(kept_policies.__file__).parents[2]
    assert str(home / "slaclock" / "cli" / "keeping.py") in {path for path, _ in keeping._code()}
    monkeypatch.setattr(
        keeping, "installed_in", lambda folder: [folder, "1", "holidays-1.dist-info", "slaclock-1.dist-info"]
    )
    assert list(keeping._code()) == []


# What cannot be compiled, and how much is kept


class TestWhatCannotBeKept:
    def test_it_is_tried_once(self, cache: Path, policy_file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        file = policy_file(
            schedules={"office": "Mon-Fri 09:00-18:00", "there": {"timezone": "customer", "hours": "24x7"}},
            plans={"only": {"schedule": "office", "first_response": "4 business hours"}},
        )
        words = ("due", file, "--opened", "2026-11-24 10:00")
        first = said(*words, cache=cache)
        tried: list[bool] = []
        monkeypatch.setattr(keeping, "made_for_a_plan", lambda *_: tried.append(True))
        assert said(*words, cache=cache) == first
        assert (first.code, tried, len(files_in(cache))) == (0, [], 1)

    def test_it_is_too_large(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeping, "LARGEST", 1_000)
        for _ in ("cold", "warm"):
            assert said(*QUESTION, cache=cache).by_application
        assert len(kept_file(cache).read_bytes().split(b"\n", 2)[2]) == 0

    def test_years_that_nobody_can_compile(self, cache: Path) -> None:
        words = (*QUESTION[:-1], "0002-11-25 17:00")
        assert said(*words, cache=cache) == said(*words, cache=cache)


def ask_in_years(cache: Path, *years: int) -> None:
    for year in years:
        said(*QUESTION[:-1], f"{year}-11-25 17:00", cache=cache)


class TestBounds:
    def test_number(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeping, "MOST_FILES", 3)
        ask_in_years(cache, 2020, 2021, 2022)
        first = {name: os.stat(cache / name).st_mtime for name in files_in(cache)}
        for age, name in enumerate(first):
            os.utime(cache / name, (1_000 + age, 1_000 + age))
        oldest = next(iter(first))
        ask_in_years(cache, 2023)
        assert len(files_in(cache)) == 3
        assert oldest not in files_in(cache)

    def test_bytes(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        ask_in_years(cache, 2020)
        monkeypatch.setattr(keeping, "MOST_BYTES", os.stat(kept_file(cache)).st_size * 2 + 4_000)
        ask_in_years(cache, 2021, 2022, 2023)
        assert len(files_in(cache)) == 2

    def test_what_is_asked_stays(self, cache: Path) -> None:
        """Each use is noted, though not more often than once an hour."""
        warmed(cache, *QUESTION)
        now = os.stat(kept_file(cache)).st_mtime
        for age, renewed in ((10, False), (7_200, True)):
            os.utime(kept_file(cache), (now - age, now - age))
            said(*QUESTION, cache=cache)
            assert (os.stat(kept_file(cache)).st_mtime > now - age) is renewed

    def test_only_what_is_ours_goes(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What killed runs left behind goes a day later; what else lies there is somebody's."""
        monkeypatch.setattr(keeping, "MOST_FILES", 2)
        cache.mkdir(mode=0o700)
        left, fresh = f".{'a' * 40}.{'b' * 16}.part", f".{'c' * 40}.{'d' * 16}.part"
        for name in ("letter.txt", left, fresh):
            (cache / name).write_text("", encoding="utf-8")
        for name in ("letter.txt", left):
            os.utime(cache / name, (1_000, 1_000))
        ask_in_years(cache, 2020)
        assert {"letter.txt", fresh} < set(files_in(cache))
        assert left not in files_in(cache)

    def test_what_cannot_be_removed_stays(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuses(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(keeping, "MOST_FILES", 0)
        monkeypatch.setattr(Path, "unlink", refuses)
        ask_in_years(cache, 2020)
        assert len(files_in(cache)) == 1


# Whole processes

DUE = "import sys; from slaclock.cli import main; sys.argv[0] = 'slaclock'; main()"


def process(code: str, cache: Path, *arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = os.environ | {"SLACLOCK_CACHE": str(cache)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def test_two_that_keep_at_once_leave_one_whole_file(cache: Path) -> None:
    both = [process(DUE, cache, *QUESTION) for _ in range(2)]
    told = [each.communicate(timeout=60) for each in both]
    assert told[0] == told[1]
    assert told[0][1] == b""
    assert kept_file(cache).suffix == kept_policies.ENDING
    assert said(*QUESTION, cache=cache)[1:] == (told[0][0], b"", False)


WATCHED = """
import atexit, sys
opened = []
sys.addaudithook(lambda event, about: opened.append(str(about[0])) if event == "open" else None)
atexit.register(lambda: print("", *sys.modules, *opened, sep="\\nuses "))
"""


@pytest.mark.parametrize("priority", ["P1", "P3"])
def test_a_warm_answer_loads_next_to_nothing(cache: Path, priority: str) -> None:
    words = (*QUESTION[:5], priority, *QUESTION[6:])
    warmed(cache, *words)
    out, err = process(WATCHED + DUE, cache, *words).communicate(timeout=60)
    assert err == b""
    assert out.startswith(b"due ")
    done = [line.removeprefix("uses ") for line in out.decode().splitlines() if line.startswith("uses ")]
    assert "slaclock.cli.first_answers" in done
    assert not {"pydantic", "typer", "ruamel", "holidays", "rich", "slaclock.policy", "pathlib", "hashlib"} & set(done)
    assert not {"dataclasses", "inspect", "slaclock.hours.days", "slaclock.hours.cut_offs"} & set(done)
    assert not [place for place in done if "New_York" in place or "tzdata" in place]


def test_output_that_nobody_reads(cache: Path) -> None:
    warmed(cache, *QUESTION)
    codes = []
    for folder in (cache, "off"):
        code = f"import os; os.environ['SLACLOCK_CACHE'] = {str(folder)!r}; {DUE}"
        asked = process(code, cache, *QUESTION)
        assert asked.stdout
        asked.stdout.close()
        assert asked.stderr
        codes.append((asked.wait(timeout=60), asked.stderr.read()))
        asked.stderr.close()
    assert codes[0] == codes[1]


def test_interrupted(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupts(_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(first_answers, "answer", interrupts)
    found = said(*QUESTION, cache=cache)
    assert (found.code, found.out, found.err) == (130, b"", b"slaclock: interrupted\n")
