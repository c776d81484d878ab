"""The plans of a policy side by side, as a table that can be published: made from the policy, so that it cannot lie."""

from __future__ import annotations

from datetime import datetime

from slaclock.declaration import Declaration
from slaclock.policy import SlaPolicy
from slaclock.render import element, notes, page
from slaclock.results import Result
from slaclock.review.footnotes import footnotes_of, later_changes, later_versions
from slaclock.review.plan_tables import ComparisonSection, PlanTable
from slaclock.review.table_layouts import TABLE_STYLE, table_html, table_markdown, table_text, wrapped
from slaclock.safe import Markup, for_html, for_markdown, for_terminal
from slaclock.targets import Audience, text_words

_WIDTH = 100


class Comparison(Result, Declaration):
    """The plans of a policy side by side.

    Rules: R5, R7, R10, R11.
    """

    title: str
    """What the policy is called."""

    plans: tuple[str, ...]
    """The names of the plans, which head the columns."""

    sections: tuple[ComparisonSection, ...]
    """Hours first, then each metric."""

    footnotes: tuple[str, ...] = ()
    """What a reader should know: assumptions, readings, notices, dates, and what changes later."""

    def for_audience(self, audience: Audience) -> Comparison:
        """The same table in the words of who reads it: customers see words for names such as `America/New_York`.

        Raises:
            ChoiceError: There is no such audience.
        """
        return Comparison(
            title=text_words(self.title, audience),
            plans=tuple(text_words(plan, audience) for plan in self.plans),
            sections=tuple(section.for_audience(audience) for section in self.sections),
            footnotes=tuple(text_words(note, audience) for note in self.footnotes),
        )

    def text(self, width: int = _WIDTH, audience: Audience = "engineer") -> str:
        """The table for a terminal; where it is too wide, some plans below the others.

        Args:
            width: How many letters fit on a line.
            audience: Who reads it: a `customer`, without internal names, or an `engineer`, with them.

        Raises:
            ChoiceError: There is no such audience.
        """
        shown = self.for_audience(audience)
        lines = [shown.title, *table_text(shown.plans, shown.sections, width)]
        lines += [""] if shown.footnotes else []
        lines += [line for note in shown.footnotes for line in wrapped(f"- {note}", width, "  ")]
        return "\n".join(for_terminal(line).rstrip() for line in lines)

    def markdown(self, audience: Audience = "customer") -> str:
        """The table in Markdown; names are escaped, so that they can be neither markup nor HTML.

        Args:
            audience: Who reads it: a `customer`, without internal names, or an `engineer`, with them.

        Raises:
            ChoiceError: There is no such audience.
        """
        shown = self.for_audience(audience)
        lines = [f"## {for_markdown(shown.title)}", "", *table_markdown(shown.plans, shown.sections)]
        footnotes = [f"- {for_markdown(note)}" for note in shown.footnotes]
        return "\n".join([*lines, "", *footnotes] if footnotes else lines)

    def html(self, audience: Audience = "customer") -> str:
        """The table as a page of its own, in light and in dark; names are escaped.

        Args:
            audience: Who reads it: a `customer`, without internal names, or an `engineer`, with them.

        Raises:
            ChoiceError: There is no such audience.
        """
        shown = self.for_audience(audience)
        heading = element("h1", for_html(shown.title))
        return page(shown.title, element("main", heading, shown.table(), notes(shown.footnotes)), TABLE_STYLE)

    def table(self, label: str = "Plans") -> Markup:
        """The table alone, as markup for a page that may have several, each with a label; names are escaped."""
        return table_html(self.title, self.plans, self.sections, label)


def compare(policy: SlaPolicy, at: datetime | None = None, with_escalation: bool = True) -> Comparison:
    """The plans of a policy side by side.

    Args:
        policy: Any policy; hours on the customer's own clocks are said to be so.
        at: An aware datetime: the version then in force is shown; without one, the first.
        with_escalation: Whether it is said to whom open promises escalate, which customers need not know.

    Raises:
        NaiveDatetimeError: `at` has no time zone.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Example support
        ... timezone: Europe/London
        ... schedules: {office: Mon-Fri 09:00-17:00}
        ... plans:
        ...   basic: {first_response: {P1: 4 business hours, P2: 2 business days}}
        ...   gold: {first_response: {P1: 1 hour}}
        ... ''')
        >>> print(compare(policy).text())
        Example support
        <BLANKLINE>
               basic                                         gold
        -----  --------------------------------------------  --------------------------------------------
        Support hours
        hours  Monday to Friday 09:00–17:00 (Europe/London)  Monday to Friday 09:00–17:00 (Europe/London)
               open on holidays, too                         open on holidays, too
        <BLANKLINE>
        First response
        P1     4 business hours                              1 hour, around the clock
        P2     2 business days                               —
        <BLANKLINE>
        - A target used up exactly at closing time is due at that closing time.
        - N business days end at the same clock time on the Nth following business day.
        - Targets in business days: what arrives while closed counts as received at the next opening.
        - Targets in business days: what would be due while closed is due at the next opening.
        - Changes of priority or plan: the new target is counted anew from the original start, and may be
          breached at once.

    Rules: R5, R7, R10, R11, R17.
    """
    shown = policy.in_force(at) if at else policy
    later = later_versions(policy, at, with_escalation)
    current = PlanTable(shown, with_escalation)
    footnotes = [*footnotes_of(current.policy), *later_changes(current, later)]
    return Comparison(
        title=policy.name,
        plans=tuple(shown.plans),
        sections=tuple(current.sections()),
        footnotes=tuple(dict.fromkeys(footnotes)),
    )
