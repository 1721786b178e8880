"""The same class on a Dask cluster: processes of their own, and the same gradebook."""
import dask
import pytest
import tiny
from distributed import LocalCluster

from crmlab.cli import main


@pytest.fixture(scope="module")
def cluster():
    """One worker process with two threads, each of which has to have its own sandbox."""
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
        yield cluster


def test_a_class_on_a_cluster_gets_the_same_gradebook(cluster, tmp_path):
    source = tiny.write(tmp_path / "en" / "sums.ipynb")
    submitted = tiny.a_class(tmp_path / "submissions")
    (tmp_path / "key").write_text("a secret\n", encoding="utf-8")
    light = tiny.light()

    def grade(grades, *options):
        code = main(["grade", str(source), str(submitted), "-o", str(tmp_path / grades), "--key", str(tmp_path / "key"), "--hidden", "1", "--sandbox", light, *options])
        return code, {name: (tmp_path / grades / name).read_bytes() for name in ("gradebook.csv", "reading.csv", "class.html")}

    here, there = grade("here", "--workers", "1"), grade("there", "--dask", cluster.scheduler_address)

    assert 0 == here[0]
    assert here == there
    assert b"Nguy\xe1\xbb\x85n V\xc4\x83n An,2,1.5,0,3.5,graded\r\n" in there[1]["gradebook.csv"]


def test_a_cluster_that_is_not_there_is_refused_in_one_sentence(tmp_path, capsys):
    source, submitted = tiny.write(tmp_path / "en" / "sums.ipynb"), tiny.a_class(tmp_path / "submissions")
    with dask.config.set({"distributed.comm.timeouts.connect": "500ms"}):
        code = main(["grade", str(source), str(submitted), "-o", str(tmp_path / "grades"), "--sandbox", tiny.light(), "--dask", "tcp://127.0.0.1:9"])

    assert 1 == code
    assert "127.0.0.1:9" in capsys.readouterr().err
