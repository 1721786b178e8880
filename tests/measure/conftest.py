"""Tables of every kind: one Spark session for all tests that want one."""
import os
import shutil
import sys

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A real session on this machine; nothing is written outside a temporary folder."""
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java 17 or newer: there is no java")
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install crmlab[spark]")
    folder = tmp_path_factory.mktemp("spark")
    os.environ |= {"SPARK_LOCAL_DIRS": str(folder), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        # a minute of small jobs: compiling Java as far as for a server costs more than it gives
        "spark.driver.extraJavaOptions": f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dderby.system.home={folder} -Djava.io.tmpdir={folder}",
        "spark.log.level": "ERROR",
    }
    builder = sql.SparkSession.builder.master("local[2]").appName("crmlab")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def made(request):
    """A function that makes a table of a kind from a pandas one."""

    def make(kind, table):
        if kind == "pandas":
            return table
        if kind == "spark":
            return request.getfixturevalue("spark").createDataFrame(table)
        if kind == "duckdb":
            return pytest.importorskip("duckdb").connect().from_df(table)
        polars = pytest.importorskip("polars")
        return polars.from_pandas(table) if kind == "polars" else polars.from_pandas(table).lazy()

    return make
