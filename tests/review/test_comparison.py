"""Plans side by side as text, Markdown and HTML."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compared_plans import PUBLISHED, policy
from html_reader import Reader

from slaclock import SlaPolicy
from slaclock.review import Comparison, compare


def matrix(plans: int, priorities: int) -> SlaPolicy:
    targets = {f"P{number}": f"{number + 1} business hours" for number in range(priorities)}
    return policy(
        plans={f"plan {number}": {"schedule": "office", "first_response": targets} for number in range(plans)}
    )


class TestForms:
    """As text, Markdown and HTML."""

    def test_text_fits_and_shows_every_plan(self) -> None:
        lines = compare(matrix(10, 10)).text(width=100).splitlines()
        assert max(map(len, lines)) <= 100
        assert [line.split()[:2] for line in lines if line.lstrip().startswith("plan ")] == [
            ["plan", "0"], ["plan", "3"], ["plan", "6"], ["plan", "9"],
        ]  # fmt: skip
        assert sum(line.startswith("P9 ") for line in lines) == 4

    def test_a_narrow_terminal_has_one_plan_beside_its_rows(self) -> None:
        lines = compare(matrix(2, 1)).text(width=10).splitlines()
        assert sum(line.startswith("P0") for line in lines) == 2

    def test_text_goes_on_after_very_long_names(self) -> None:
        plans = {"p" * 300: {"schedule": "office", "first_response": {"x" * 300: "4 business hours"}}}
        text = compare(policy(plans=plans, name="n" * 300)).text(width=80)
        assert max(map(len, text.splitlines()[1:])) <= 80
        assert text.count("x") >= 300

    def test_text_has_no_signs_that_move_a_terminal(self) -> None:
        assert "\x1b" not in compare(policy(name="a\x1b[2J", assumptions=["b\x1b[2J"])).text()

    def test_markdown_has_a_table(self) -> None:
        lines = compare(matrix(2, 1)).markdown().splitlines()
        table = [line for line in lines if line.startswith("|")]
        assert {line.count("|") for line in table} == {4}
        assert table[-1] == "| P0 | 1 business hour | 1 business hour |"
        assert lines[-1].startswith("- ")

    def test_markdown_without_footnotes(self) -> None:
        bare = policy(plans={"gold": {"first_response": "5 calendar days"}})
        assert compare(bare).footnotes == ()
        assert compare(bare).markdown().splitlines()[-1] == "| every request | 5 calendar days |"
        assert compare(bare).text().splitlines()[-1] == "every request  5 calendar days"

    def test_markdown_takes_names_for_text(self) -> None:
        hostile = {"<b>|x": {"schedule": "office", "first_response": {"*P1*": "4 business hours"}}}
        text = compare(policy(plans=hostile, name="# <script>")).markdown()
        assert "<script>" not in text
        assert "| &lt;b&gt;\\|x |" in text
        assert "| \\*P1\\* |" in text

    def test_html_has_headings_for_rows_and_columns(self) -> None:
        page = Reader(compare(matrix(3, 2)).html())
        # A corner and three plans, two sections with one and two rows.
        assert (page.tags["table"], page.tags["caption"], page.open) == (1, 1, [])
        assert page.tags["th"] == 3 + 2 + 3
        assert page.tags["td"] == 1 + 3 * 3

    def test_html_takes_names_for_text(self) -> None:
        hostile = {"<img src=x onerror=1>": {"schedule": "office", "first_response": {"<script>": "4 business hours"}}}
        page = Reader(compare(policy(plans=hostile, name="</style><script>1</script>", assumptions=["<i>"])).html())
        assert (page.tags["script"], page.tags["img"], page.tags["i"], page.open) == (0, 0, 0, [])
        assert "</style><script>1</script>" in page.text
        assert "<img src=x onerror=1>" in page.text

    def test_html_says_aloud_where_nothing_is_promised(self) -> None:
        assert 'aria-label="nothing promised"' in compare(policy(plans={"gold": {"resolution": "5 days"}})).html()

    def test_it_is_data(self) -> None:
        found = compare(matrix(2, 2))
        assert Comparison.model_validate_json(found.model_dump_json()) == found


def words_in(comparison: Comparison) -> Iterator[str]:
    for section in comparison.sections:
        for row in section.rows:
            for each in row.cells:
                yield from each.lines


@pytest.mark.parametrize("file", PUBLISHED, ids=lambda path: path.stem)
def test_every_form_says_the_same(file: Path) -> None:
    """What a cell says stands in the text, in Markdown and in HTML."""
    comparison = compare(SlaPolicy.load(file))
    page = Reader(comparison.html())
    spoken = [" ".join(form.split()) for form in (comparison.text(2_000, "customer"), page.text)]
    for line in words_in(comparison.for_audience("customer")):
        assert all(line in form for form in spoken)
