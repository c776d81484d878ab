"""The time that clocks of whole columns ran, against each clock alone (R11, R16, R18)."""

import pickle
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from test_columns import (
    CHANNELS,
    METRICS,
    MIXED,
    NAMES,
    PRIORITIES,
    a_value_or_a_column,
    around_thanksgiving,
    column,
    each,
    rows_of,
    told,
)

from slaclock import answers

spans = st.tuples(around_thanksgiving(), around_thanksgiving())


@given(st.data(), st.lists(spans, min_size=1, max_size=12))
def test_used_is_what_each_clock_alone_ran(data: st.DataObject, drawn: list[tuple[datetime, datetime]]) -> None:
    """Mixed plans, cases and versions have used what `status(until).elapsed` says; nothing before the clock starts."""
    opened, until = map(list, zip(*drawn, strict=True))
    names = [data.draw(a_value_or_a_column(names, len(drawn))) for names in (NAMES, PRIORITIES, METRICS, CHANNELS)]
    alone = pickle.loads(pickle.dumps(MIXED))

    def used(at: datetime, until: datetime, *names: str) -> timedelta:
        return alone.clock(at, *names).status(until).elapsed

    found = answers.used(MIXED, column(opened), column(until), *names)
    assert told(found) == each(used, opened, until, *(rows_of(name, len(drawn)) for name in names))
