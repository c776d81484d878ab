"""A file with one planted misreading of each kind: `check` reports every one, or loading refuses it (R19)."""

from datetime import date
from pathlib import Path

import pytest

from slaclock import PolicyFileError, SlaPolicy
from slaclock.review import Report, check_file

PLANTED = """\
name: Planted
timezone: EST5EDT
schedules:
  business hours: Mon-Fri 09:00-17:00
  on call: 24x7
  shanghai: {hours: Mon-Fri 09:00-18:00, timezone: Asia/Shanghai, holidays: CN}
  market: {hours: Mon-Fri 09:30-16:00, holidays: NYSE}
  britain: {hours: Mon-Fri 09:00-17:30, timezone: Europe/London, holidays: UK}
  dated: {hours: Mon-Fri 09:00-17:00, holidays: [FR, 2026-12-24], exceptions: {2026-12-31: 09:00-12:00}}
  east: {hours: Mon-Fri 09:00-17:00, timezone: Etc/GMT-5, holidays: []}
plans:
  gold:
    schedule: on call
    first_response:
      P1:
        target: 30 minutes
        when: [{received: in hours, target: 2 hours}]
      P2-P4: 4 hours
      all others: 1 day
    frist_response: 1 hour
    resolution:
      schedule: business hours
      when: [{received: by phnoe, target: 2 business days}]
  silver:
    schedule: business hours
    first_response: {P1: 1 business day}
    update: {target: 1 business day, starts: at_once}
metrics:
  resolutoin: {starts: opened}
  resolution: {starts: assigned}
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    file = tmp_path_factory.mktemp("planted") / "planted.yaml"
    file.write_text(PLANTED, encoding="utf-8")
    return check_file(file, date(2026, 11, 27))


def line_of(place: str) -> int:
    return int(place.rsplit(":", 2)[1])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param(2, "'EST5EDT' is no place", id="an-old-name-of-a-zone"),
        pytest.param(10, "'Etc/GMT-5' is UTC+05:00, east of Greenwich", id="a-sign-the-other-way-round"),
        pytest.param(17, "'in hours' is about on call, which never closes", id="in-hours-that-never-close"),
        pytest.param(18, "'P2-P4' is the name of one priority; for each of them write 'P2, P3, P4'", id="a-range"),
        pytest.param(19, "'all others' is the name of one priority", id="all-others"),
        pytest.param(20, "'frist_response' is no metric whose life is known", id="a-misspelt-metric"),
        pytest.param(23, "the channel 'phnoe' is nearly 'phone'", id="a-misspelt-channel"),
        pytest.param(26, "other plans have a target for P2-P4, all others", id="fewer-priorities"),
        pytest.param(27, "1 business day makes a later request due earlier", id="a-later-request-due-earlier"),
        pytest.param(29, "no plan promises 'resolutoin'; did you mean 'resolution'?", id="a-lifecycle-of-nothing"),
    ],
)
def test_what_is_doubtful_is_a_warning_with_its_line(report: Report, line: int, text: str) -> None:
    assert [line_of(each.place) for each in report.warnings if text in each.text] == [line]


@pytest.mark.parametrize(
    ("line", "choice"),
    [
        pytest.param(4, "holidays: none", id="no-holidays-stated"),
        pytest.param(6, "working_weekends: open", id="weekends-that-are-worked"),
        pytest.param(7, "half_day: usual hours", id="half-days-without-hours"),
        pytest.param(8, "subdivision: none", id="a-country-whose-parts-have-more"),
        pytest.param(9, "holidays: dates until 2026", id="dates-that-end"),
        pytest.param(9, "exceptions: dates until 2026", id="exceptions-that-end"),
        pytest.param(15, "counts: calendar_time", id="an-amount-of-nothing"),
        pytest.param(21, "target: none", id="no-fallback"),
        pytest.param(21, "starts: assigned", id="a-metric-that-starts-elsewhere"),
        pytest.param(23, "starts: next_opening", id="where-days-begin"),
    ],
)
def test_what_has_several_readings_is_listed_with_its_lines(report: Report, line: int, choice: str) -> None:
    lines = {line_of(place) for each in report.readings if each.choice == choice for place in each.places}
    assert line in lines


REFUSED = """\
name: Refused
timezone: (GMT-5)
schedules: {office: 9x5, nights: Mon-Fri 9:00-5:00}
plans:
  gold:
    first_response:
      P1: {target: 4 business hours, escalations: {team lead: 15 minutes}}
      P2: {target: 1 hour, when: [{received: on Fri after 15:00 or on Sat, target: 2 hours}]}
      P3: nonee
      P4: {target: 1 hour, when: [{received: until 5 PM, target: 2 hours}]}
      P5: same day
"""


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, "'(GMT-5)'"),
        (3, "'9x5'"),
        (3, "may mean the afternoon or the next morning"),
        (7, "'after 15 minutes' or '15 minutes left'"),
        (8, "write '(on Fri after 15:00) or on Sat' or 'on Fri (after 15:00 or on Sat)'"),
        (9, "did you mean 'none', which promises nothing?"),
        (10, "write 'before 5 PM' or 'not after 5 PM'"),
        (11, "cannot read 'same day' as a target"),
    ],
)
def test_what_has_two_meanings_is_refused_with_its_line(tmp_path: Path, line: int, text: str) -> None:
    file = tmp_path / "refused.yaml"
    file.write_text(REFUSED, encoding="utf-8")
    with pytest.raises(PolicyFileError) as caught:
        SlaPolicy.load(file)
    told = [each for each in str(caught.value).splitlines() if text in each]
    assert [line_of(each.partition(": ")[0]) for each in told] == [line]
