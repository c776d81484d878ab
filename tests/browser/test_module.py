"""The module in Node, in a page and in TypeScript, as the page about it shows."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any

import pytest
from paths import ROOT
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from slaclock import SlaPolicy
from slaclock.publish import evaluator_module, evaluator_types

PAGE = (ROOT / "docs" / "how-to" / "page.md").read_text(encoding="utf-8")
MISTAKES = """
policy.due({ plan: "overnight" });
policy.due({ opened: true });
policy.explain(question).stretches[0].why;
policy.isOpen();
const words: string = policy.due(question);
"""


def shown(language: str) -> str:
    """The first snippet of the page in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def program(name: str) -> str:
    """Where a program of Node is."""
    found = which(name)
    assert found, f"no {name} on this machine; apt-get install nodejs npm"
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the commands of the page write."""
    SlaPolicy.loads(shown("yaml")).compile((2026, 2027)).save(tmp_path / "policy.sla.json")
    (tmp_path / "slaclock.js").write_text(evaluator_module(), encoding="utf-8")
    (tmp_path / "slaclock.d.ts").write_text(evaluator_types(), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return tmp_path


def test_in_node(folder: Path) -> None:
    (folder / "ask.js").write_text(shown("javascript"), encoding="utf-8")
    ran = subprocess.run(
        [program("node"), "ask.js"], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    first, *stretches, refused = ran.stdout.splitlines()
    assert f"// {first}\n" in shown("javascript")
    assert f"// {refused}\n" in shown("javascript")
    assert any("holiday Thanksgiving Day" in line for line in stretches)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: Any) -> None:
        pass


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where a server on this machine sends what is in the folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_in_a_page_of_ones_own(folder: Path, address: str, browser: Any) -> None:
    (folder / "own.html").write_text(shown("html"), encoding="utf-8")
    browser.get(f"{address}/own.html")
    due = WebDriverWait(browser, 10).until(lambda it: it.find_element(By.ID, "due").text)
    assert due == "2026-11-30T04:00:00.000Z"


def test_in_typescript(folder: Path) -> None:
    """What the page shows has the types that are declared; mistakes have not."""
    packages = ["typescript@5", "@types/node@22"]
    run = [program("npm"), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *packages]
    subprocess.run(run, check=True, timeout=300)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "right.ts").write_text(shown("javascript"), encoding="utf-8")
    (folder / "wrong.ts").write_text(shown("javascript") + MISTAKES, encoding="utf-8")
    choices = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    check = [program("node"), "node_modules/typescript/bin/tsc", *choices]
    right, wrong = (
        subprocess.run([*check, name], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
        for name in ("right.ts", "wrong.ts")
    )
    assert right.stdout == ""
    assert wrong.stdout.count("error TS") == len(MISTAKES.split("\n")) - 2
