"""Text from outside made safe for where it is shown: a function for each medium, and a type for what is markup.

It knows nothing of what it is given: a name, a reason, the message of an error. Whoever puts pieces together says where
a line ends, so no piece ends one. What the writers of CSV, iCalendar and JSON escape themselves is left to them; what
they let through is dealt with here. What is safe already is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NewType

from slaclock.patterns import pattern

if TYPE_CHECKING:
    import re

Markup = NewType("Markup", str)
"""HTML or SVG. That it is no mere text is what a type checker holds: only text made safe becomes a part of it."""

Formulas = Literal["kept", "quoted"]
"""Whether a cell that a spreadsheet would compute is written as it stands, or so that it stays text."""

_HIDDEN = (
    "\x00-\x1f"  # what terminals obey, and lines begin with
    "\x7f-\x9f"  # and its second half: one of these is short for an escape and a bracket
    "\u2028-\u2029"  # other ends of lines
    "\u202a-\u202e\u2066-\u2069"  # what turns the letters after it around
    "\ud800-\udfff"  # halves of letters, which no file can hold
    "\ufffe\uffff"  # what XML cannot hold
)
_ANY = pattern(f"[{_HIDDEN}]")
_ANY_BUT_LINES = pattern(f"(?!\n)[{_HIDDEN}]")
_ANY_BUT_SPACE = pattern(f"(?![\t\n\r])[{_HIDDEN}]")
_HALVES = pattern("[\ud800-\udfff]")


_LONGEST = 300
"""Characters of what is repeated in a message: more than is read of it, and too few to fill a screen."""


def shortened(text: str, most: int = _LONGEST) -> str:
    """Text of any length as a message repeats it: its beginning, and how much follows.

    Args:
        text: Any text.
        most: How many characters of it are shown.

    Examples:
        >>> shortened("Mon-Fri 09:00-18:00; Sat 10:00-14:00", most=19)
        'Mon-Fri 09:00-18:00… (36 characters)'
    """
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


_LONGEST_MESSAGE = 4_000
"""Characters of a message: more than the longest list of known names that is shown."""


def without_middle(message: str, most: int = _LONGEST_MESSAGE) -> str:
    """A message that repeats something long without the middle of it: how it begins, and the way out.

    Examples:
        >>> without_middle("cannot read 'aaaaaaaaaaaaaaaaaaaaaaaa'; write a date", most=36)
        "cannot read 'aaaaa…aaa'; write a date"
    """
    half = most // 2
    return message if len(message) <= most else f"{message[:half]}…{message[-half:]}"


def for_terminal(text: str, *, keep_lines: bool = False) -> str:
    """Text that moves no cursor, rings no bell, changes no colour and turns no letters around.

    Args:
        text: Any text; of a text that is put together, each line by itself.
        keep_lines: Whether it is a whole text whose ends of lines are ours.

    Examples:
        >>> for_terminal("a\\x1b[2Jb\\nc")
        'a�[2Jb c'
    """
    return (_ANY_BUT_LINES if keep_lines else _ANY).sub(_shown, text)


def for_html(text: str) -> Markup:
    """Text for inside an element, or an attribute in quotes; also well-formed where pages are read as XML.

    Examples:
        >>> for_html("<b>R&D</b>")
        '&lt;b&gt;R&amp;D&lt;/b&gt;'
    """
    return Markup(_ANY_BUT_SPACE.sub(_shown, text).translate(_IN_QUOTES))


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_QUOTES = _ENTITIES | str.maketrans({'"': "&quot;", "'": "&#x27;"})


def for_svg(text: str) -> Markup:
    """Text for inside an element of a drawing, or an attribute in quotes: drawings stand in pages."""
    return for_html(text)


def for_markdown(text: str) -> str:
    """Text on one line that Markdown takes for nothing but text, neither at the start of a line nor within one.

    Examples:
        >>> for_markdown("1. *Gold* <b>")
        '1\\\\. \\\\*Gold\\\\* &lt;b&gt;'
    """
    line = " ".join(filter(None, for_terminal(text).split(" ")))
    escaped = _MARKDOWN.sub(r"\\\g<0>", line).translate(_ENTITIES)
    return _LINKS.sub(lambda found: f"&#{ord(found[0])};", escaped)


_MARKDOWN = pattern(
    r"[\\`*\[\]|~#]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it means nothing
    r"|^[-+=:]|(?<=^\d)[.)]"  # a list or a heading, at the start of a line
    + "".join(rf"|(?<=^\d{{{digits}}})[.)]" for digits in range(2, 10))
)
_LINKS = pattern(r":(?=//)|(?<=[Ww]{3})\.|@")
"""What becomes a link on many sites although it is not marked as one."""


def for_csv(cell: str, formulas: Formulas = "kept") -> str:
    """The text of a cell; commas, quotes and ends of lines are left to the writer of the file.

    Args:
        cell: Any text.
        formulas: `quoted` writes an apostrophe before what a spreadsheet would compute, as spreadsheets do themselves;
            `kept` leaves it to those who read it, which is right for programs.

    Examples:
        >>> for_csv("=1+2"), for_csv("=1+2", formulas="quoted")
        ('=1+2', "'=1+2")
    """
    text = _HALVES.sub(_shown, cell)
    return f"'{text}" if formulas == "quoted" and text.startswith(COMPUTED) else text


COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""With what a cell begins that a spreadsheet would compute."""


def for_icalendar(text: str) -> str:
    """Text of one line of a calendar; commas, semicolons and backslashes are left to the writer of the file."""
    return for_terminal(text)


def for_json(written: str) -> str:
    """JSON as a writer made it, with what the writer lets through written as escapes: who reads it finds the same.

    Examples:
        >>> for_json('{"name": "a\\x9b2Jb"}')
        '{"name": "a\\\\u009b2Jb"}'
    """
    return _ANY_BUT_SPACE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _shown(found: re.Match[str]) -> str:
    """A blank for what ends a line or a word, and a sign that something was here for all else."""
    return " " if found[0].isspace() else "\N{REPLACEMENT CHARACTER}"
