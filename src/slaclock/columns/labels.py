"""Names of plans, priorities and the like: one for every row, or a column of them of any make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns.column_kinds import arrow_of, is_made_by, one_array
from slaclock.columns.instants import Mask
from slaclock.columns.lookup import Places, groups
from slaclock.errors import UnknownNameError


class Labels(NamedTuple):
    """Names, of plans or the like: for each row the number of one, or a single one for every row."""

    names: Sequence[str | None]
    codes: Places | None = None
    """For each row where its name stands; the last one is `None`, for rows without a name."""
    index: Any = None
    """The index of a pandas column."""

    @property
    def rows(self) -> int | None:
        """How many rows there are; `None` for a single name."""
        return None if self.codes is None else len(self.codes)

    @property
    def known(self) -> Mask | None:
        """Which rows have a name; `None` for all of them."""
        if self.codes is None:
            return np.zeros(1, np.bool_) if self.names[0] is None else None
        nameless = self.codes == len(self.names) - 1
        return ~nameless if nameless.any() else None

    def renamed(self, name: Callable[[str], str | None]) -> Labels:
        """The same rows with other names; where a name has none, they have none."""
        new = [None if each is None else name(each) for each in self.names]
        if new == [*self.names]:
            return self
        if self.codes is None:
            return Labels((new[0],), None, self.index)
        names: list[str | None] = [*dict.fromkeys(each for each in new if each is not None), None]
        place = {each: number for number, each in enumerate(names)}
        return Labels(names, np.array([place[each] for each in new], np.intp)[self.codes], self.index)

    def places(self) -> Iterator[tuple[str, Places | None]]:
        """The names, where every row has one, each with the places where it stands; `None` for everywhere."""
        if self.codes is None:
            yield from ((name, None) for name in self.names if name is not None)
            return
        for (code,), places in groups(self.codes):
            name = self.names[code]
            assert name is not None, "only known names are placed"
            yield name, places


def read_labels(given: Any) -> Labels:
    """A column of names, or one for every row.

    Raises:
        UnknownNameError: It holds something other than text.
    """
    if given is None or isinstance(given, str):
        return Labels((given,))
    names, codes = _encoded(_text_of(given))
    return Labels([*names, None], codes, given.index if is_made_by("pandas", ("Series",), given) else None)


def _text_of(given: Any) -> Any:
    if is_made_by("polars", ("Series",), given):
        return given.to_arrow()
    if (arrow := arrow_of(given)) is not None and not is_made_by("pandas", ("Series", "Index"), given):
        return arrow
    try:
        return pa.array(given, from_pandas=True)
    except (pa.ArrowException, TypeError) as error:
        raise UnknownNameError(f"a column of names holds text only: {error}") from None


def _encoded(text: Any) -> tuple[list[str], Places]:
    """The different names, and for each row the place of its name; what is missing comes after all of them."""
    array = one_array(text)
    if pa.types.is_null(array.type):
        return [], np.zeros(len(array), np.intp)
    if pa.types.is_dictionary(array.type):
        names, codes = _names_in(array.dictionary), array.indices.fill_null(len(array.dictionary))
        return names, codes.to_numpy(zero_copy_only=False).astype(np.intp)
    if not _is_text(array.type):
        raise _no_names(array.type)
    # Most events change nothing, so most rows of what they change are missing.
    known = array.drop_null().dictionary_encode()
    places = known.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    if array.null_count:
        codes = np.full(len(array), len(known.dictionary))
        codes[np.flatnonzero(array.is_valid().to_numpy(zero_copy_only=False))] = places
        places = codes
    return known.dictionary.to_pylist(), places


def _names_in(dictionary: Any) -> list[str]:
    if not _is_text(dictionary.type):
        raise _no_names(dictionary.type)
    names: list[str] = dictionary.to_pylist()
    return names


def _is_text(dtype: Any) -> bool:
    return any(holds(dtype) for holds in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def _no_names(dtype: Any) -> UnknownNameError:
    return UnknownNameError(f"a column of type {dtype} holds no names; give text, e.g. 'P1'")
