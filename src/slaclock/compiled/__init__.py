"""A policy as plain data, compiled once: it answers for stated years as its source does, wherever it is read (R22).

A change to what such a file holds, or to how it is read, goes here. It never knows of columns, of pages or of products.
From `CompiledPolicy` down it needs the standard library alone, until something is explained or evaluated.
"""

from slaclock.faces import TYPE_CHECKING, face

if TYPE_CHECKING:
    from slaclock.compiled.coherence import check as check
    from slaclock.compiled.compiled_policy import CompiledPolicy as CompiledPolicy, load as load, loads as loads
    from slaclock.compiled.compiling import (
        made_for_a_plan as made_for_a_plan,
        made_plain as made_plain,
        years_known as years_known,
    )
    from slaclock.compiled.made_by import zone_folders as zone_folders
    from slaclock.compiled.packing import unpacked as unpacked
    from slaclock.compiled.sealed import FORMAT as FORMAT, VERSION as VERSION, sha256_of as sha256_of
    from slaclock.compiled.shape import Compiled as Compiled
    from slaclock.compiled.short_answers import InShort as InShort, in_short as in_short, reading_of as reading_of
    from slaclock.compiled.unsound import FAILURES as FAILURES, refuse_one_of as refuse_one_of
    from slaclock.compiled.years import ticks as ticks
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "coherence": "check",
            "compiled_policy": "CompiledPolicy load loads",
            "compiling": "made_for_a_plan made_plain years_known",
            "short_answers": "in_short InShort reading_of",
            "made_by": "zone_folders",
            "packing": "unpacked",
            "sealed": "FORMAT sha256_of VERSION",
            "shape": "Compiled",
            "unsound": "FAILURES refuse_one_of",
            "years": "ticks",
        },
    )
