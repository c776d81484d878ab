"""A policy where customers are: one page for a support site, and the module of JavaScript that answers in it (R22).

A change to what the page shows goes here: what stands in it, in `page.py`; what it does, in `page_script/`; how it
looks, in `page.css`; what is answered in a browser, in `evaluator/`, which follows `compiled` step by step. It never
knows of tickets, files or networks, and the page fetches nothing.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.publish.page import published_page as published_page
    from slaclock.publish.scripts import evaluator_module as evaluator_module, evaluator_types as evaluator_types
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "page": "published_page",
            "scripts": "evaluator_module evaluator_types",
        },
    )
