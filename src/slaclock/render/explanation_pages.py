"""An explanation as Markdown and as a page."""

from __future__ import annotations

from slaclock.hours import ZERO
from slaclock.render.drawings import explanation_svg
from slaclock.render.explanation_summary import HEADS, TableRow, clock_of, due_words, name_of, standing, table_rows
from slaclock.render.figures import figures_of, stopped_at
from slaclock.render.markdown import markdown_row
from slaclock.render.markup import element, together
from slaclock.render.pages import facts, notes, page, row, scrolled, table, unbroken
from slaclock.safe import Markup, for_html, for_markdown
from slaclock.targets import Audience, Explanation, short_duration


def explanation_markdown(explanation: Explanation, audience: Audience = "customer") -> str:
    """An explanation for a ticket's comment: a sentence for the customer, the stretches as a table, the notes.

    Names from outside are escaped, so that they can be neither markup nor HTML.

    Args:
        explanation: Any explanation.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.

    Example:
        >>> from datetime import datetime
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import Schedule, Target, explain
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
        >>> print(explanation_markdown(explain(Target("2 business hours"), office, opened, "your request")))
        **your request: due on Monday 23 November 2026 at 10:00 GMT (London time).**
        That is 2 business hours from Fri 20 Nov 2026 16:00 GMT.
        <BLANKLINE>
        | When | What | Length | Counted so far |
        |:--|:--|--:|--:|
        | Fri 20 Nov 16:00 – 17:00 | counted | 1 h | 1 h |
        | Fri 20 Nov 17:00 – Mon 23 Nov 09:00 | outside hours | 64 h |  |
        | Mon 23 Nov 09:00 – 10:00 | counted | 1 h | 2 h |

    Rules: R7, R11.
    """
    shown = explanation.for_audience(audience)
    headline = f"{name_of(shown)}: {due_words(shown, audience)}."
    lines = [f"**{for_markdown(headline)}**", for_markdown(standing(shown))]
    rows = [each.cells for each in table_rows(shown, at_ends=20)]
    if rows:
        lines += ["", markdown_row(HEADS), "|:--|:--|--:|--:|", *map(markdown_row, rows)]
    if shown.notes:
        lines += ["", *(f"- {for_markdown(str(note))}" for note in shown.notes)]
    return "\n".join(lines)


def explanation_html(explanation: Explanation, audience: Audience = "customer") -> str:
    """An explanation as a page of its own: where it stands, the timeline, the stretches and the notes.

    The page needs no script and nothing from elsewhere; it is light or dark as the reader's system
    is, or as `data-theme` on its root says.

    Args:
        explanation: Any explanation.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.

    Example:
        >>> from datetime import datetime
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import Schedule, Target, explain
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
        >>> page = explanation_html(explain(Target("2 business hours"), office, opened, "<b>Support</b>"))
        >>> "<title>&lt;b&gt;Support&lt;/b&gt;</title>" in page
        True

    Rules: R2, R7, R11.
    """
    name = name_of(explanation.for_audience(audience))
    return page(name, element("main", element("h1", for_html(name)), explained(explanation, audience)), STYLE)


def explained(explanation: Explanation, audience: Audience) -> Markup:
    """Everything of an explanation below its heading."""
    shown = explanation.for_audience(audience)
    return together(
        (
            _verdict(shown, audience),
            _meter(shown),
            _facts(shown),
            scrolled(f"Timeline of {name_of(shown)}", explanation_svg(shown, audience)),
            _stretches(shown),
            notes(map(str, shown.notes)),
        )
    )


def _verdict(explanation: Explanation, audience: Audience) -> Markup:
    words = due_words(explanation, audience)
    return element(
        "div",
        badge(explanation.state) if explanation.state else Markup(""),
        element("strong", for_html(words[0].upper() + words[1:])),
        element("p", for_html(standing(explanation))),
        class_=f"verdict {explanation.state}".strip(),
    )


def badge(state: str) -> Markup:
    """The state of a clock, in its colour and frame."""
    return element("span", for_html(state.replace("_", " ")), class_=f"badge {state}")


