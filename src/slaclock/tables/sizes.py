"""How much of a file is read at once, and how much of it there may be (R21)."""

ROWS_AT_ONCE = 65_536
BYTES_AT_ONCE = 4 << 20
BYTES_OF_HEADER = 131_072
BYTES_OF_LINE = 4 << 20
MOST_COLUMNS = 2_000
"""Of a file of any kind: each row is written with every one of them."""
CELLS_AT_ONCE = 4_000_000
"""Of JSON lines, whose rows may have a few of many keys."""
