"""A policy as plain data, compiled once: it answers for stated years as its source does, wherever it is read (R22).

A change to what such a file holds, or to how it is read, goes here. It never knows of columns, of pages or of products.
From `CompiledPolicy` down it needs the standard library alone, until something is explained or evaluated.
"""

from slaclock.faces import TYPE_CHECKING, face

if TYPE_CHECKING:
    from slaclock.compiled.changes import Change as Change, differences as differences
    from slaclock.compiled.compiled_policy import CompiledPolicy as CompiledPolicy, load as load, loads as loads
    from slaclock.compiled.compiling import made_plain as made_plain
    from slaclock.compiled.packing import unpacked as unpacked
    from slaclock.compiled.sealed import FORMAT as FORMAT, VERSION as VERSION
    from slaclock.compiled.shape import Compiled as Compiled
    from slaclock.compiled.years import ticks as ticks
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "changes": "Change differences",
            "compiled_policy": "CompiledPolicy load loads",
            "compiling": "made_plain",
            "packing": "unpacked",
            "sealed": "FORMAT VERSION",
            "shape": "Compiled",
            "years": "ticks",
        },
    )
