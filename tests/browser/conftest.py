"""A headless Chromium: Debian's packages `chromium` and `chromium-driver` have to be on this machine."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from selenium import webdriver

OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    browser, driver = which("chromium"), which("chromedriver")
    assert browser, "no Chromium on this machine; apt-get install chromium chromium-driver"
    assert driver, "no driver of Chromium on this machine; apt-get install chromium chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in [*OPTIONS.split(), f"--user-data-dir={tmp_path_factory.mktemp('browser')}"]:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield started
    started.quit()


@pytest.fixture
def said(browser: webdriver.Chrome) -> Any:
    """What the browser complains of since it was last asked: errors of scripts, and what a page may not load."""
    browser.get_log("browser")
    return lambda: [line["message"] for line in browser.get_log("browser")]


@pytest.fixture
def on_clocks(browser: webdriver.Chrome) -> Iterator[Any]:
    """Has the browser show the clocks of a zone."""

    def on(zone: str) -> None:
        browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})

    yield on
    on("")


@pytest.fixture
def at_instant(browser: webdriver.Chrome) -> Iterator[Any]:
    """Has the clock of pages that are opened from now on begin at an instant, and go on from there."""
    added: list[str] = []

    def at(instant: str) -> None:
        ahead = f"const ahead = Date.parse('{instant}') - Date.now(), real = Date.now"
        script = f"{{ {ahead}; Date.now = () => real() + ahead; }}"
        found = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        added.append(found["identifier"])

    yield at
    for each in added:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": each})


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Any:
    """Opens a page from a file, as wide as is asked for."""

    def open_page(text: str, width: int = 1280, dark: bool = False, forced: bool = False) -> webdriver.Chrome:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        chosen = {
            "prefers-color-scheme": "dark" if dark else "light",
            "forced-colors": "active" if forced else "none",
        }
        features = [{"name": name, "value": value} for name, value in chosen.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        browser.get(file.as_uri())
        return browser

    return open_page


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script that finds what people cannot read or reach, from npm's package `axe-core`."""
    npm = which("npm")
    assert npm, "no Node on this machine; apt-get install nodejs npm"
    folder = tmp_path_factory.mktemp("axe")
    run = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"]
    subprocess.run(run, check=True, timeout=300)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
