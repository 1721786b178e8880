"""The journal: what it holds survives any crash, and nothing that was torn off counts."""
import os
import subprocess
import sys
import threading

import pytest

from crmlab.grading import journal


def result(name, digest="d", **more):
    return {"submission": name, "digest": digest, "status": "graded", **more}


def test_what_was_appended_is_found_again(tmp_path):
    book = journal.Journal(tmp_path / "journal.jsonl", "one")
    results = [result("Nguyễn Văn An.ipynb", note="a\r\nb\u2028c\x85d"), result("b/c.ipynb"), result("b/c.ipynb", "e")]
    for one in results:
        book.append(one)

    assert {(one["submission"], one["digest"]): one for one in results} == journal.Journal(tmp_path / "journal.jsonl", "one").results()
    assert 3 == (tmp_path / "journal.jsonl").read_bytes().count(b"\n"), "one line each"


def test_a_journal_that_is_not_there_is_empty(tmp_path):
    assert {} == journal.Journal(tmp_path / "journal.jsonl", "one").results()


def test_the_last_of_several_results_counts(tmp_path):
    book = journal.Journal(tmp_path / "journal.jsonl", "one")
    for note in (1, 2, 3):
        book.append(result("a.ipynb", note=note))

    assert {("a.ipynb", "d"): result("a.ipynb", note=3)} == book.results()


def test_results_of_another_setting_do_not_count_and_stay(tmp_path):
    one, other = (journal.Journal(tmp_path / "journal.jsonl", setting) for setting in ("one", "other"))
    one.append(result("a.ipynb", note=1))
    other.append(result("a.ipynb", note=2))

    assert 1 == one.results()["a.ipynb", "d"]["note"]
    assert 2 == other.results()["a.ipynb", "d"]["note"]


def test_a_last_line_torn_at_any_byte_is_as_if_never_written(tmp_path):
    path = tmp_path / "journal.jsonl"
    book = journal.Journal(path, "one")
    book.append(result("An.ipynb"))
    whole = len(path.read_bytes())
    book.append(result("Bình.ipynb"))
    content = path.read_bytes()
    for length in range(whole, len(content)):
        path.write_bytes(content[:length])
        before = book.results()
        book.append(result("Chi.ipynb"))
        after = book.results()

        there = {"An.ipynb", "Bình.ipynb"} if length == len(content) - 1 else {"An.ipynb"}  # only the newline is missing
        assert there == {name for name, _ in before}
        assert there | {"Chi.ipynb"} == {name for name, _ in after}


@pytest.mark.parametrize("junk", [b"null\n", b"[]\n", b"{}\n", b'{"setting": "one"}\n', b'{"setting": "one", "result": []}\n', b"\xff\xfe\x00\n", b'{"setting": "one", "result": {"submission": [], "digest": 1}}\n', b"[" * 100_000 + b"\n", b"1" * 5000 + b"\n", b"\0" * 4096])
def test_lines_that_are_no_results_are_passed_over(tmp_path, junk):
    path = tmp_path / "journal.jsonl"
    book = journal.Journal(path, "one")
    book.append(result("a.ipynb"))
    with open(path, "ab") as file:
        file.write(junk)
    book.append(result("b.ipynb"))

    assert [("a.ipynb", "d"), ("b.ipynb", "d")] == list(book.results())


def test_half_a_character_does_no_harm(tmp_path):
    book = journal.Journal(tmp_path / "journal.jsonl", "one")
    book.append(result("a.ipynb", given="\ud800"))
    book.append(result("b.ipynb"))

    assert ["a.ipynb", "b.ipynb"] == [name for name, _ in book.results()]


def test_a_result_is_on_disk_when_append_returns(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(journal.os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    journal.Journal(tmp_path / "journal.jsonl", "one").append(result("a.ipynb"))

    assert [(tmp_path / "journal.jsonl").stat().st_size] == synced


HOLD = """
import sys, time
from crmlab.grading import journal
with journal.alone(sys.argv[1]):
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that grades in the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert "mine\n" == process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_grading_in_the_same_folder_is_refused(tmp_path, holder):
    with pytest.raises(ValueError, match="Another grading runs") as refused:
        with journal.alone(tmp_path):
            pass

    assert str(tmp_path) in str(refused.value)


def test_the_lock_of_a_killed_process_does_not_count(tmp_path, holder):
    holder.kill()
    holder.wait()
    with journal.alone(tmp_path):
        pass


def test_the_lock_ends_with_the_grading_and_with_an_error(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), journal.alone(tmp_path):
            1 / 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
def test_the_lock_is_not_kept_by_children_that_outlive_a_killed_grading(tmp_path):
    code = HOLD.replace("    print", "    import os\n    if os.fork() == 0: time.sleep(30); os._exit(0)\n    print")
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        process.stdout.readline()
        process.kill()
        process.wait()
        with journal.alone(tmp_path):
            pass
    finally:
        os.killpg(process.pid, 9)
        process.stdout.close()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    journal.write(path, "before")

    def torn(handle):
        raise OSError("disk full")

    monkeypatch.setattr(journal.os, "fsync", torn)
    with pytest.raises(OSError):
        journal.write(path, "after")

    assert "before" == path.read_text(encoding="utf-8")


def test_readers_never_see_half_a_file(tmp_path):
    path = tmp_path / "page.html"
    contents = {"a" * 200_000, "b" * 100_000}
    journal.write(path, "a" * 200_000)
    writer = threading.Thread(target=lambda: [journal.write(path, content) for _ in range(20) for content in contents])
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(path.read_text(encoding="utf-8"))
    writer.join()

    assert set() == seen - contents
    assert ["page.html"] == [file.name for file in tmp_path.iterdir()]


def test_texts_and_bytes_are_written_as_they_are(tmp_path):
    journal.write(tmp_path / "a", "Ước\r\n")
    journal.write(tmp_path / "b", b"\xef\xbb\xbf")

    assert "Ước\r\n".encode() == (tmp_path / "a").read_bytes()
    assert b"\xef\xbb\xbf" == (tmp_path / "b").read_bytes()
    assert {"a", "b"} == {file.name for file in tmp_path.iterdir()}


def test_grading_again_forgets_what_was_and_goes_on_where_it_was_interrupted(tmp_path):
    book = journal.Journal(tmp_path / "journal.jsonl", "setting")
    first, second = ({"submission": name, "digest": "0", "status": "graded"} for name in ("An", "Bình"))
    book.append(first)
    book.append(second)
    book.begin_again()
    assert {} == book.results()

    book.append(first)
    book.begin_again()  # the same command after an interruption
    assert [("An", "0")] == list(book.results())

    book.append(second)
    book.end()
    assert 2 == len(book.results())
    book.begin_again()  # once more, after all were graded
    assert {} == book.results()
