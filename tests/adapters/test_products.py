"""The page on products says of each what its package can do."""

from inspect import Parameter, signature

import pytest
from paths import ROOT
from product_answers import ROWS as FILES

from slaclock.adapters import PRODUCTS, TAKES, Does, able, of_product

PAGE = (ROOT / "docs" / "reference" / "products.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("`"))
def test_a_row_says_what_the_package_can_do(row: list[str]) -> None:
    name, title, hours, _, _, tickets, due, written, _ = row
    known = name.strip("`")
    assert known in PRODUCTS
    assert title.split(",")[0] in PRODUCTS[known]
    can = {
        "policy_of_answers": hours.startswith("yes"),
        "tickets_of_answers": tickets.startswith("yes"),
        "text_of_policy": written.startswith("yes"),
        "comparison_of_answers": "compared" in due and "from Python" not in due,
    }
    assert can == {does: known in able(does) for does in can}  # type: ignore[arg-type]


def test_every_product_has_its_row() -> None:
    assert sorted(row[0].strip("`") for row in ROWS) == sorted(PRODUCTS)


@pytest.mark.parametrize("does", ["policy_of_answers", "tickets_of_answers", "comparison_of_answers"])
def test_what_products_read_is_tried_on_files(does: Does) -> None:
    """The laws for all products, and the fuzzing of them, take the files from there."""
    assert {row.product for row in FILES if row.does == does} == set(able(does))


def test_what_is_not_read_is_no_product() -> None:
    for name in ("HubSpot", "Dynamics", "Linear", "Front"):
        assert name in PAGE
        assert not any(name in title for title in PRODUCTS.values())


def test_what_products_can_be_told_is_what_their_functions_take() -> None:
    taken: dict[str, tuple[str, ...]] = {}
    for name in able("policy_of_answers"):
        parameters = signature(of_product(name, "policy_of_answers")).parameters.values()
        for each in parameters:
            if each.kind is Parameter.KEYWORD_ONLY:
                taken[each.name] = (*taken.get(each.name, ()), name)
    assert taken == TAKES
