"""Names of days and months are the library's own: another locale of the process changes nothing that is shown."""

import locale
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from outputs import IN_MARKDOWN, NOW, ON_A_PAGE, ON_SCREEN, named_difference

import slaclock
from slaclock.cli.printing import shown

THURSDAY = date(2026, 12, 24)
OTHERS = ("de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "ja_JP.UTF-8", "German_Germany.1252")
OUTPUTS: dict[str, Callable[[], str]] = {
    f"{output}, {medium}": lambda said=said: said("Gold")  # type: ignore[misc]
    for medium, outputs in (("on screen", ON_SCREEN), ("in markdown", IN_MARKDOWN), ("on a page", ON_A_PAGE))
    for output, said in outputs.items()
} | {"an instant, on the command line": lambda: shown(NOW)}


@contextmanager
def in_another_locale() -> Iterator[None]:
    """Let the process speak another language, one that this machine has."""
    before = locale.setlocale(locale.LC_TIME)
    for name in OTHERS:
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        try:
            yield
        finally:
            locale.setlocale(locale.LC_TIME, before)
        return
    pytest.skip("this machine has no other locale")


@contextmanager
def pretending_to() -> Iterator[None]:
    """Let what the interpreter asks for the names of days and months answer in another language."""
    given = time.strftime

    def elsewhere(form: str, *at: object) -> str:
        return given(re.sub("%[aAbBhp]", "Ding", form), *at)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "strftime", elsewhere)
        yield


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("elsewhere", [in_another_locale, pretending_to])
def test_what_is_shown_stays_the_same(elsewhere: Callable[[], Iterator[None]], output: str) -> None:
    said = OUTPUTS[output]()
    named_difference.cache_clear()
    with elsewhere():  # type: ignore[attr-defined]
        assert f"{THURSDAY:%a}" != "Thu"
        assert OUTPUTS[output]() == said


@pytest.mark.parametrize("room", sorted(Path(slaclock.__file__).parent.rglob("*.py")), ids=lambda path: path.stem)
def test_no_room_asks_the_locale_for_a_name(room: Path) -> None:
    assert not re.findall("%[-_^#]?[aAbBhpcxX](?![A-Za-z])", room.read_text(encoding="utf-8"))
