"""One truth for all who count support hours: cases as data, a runner, and who passes which of them.

The cases are in `cases`, one to a line, and `case.schema.json` says what a line holds. What runs them needs nothing but
Python, and whoever is asked may be written in any language. Ours are in `ours`, other libraries in `peers`;
`docs/reference/conformance.md` is the page about it.
"""
