"""The functions of Arrow on whole columns, by their usual name `pc`."""

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
"""They are made when they are loaded, so no reader of types knows them."""
