"""The strategies of hypothesis, or the extra that has them."""

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise ImportError("strategies need hypothesis; run: pip install 'slaclock[testing]'", name=error.name) from None

__all__ = ["st"]
