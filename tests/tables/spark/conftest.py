"""One Spark for all tests, on this machine, with two workers that cannot import pandas."""

import os
import sys
from collections.abc import Iterator

import pytest
from paths import ROOT
from pyspark.sql import SparkSession

NO_PANDAS = """\
import sys


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Absent())
"""
"""What every Python runs at its start that finds it, as the workers do."""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session whose batches are small, so that every partition has many."""
    started_with = tmp_path_factory.mktemp("workers")
    (started_with / "sitecustomize.py").write_text(NO_PANDAS)
    path = os.pathsep.join(
        [str(started_with), str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "tables" / "spark")]
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        patched.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            SparkSession.builder.master("local[2, 2]")  # A task that fails is tried a second time.
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .config("spark.executorEnv.PYTHONPATH", path)
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()
