"""A policy as tables and functions of a database, which answers there without Python (R22).

A change to what is asked of a database goes here: how an answer becomes numbers, in `pieces.py`, `slots.py` and
`answers.py`; how a database is told, in `duckdb_macros.py` and `postgres_functions.py`. It never knows of connections,
files or rows of tickets. Needs the extra `columns`.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.sql.dialects import DIALECTS as DIALECTS, Dialect as Dialect
    from slaclock.sql.script import sql_script as sql_script
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "dialects": "Dialect DIALECTS",
            "script": "sql_script",
        },
    )