def _meter(explanation: Explanation) -> Markup:
    """How much is used of what there is, as a bar; none where nobody knows how much there is."""
    used, left, late = figures_of(explanation)
    whole = max(used + left, explanation.target.duration or ZERO)
    is_known = explanation.target.duration is not None or not stopped_at(explanation)
    if explanation.now is None or not whole or not is_known:
        return Markup("")
    in_time = element("i", style=f"width:{(used - late) / whole:.1%}")
    over = element("b", style=f"width:{late / whole:.1%}")
    words = [f"{short_duration(used - late)} used in time", f"{short_duration(left)} left"]
    words += [f"{short_duration(late)} overdue"] if late else []
    return element("div", in_time, over, class_="meter", role="img", aria_label=", ".join(words))


def _facts(explanation: Explanation) -> Markup:
    clock, (used, left, late) = clock_of(explanation), figures_of(explanation)
    said = {"Target": explanation.target.written, "Opened": clock(explanation.opened), "Due": clock(explanation.due)}
    if explanation.now:
        said["Used"] = short_duration(used)
        said |= {"Overdue": short_duration(late)} if late else {"Left": short_duration(left)} if left else {}
        said["As of"] = clock(explanation.now)
    return facts({**said, "Hours": explanation.schedule})


def _stretches(explanation: Explanation) -> Markup:
    rows = [
        row((_when(each), *map(for_html, each.cells[1:])), each.style) for each in table_rows(explanation, at_ends=60)
    ]
    return table(f"Stretches of {name_of(explanation)}", HEADS, rows, "figures") if rows else Markup("")


def _when(stretch: TableRow) -> Markup:
    """From when to when, broken between the two alone."""
    if not stretch.end:
        return for_html(stretch.start)
    return together((unbroken(f"{stretch.start} –"), for_html(" "), unbroken(stretch.end)))


STYLE = """
.slaclock section{margin:32px 0 0;padding:8px 0;border-top:1px solid var(--line)}
.slaclock .verdict{border-left:6px solid var(--counted);background:var(--surface);border-radius:8px;\
padding:14px 18px;font-size:18px}
.slaclock .verdict p{margin:4px 0 0;font-size:15px;color:var(--soft)}
.slaclock .verdict.met{border-color:var(--good)}
.slaclock .verdict.breached{border-color:var(--overdue)}
.slaclock .verdict.at_risk,.slaclock .verdict.paused{border-color:var(--paused)}
.slaclock .verdict.cancelled,.slaclock .verdict.not_started{border-color:var(--soft)}
.slaclock .badge{display:inline-block;border:1.5px solid var(--counted);border-radius:999px;padding:0 10px;\
margin-right:10px;font-size:13px;font-weight:600;white-space:nowrap}
.slaclock .badge.met{border-color:var(--good);color:var(--good)}
.slaclock .badge.breached{background:var(--overdue);border-color:var(--overdue);color:var(--on-fill)}
.slaclock .badge.at_risk,.slaclock .badge.paused{border-color:var(--paused);border-style:dashed}
.slaclock .badge.cancelled,.slaclock .badge.not_started{border-color:var(--soft);color:var(--soft)}
.slaclock .meter{display:flex;height:10px;margin:12px 0;border-radius:5px;overflow:hidden;background:var(--ahead);\
border:1px solid var(--line)}
.slaclock .meter i{background:var(--counted)}
.slaclock .meter b{background:repeating-linear-gradient(45deg,var(--overdue) 0 6px,var(--surface) 6px 8px)}
.slaclock .drawing svg{display:block;width:100%;min-width:1040px;height:auto}
.slaclock .figures th{border-top:0;color:var(--soft);font-size:12px}
.slaclock .figures td:nth-last-child(-n+2),.slaclock .figures th:nth-last-child(-n+2){text-align:right;\
white-space:nowrap}
.slaclock .figures td:last-child{font-weight:600}
.slaclock tr.outside_hours td,.slaclock tr.left-out td{color:var(--soft)}
.slaclock tr.overdue td{color:var(--late);font-weight:600}
.slaclock tr.ahead td{font-style:italic}
@media print{.slaclock .drawing svg{min-width:0;max-height:94vh}.slaclock .verdict,.slaclock .facts{break-inside:avoid}\
.slaclock .badge,.slaclock .meter,.slaclock .meter *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
