"""The module in Node, as the page about it shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which

from paths import ROOT

from slaclock import SlaPolicy
from slaclock.publish import evaluator_module


def test_the_page_about_it_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "page.md").read_text(encoding="utf-8")
    policy, script = (re.search(rf"```{language}\n(.*?)```", page, re.DOTALL) for language in ("yaml", "javascript"))
    assert policy
    assert script
    SlaPolicy.loads(policy[1]).compile((2026, 2027)).save(tmp_path / "policy.sla.json")
    (tmp_path / "slaclock.js").write_text(evaluator_module(), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "ask.js").write_text(script[1], encoding="utf-8")
    node = which("node")
    assert node, "no Node on this machine; apt-get install nodejs"
    ran = subprocess.run([node, "ask.js"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    first, *stretches = ran.stdout.splitlines()
    assert first in script[1]
    assert any("holiday Thanksgiving Day" in line for line in stretches)
