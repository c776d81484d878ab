"""What a change must pass, and what is worth running now and then.

`nox` runs the gate on the interpreter at hand. `nox -s interpreters` runs the tests on every Python that slaclock
claims to support, `nox -s interpreters-3.12` on one of them; one that is not on this machine fails by name.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

PYPROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["tests", "types", "lint", "layers", "docs", "examples"]
nox.options.error_on_missing_interpreters = True
nox.options.download_python = "never"
nox.options.reuse_venv = "yes"


def group(name: str) -> tuple[str, ...]:
    """Return the requirements of one dependency group of pyproject.toml."""
    return nox.project.dependency_groups(PYPROJECT, name)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; every branch of src must have been taken."""
    session.install("-e", ".[dev]")
    session.run("pytest", "-n", "auto", "--cov", *session.posargs)


@nox.session(python=PYTHONS, default=False)
def interpreters(session: nox.Session) -> None:
    """Run the tests on each supported Python, without the coverage gate."""
    session.install(".[dev]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of src twice over, and those of the examples and of what the pages show as a user would."""
    session.install("-e", ".[cli,columns,ics,locale,testing]", "pandas", "polars", "duckdb>=2", *group("types"))
    session.run("mypy", "--strict", "src", "tests/test_types.py")
    session.run("mypy", "--strict", "conformance")
    session.run("pyright", "src", "tests/test_types.py")
    with TemporaryDirectory() as shown:
        session.run("python", "tests/pages.py", shown)
        with session.chdir(shown):  # Away from what pyproject.toml says.
            session.run("mypy", "--strict", "--disable-error-code=import-untyped", ".")  # Arrow has no types.
            session.run("pyright")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format; `nox -s lint -- --fix` mends what can be mended."""
    session.install(*group("lint"))
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), ".")
    session.run("ruff", "format", *([] if fix else ["--check"]), ".")


@nox.session
def layers(session: nox.Session) -> None:
    """Hold the plan of ARCHITECTURE.md: the order of wings and rooms, and that the page names every one of them."""
    session.install("-e", ".[dev]", *group("layers"))
    session.run("lint-imports")
    session.run("pytest", "tests/test_layout.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link, an unknown name or a page that shows its markup fails."""
    session.install("-e", ".[dev]", *group("docs"))
    if session.posargs:
        session.run("zensical", *session.posargs)
        return
    session.run("zensical", "build", "--clean", "--strict")
    session.run("python", "-m", "website.finish", "site")
    session.run("pytest", "tests/website")


@nox.session
def examples(session: nox.Session) -> None:
    """Run every program in examples and every snippet of the documentation."""
    session.install("-e", ".[dev]")
    session.run("pytest", "tests/test_docs.py", *session.posargs)


@nox.session(default=False)
def reference(session: nox.Session) -> None:
    """Write the page about the command line, and the schemas of its answers, from the commands themselves."""
    session.install("-e", ".[cli]")
    session.run("python", "tests/cli_reference.py")


@nox.session(default=False, reuse_venv=False)
def package(session: nox.Session) -> None:
    """Build what is published, check it, and run the tutorial with it alone, as those do who install it."""
    session.install(*group("package"))
    built = Path(session.create_tmp()) / "dist"
    shutil.rmtree(built, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(built))
    (source,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    session.run("twine", "check", "--strict", str(source), str(wheel))
    session.run("check-wheel-contents", str(wheel))
    session.install(str(wheel))
    # Without its extra the command line says which one it needs.
    session.run("slaclock", success_codes=[2])
    session.install(f"{wheel}[cli]", "pytest")
    shutil.unpack_archive(source, built)
    # The checkout is on no path there: what is tested is the wheel, and that the source distribution is whole.
    with session.chdir(built / source.name.removesuffix(".tar.gz")):
        session.run("python", "-P", "-c", "import slaclock; assert 'site-packages' in slaclock.__file__, slaclock")
        session.run("pytest", "--noconftest", "tests/test_docs.py", "-k", "shows and (tutorial or README)")


@nox.session(default=False)
def spark(session: nox.Session) -> None:
    """Run Spark on this machine, and the page about it; needs Java 17."""
    session.install("-e", ".[dev,spark]")
    covered = ("--cov=slaclock.spark", "--cov-config=tests/tables/spark/coveragerc")
    session.run("pytest", "tests/tables/spark", *covered, *session.posargs)


APPS = ("webhook_service", "django_desk", "monitors")


@nox.session(default=False)
def apps(session: nox.Session) -> None:
    """Check and test the apps in examples, end to end, with the frameworks that they need."""
    session.install("-e", ".[dev]", *group("apps"))
    packages = [argument for name in APPS for argument in ("-p", name)]
    paths = {"PYTHONPATH": "examples/apps"}
    session.run("mypy", "--config-file", "examples/apps/mypy.ini", *packages, env=paths)
    session.run("pytest", "tests/apps", *session.posargs)


@nox.session(default=False)
def postgres(session: nox.Session) -> None:
    """Test the webhook service on a server of PostgreSQL, which is started for it; it has to be on this machine."""
    session.install("-e", ".[dev]", *group("apps"))
    on_postgres = {"SLACLOCK_DATABASE": "postgresql"}
    session.run("pytest", "tests/apps/test_webhook_service.py", *session.posargs, env=on_postgres)
    session.run("pytest", "tests/postgres", *session.posargs)


@nox.session(default=False)
def browser(session: nox.Session) -> None:
    """Ask the published page in a headless Chromium, with its driver and Node, which have to be on this machine."""
    session.install("-e", ".[dev]", *group("browser"))
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session(default=False)
def laws(session: nox.Session) -> None:
    """Run everything at length: thousands of examples for each law, and the slow tests."""
    session.install("-e", ".[dev]")
    session.run("pytest", "-m", "", *session.posargs, env={"HYPOTHESIS_PROFILE": "thorough"})


CONCURRENT = [f"tests/test_{about}.py" for about in ("threads", "processes", "locks", "pickling")]


@nox.session(default=False)
def threads(session: nox.Session) -> None:
    """Run threads, forks and pools at length, changing threads after every microsecond; pickle all that is public."""
    session.install("-e", ".[dev]")
    session.run("pytest", "-m", "", *CONCURRENT, *session.posargs)


@nox.session(python=["3.13t", "3.14t"], default=False)
def free_threads(session: nox.Session) -> None:
    """Run the same on Pythons without a global lock; one that is not on this machine fails by name."""
    session.install(".[cli,columns]", "pytest>=8.3", "hypothesis>=6.115", "tzdata")
    unlocked = "import sys, slaclock; slaclock.SlaPolicy; assert not sys._is_gil_enabled(), 'a package took the lock'"
    session.run("python", "-c", unlocked)
    session.run("pytest", "-m", "", *CONCURRENT, *session.posargs)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Try 200,000 inputs made of good ones by small changes; keep what fails; `-- --seed 7` tries others."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "fuzz", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure against a yardstick and the peers, and write docs/benchmarks.md. Judges nothing."""
    session.install(".[cli,columns]", *group("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session(default=False)
def conformance(session: nox.Session) -> None:
    """Ask other libraries all cases, and write who passes what into docs/reference/conformance.md. Judges nothing.

    Those for Node.js are installed by npm, which has to be on this machine, into a folder that is removed again.
    """
    session.install(".[columns]", *group("conformance"))
    with TemporaryDirectory() as folder:
        shutil.copy("conformance/peers/node/package.json", folder)
        session.run("npm", "install", "--no-audit", "--no-fund", "--prefix", folder, external=True)
        session.run("python", "-m", "conformance.page", *session.posargs, env={"CONFORMANCE_PACKAGES": folder})


@nox.session(default=False)
def starting(session: nox.Session) -> None:
    """Measure what it costs to start, and write that section of docs/benchmarks.md."""
    session.install(".[cli,columns]", *group("bench"))
    session.run("python", "-m", "benchmarks.processes", *session.posargs)


@nox.session(default=False)
def tickets(session: nox.Session) -> None:
    """Measure what tickets cost, and write that section of docs/benchmarks.md."""
    session.install(".[cli,columns]", *group("bench"))
    session.run("python", "-m", "benchmarks.tickets", *session.posargs)


@nox.session(default=False)
def large_policies(session: nox.Session) -> None:
    """Measure what policies of many plans cost, and write that section of docs/benchmarks.md."""
    session.install(".[cli,columns]", *group("bench"))
    session.run("python", "-m", "benchmarks.large_policies", *session.posargs)


@nox.session(default=False)
def engines(session: nox.Session) -> None:
    """Measure DuckDB, Spark and whole files beside the kernel, and write their section of docs/benchmarks.md."""
    session.install(".[cli,columns,spark]", *group("bench"))
    session.run("python", "-m", "benchmarks.engines", *session.posargs)
    session.run("python", "-m", "benchmarks.databases")


@nox.session(default=False)
def histories(session: nox.Session) -> None:
    """Measure whole histories as columns, and in Spark, and write their section of docs/benchmarks.md."""
    session.install(".[cli,columns,spark]", *group("bench"))
    session.run("python", "-m", "benchmarks.histories", *session.posargs)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the rooms that count time in small ways, one at a time; 95 % of the changes must make a test fail.

    `nox -s mutation -- hours/zone.py` tries one room; `--again` tries what no test noticed with the tests as they are
    now, and `--survivors` in a process of its own, with the laws.
    """
    session.install("-e", ".[dev]")
    session.run("python", "-m", "mutation", *session.posargs, env={"PYTHONPATH": "tests", "HYPOTHESIS_PROFILE": "few"})
