"""Names that nobody should have, and the signs that must not get where they are shown."""

import unicodedata

from hypothesis import strategies as st

CONTROLS = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cc"}
BREAKS = {"\u2028", "\u2029"}
TURNS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
HALVES = {chr(code) for code in range(0xD800, 0xE000)}
NOT_XML = {"\ufffe", "\uffff"}
ON_NO_LINE = CONTROLS | BREAKS | TURNS | HALVES | NOT_XML
IN_NO_PAGE = ON_NO_LINE - {"\t", "\n", "\r"}

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></svg>]]>",
    "a\x1b[2J\x1b]0;title\x07b",
    "a\x9b2Jb",
    "ring\x07 and \x08\x7f",
    "one\r\ntwo\x0bthree\x85four\u2028five",
    "invoice\u202efdp.exe\u2066x",
    "half \ud83d and \udc00",
    "\ufffe \uffff \x00",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "# one\n* two\n1. three",
    "*b* _i_ `c` ~~s~~ [l](javascript:x) ![p](u) | cell",
    "&lt;b&gt; &#60; \\<b\\>",
    "www.example.com https://example.com a@example.com",
    "END:VEVENT\r\nBEGIN:VEVENT;X=1:2,3\\",
    '{"a": 1}, "\\"',
)

# Aimed at what means something somewhere: a text drawn from all of Unicode hardly ever holds any of it.
texts = st.text(
    st.one_of(
        st.sampled_from(sorted(ON_NO_LINE - HALVES)),
        st.sampled_from("\ud800\udfff\ufffe\uffff<>&\"'\\`*_[]()|~#=+-@:./!1234 \t\n\rwhtps"),
        st.characters(),
    ),
    max_size=30,
)
