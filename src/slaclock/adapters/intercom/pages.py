"""Lists of Intercom: records under `data`, and whether another page follows (R19)."""

from __future__ import annotations

from slaclock.adapters.payloads import Record
from slaclock.adapters.records import Kind


def _goes_on(page: Record, _: int) -> bool:
    pages = page.get("pages")
    return pages is not None and isinstance(pages.value, dict) and bool(pages.value.get("next"))


def listed(record: str) -> Kind:
    """Records of one kind, as the product lists them."""
    return Kind(
        plural="data",
        singular=record,
        beside={"type", "pages"},
        goes_on=_goes_on,
        counts=("total_count",),
        called=f"{record}s",
    )
