"""How the cases of `conformance` are made: from rows stated by hand, and from the slow count; never from the library.

`python -m conformance_cases` writes them, the same each time; `PYTHONPATH=tests` is needed for it.
"""
