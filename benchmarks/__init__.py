"""How fast slaclock answers, beside a yardstick and its peers, and whether they agree.

`python -m benchmarks` (or `nox -s bench`) measures everything in one run and writes docs/benchmarks.md.
"""
