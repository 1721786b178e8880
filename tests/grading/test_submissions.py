"""Submissions are found whole in every usual layout, and read without trusting a byte of them."""
import hashlib
import json
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmlab import words
from crmlab.grading import submissions, zips

NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["answer('q1', 1)\n", "1"], "metadata": {}, "outputs": [], "execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
RAW = json.dumps(NOTEBOOK).encode()
NOT_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def folder(tmp_path, *names):
    """SUBMISSIONS with these files, each a notebook if it is called one."""
    root = tmp_path / "SUBMISSIONS"
    for name in names:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(RAW if name.endswith(".ipynb") else b"not a notebook")
    return root


def zipped(path, names):
    """A zip of notebooks, or of the bytes given by name."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, names[name] if isinstance(names, dict) else RAW)
    return path


def raw_zip(path, *names):
    """A zip whose names are these bytes, without the UTF-8 flag: as Windows and old PHP write it."""
    body, directory, offset = b"", b"", 0
    for name in names:
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, zlib.crc32(RAW), len(RAW), len(RAW), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + fields + name + RAW
    offset = len(body)
    path.write_bytes(body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), offset, 0))
    return path


def found(path, tmp_path, **options):
    return submissions.find(path, tmp_path / "unpacked", **options)


def names(path, tmp_path, **options):
    return [(one.name, one.student) for one in found(path, tmp_path, **options)]


def test_notebooks_side_by_side_are_called_after_their_students(tmp_path):
    root = folder(tmp_path, "Trần_Thị Hà.ipynb", "Nguyễn Văn An (1).ipynb", "Lê_Đức-Copy1.ipynb", "b.IPYNB.txt", "notes.txt")
    (root / "b.IPYNB.txt").write_bytes(RAW)
    expected = [("Lê_Đức-Copy1.ipynb", "Lê Đức"), ("Nguyễn Văn An (1).ipynb", "Nguyễn Văn An"), ("Trần_Thị Hà.ipynb", "Trần Thị Hà"), ("b.IPYNB.txt", "b")]

    assert expected == names(root, tmp_path)


def test_names_decomposed_by_a_mac_are_composed(tmp_path):
    root = folder(tmp_path, unicodedata.normalize("NFD", "Nguyễn Đạt.ipynb"))
    one = found(root, tmp_path)[0]

    assert ("Nguyễn Đạt.ipynb", "Nguyễn Đạt") == (one.name, one.student)
    assert RAW == one.path.read_bytes()


def test_two_files_that_look_the_same_both_count(tmp_path):
    root = folder(tmp_path, unicodedata.normalize("NFD", "Hà.ipynb"), "Hà.ipynb")

    assert ["Hà.ipynb", "Hà~2.ipynb"] == [one.name for one in found(root, tmp_path)]


def test_a_folder_per_student(tmp_path):
    root = folder(tmp_path, "Trần Thị Hà/3.2.1.ipynb", "Nguyễn Văn An/3.2.1.ipynb", "Nguyễn Văn An/draft.ipynb")
    expected = [("Nguyễn Văn An/3.2.1.ipynb", "Nguyễn Văn An"), ("Nguyễn Văn An/draft.ipynb", "Nguyễn Văn An"), ("Trần Thị Hà/3.2.1.ipynb", "Trần Thị Hà")]

    assert expected == names(root, tmp_path)


MOODLE = [
    "Nguyễn Văn An_1234567_assignsubmission_file_/bai 1.ipynb",
    "Nguyễn Văn An_1234567_assignsubmission_file_/sub/data.csv",
    "Nguyễn Văn An_1234567_assignsubmission_onlinetext_/onlinetext.html",
    "Trần Thị Hà_1234568_assignsubmission_file/bai.ipynb",
    "Participant_1234569_assignsubmission_file_bai.ipynb",
    "Lê Văn Văn_1234570_assignsubmission_file_bai_2.ipynb",
    "Phạm Dũng_1234571_assignsubmission_onlinetext_onlinetext.html",
    "Đỗ Mười_1234572_assignsubmission_file_/bai.docx",
    "Nhóm 3_assignsubmission_file/bai.ipynb",
]
IN_MOODLE = [
    ("Lê Văn Văn", "1234570", "Lê Văn Văn_1234570_assignsubmission_file_bai_2.ipynb"),
    ("Nguyễn Văn An", "1234567", "Nguyễn Văn An_1234567_assignsubmission_file_/bai 1.ipynb"),
    ("Nhóm 3", None, "Nhóm 3_assignsubmission_file/bai.ipynb"),
    ("Participant 1234569", "1234569", "Participant_1234569_assignsubmission_file_bai.ipynb"),
    ("Trần Thị Hà", "1234568", "Trần Thị Hà_1234568_assignsubmission_file/bai.ipynb"),
    ("Đỗ Mười", "1234572", "Đỗ Mười_1234572_assignsubmission_file_/bai.docx"),
]


def moodle_rows(path, tmp_path):
    return [(one.student, one.moodle, one.name) for one in found(path, tmp_path)]


def test_moodle_as_a_folder(tmp_path):
    assert IN_MOODLE == moodle_rows(folder(tmp_path, *MOODLE), tmp_path)


def test_moodle_as_a_zip_also_alone_in_a_folder(tmp_path):
    zipped(folder(tmp_path, "readme.txt") / "CRM101-Bài 3-55.zip", MOODLE)

    assert IN_MOODLE == moodle_rows(tmp_path / "SUBMISSIONS" / "CRM101-Bài 3-55.zip", tmp_path)
    assert IN_MOODLE == moodle_rows(tmp_path / "SUBMISSIONS", tmp_path)


def test_a_moodle_student_without_notebook_is_not_lost(tmp_path):
    one = found(folder(tmp_path, *MOODLE), tmp_path)[-1]

    with pytest.raises(submissions.Unreadable, match=r"the file handed in is bai\.docx"):
        submissions.read(one)


CANVAS = [
    "annguyễnvăn_12345_67890_bai.ipynb",
    "annguyễnvăn_12345_67999_bai-1.ipynb",
    "hàtrầnthị_LATE_12346_67891_bai_3_2.ipynb",
    "dũngphạm_12347_67892_bai.zip",
    "lêđức_12348_text.html",
]


def test_canvas_marks_the_late_and_only_the_last_upload_counts(tmp_path):
    root = folder(tmp_path, *CANVAS)
    zipped(root / CANVAS[3], ["hk1/bai.ipynb", "__MACOSX/hk1/._bai.ipynb"])
    expected = [
        ("annguyễnvăn_12345_67999_bai-1.ipynb", "annguyễnvăn", "12345", False),
        ("dũngphạm_12347_67892_bai.zip/hk1/bai.ipynb", "dũngphạm", "12347", False),
        ("hàtrầnthị_LATE_12346_67891_bai_3_2.ipynb", "hàtrầnthị", "12346", True),
    ]

    assert expected == [(one.name, one.student, one.canvas, one.late) for one in found(root, tmp_path)]


def test_dates_in_file_names_are_not_taken_for_canvas(tmp_path):
    root = folder(tmp_path, "an_2026_10_bai.ipynb", "ha_2026_10_bai.ipynb")

    assert ["an 2026 10 bai", "ha 2026 10 bai"] == [one.student for one in found(root, tmp_path)]


def test_nbgrader_with_the_time_of_submission(tmp_path):
    root = folder(tmp_path, "submitted/an_nv/ps1/p.ipynb", "submitted/an_nv/ps1/.ipynb_checkpoints/p-checkpoint.ipynb", "submitted/ha/ps1/p.ipynb", "release/ps1/p.ipynb", "submitted/an_nv/ps1/timestamp.txt")
    (root / "submitted/an_nv/ps1/timestamp.txt").write_text("2026-10-01 20:15:00.250000 UTC", encoding="utf-8")
    an, ha = found(root / "submitted", tmp_path)

    assert ("an_nv/ps1/p.ipynb", "an_nv", datetime(2026, 10, 1, 20, 15, 0, 250000, UTC)) == (an.name, an.student, an.submitted)
    assert ("ha", None) == (ha.student, ha.submitted)
    assert ["an_nv", "ha", "release"] == sorted(one.student for one in found(root, tmp_path))


@pytest.mark.parametrize("stamp, offset", [("2026-10-01 20:15:00 Asia/Ho_Chi_Minh", 7), ("2026-10-01 20:15:00.0 +0700", 7), ("2026-10-01 20:15:00", None), ("yesterday", "none"), ("2026-10-01 20:15:00 XYZ", "none"), ("\xff", "none")])
def test_nbgraders_time_with_any_zone_or_none(tmp_path, stamp, offset):
    root = folder(tmp_path, "submitted/an/ps1/p.ipynb", "submitted/an/ps1/timestamp.txt")
    (root / "submitted/an/ps1/timestamp.txt").write_bytes(stamp.encode("latin-1"))
    submitted = found(root, tmp_path)[0].submitted

    assert ("none" if submitted is None else submitted.utcoffset()) == (timedelta(hours=offset) if isinstance(offset, int) else offset)


def test_one_assignment_of_several_is_chosen(tmp_path):
    root = folder(tmp_path, "submitted/an/ps1/p.ipynb", "submitted/an/ps2/p.ipynb")

    assert ["submitted/an/ps2/p.ipynb"] == [one.name for one in found(root, tmp_path, assignment="ps2")]
    with pytest.raises(ValueError, match="--assignment ps1"):
        found(root, tmp_path)


def test_a_notebook_inside_a_students_zip_is_found_and_cannot_pass_for_anothers(tmp_path):
    root = folder(tmp_path, "An/notes.txt", "Ha/bai.ipynb")
    zipped(root / "An/work.zip", ["../../Hà_77_assignsubmission_file_/bai.ipynb", "data.csv"])

    assert [("An/work.zip/Hà_77_assignsubmission_file_/bai.ipynb", "An"), ("Ha/bai.ipynb", "Ha")] == names(root, tmp_path)


def test_a_students_zip_gives_twenty_submissions_at_most(tmp_path):
    root = folder(tmp_path, "An/notes.txt", "Ha/bai.ipynb")
    zipped(root / "An/work.zip", [f"{count:03}.ipynb" for count in range(100)])

    assert 21 == len(found(root, tmp_path))


def test_a_students_zip_cannot_fill_the_disk(tmp_path, monkeypatch):
    root = folder(tmp_path, "An_1_assignsubmission_file_/notes.txt", "Ha_2_assignsubmission_file_/bai.ipynb")
    zipped(root / "An_1_assignsubmission_file_/work.zip", ["a.ipynb", "b.ipynb"])
    monkeypatch.setattr(zips, "ZIP_LIMIT", len(RAW) + 1)

    assert ["An_1_assignsubmission_file_/notes.txt", "Ha_2_assignsubmission_file_/bai.ipynb"] == [one.name for one in found(root, tmp_path)]


def test_one_folder_around_all_work_is_nobodys(tmp_path):
    zipped(tmp_path / "a.zip", ["lớp K48/An.ipynb", "lớp K48/Hà.ipynb"])
    zipped(tmp_path / "b.zip", ["lớp/An/1.ipynb", "lớp/Hà/1.ipynb"])
    zipped(tmp_path / "c.zip", [f"Canvas/{name}" for name in CANVAS[:3]])

    assert ["An", "Hà"] == [one.student for one in found(tmp_path / "a.zip", tmp_path)]
    assert ["An", "Hà"] == [one.student for one in found(tmp_path / "b.zip", tmp_path)]
    assert ["12345", "12346"] == [one.canvas for one in found(tmp_path / "c.zip", tmp_path)]


def test_names_are_never_too_long_for_a_file_system(tmp_path):
    zipped(tmp_path / "class.zip", ["An.ipynb", "b/" * 500 + "x" * 5000 + ".ipynb", "b/" * 500 + "x" * 5001 + ".ipynb"])
    long = [one.name.split("/") for one in found(tmp_path / "class.zip", tmp_path)[1:]]

    assert [8, 8] == [len(parts) for parts in long]
    assert all(len(part) <= 122 and part.endswith((".ipynb", "b")) for parts in long for part in parts)


@NOT_WINDOWS
def test_what_is_nobodys_work_is_skipped(tmp_path):
    root = folder(tmp_path, "An/a.ipynb", "An/.ipynb_checkpoints/a.ipynb", "__MACOSX/An/a.ipynb", "An/._a.ipynb", "An/data.csv", "x.ipynb/readme.txt")
    os.symlink(root / "An/a.ipynb", root / "Ha.ipynb")
    os.symlink(root / "An", root / "Binh")
    os.mkfifo(root / "pipe.ipynb")

    assert ["An/a.ipynb"] == [one.name for one in found(root, tmp_path)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258", "cp437"])
def test_names_without_an_encoding_are_recovered(tmp_path, encoding):
    name = {"utf-8": "Nguyễn Thị Ngọc Ánh.ipynb", "cp1258": "Nguyễn Thị Ngọc Ánh.ipynb", "cp437": "André Müller.ipynb"}[encoding]
    stored = unicodedata.normalize("NFC", name).encode(encoding) if encoding != "cp1258" else windows_1258(name)
    archive = raw_zip(tmp_path / "class.zip", stored)

    assert [name] == [one.name for one in found(archive, tmp_path)]


def windows_1258(text):
    """Vietnamese as Windows wrote it: letters with their shape, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    raw = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        raw += base.encode("cp1258") + tone.encode("cp1258")
    return raw


@NOT_WINDOWS
def test_a_name_in_no_encoding_can_still_be_written_down(tmp_path):
    root = folder(tmp_path, "An.ipynb")
    os.rename(root / "An.ipynb", os.fsencode(root) + b"/B\xff\xfen.ipynb")
    one = found(root, tmp_path)[0]

    assert one.name.encode("utf-8") and RAW == one.path.read_bytes()


def test_a_hostile_zip_writes_nothing_outside(tmp_path):
    names_in = {"../../evil.ipynb": RAW, "/tmp/evil2.ipynb": RAW, "C:\\Windows\\evil3.ipynb": RAW, "a/../b.ipynb": RAW, "line\nbreak.ipynb": RAW}
    archive = zipped(tmp_path / "class.zip", names_in)
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    rows = found(archive, tmp_path)

    assert ["Windows/evil3.ipynb", "a/b.ipynb", "evil.ipynb", "line_break.ipynb", "tmp/evil2.ipynb"] == [one.name for one in rows]
    assert {tmp_path / "class.zip"} | {one.path for one in rows} == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_of_two_files_with_one_name_in_a_zip_the_later_counts(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("An.ipynb", b"old")
        with pytest.warns(UserWarning):
            archive.writestr("An.ipynb", b"new")

    assert [b"new"] == [one.path.read_bytes() for one in found(tmp_path / "class.zip", tmp_path)]


def test_a_bomb_a_damaged_file_and_one_too_big_concern_only_themselves(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", b" " * (30 << 20))
        archive.writestr("good.ipynb", RAW)
        archive.writestr("torn.ipynb", RAW * 3)
        archive.writestr(zipfile.ZipInfo("big.ipynb"), b" " * (21 << 20))
        start = next(info.header_offset for info in archive.infolist() if info.filename == "torn.ipynb")
    with open(tmp_path / "class.zip", "r+b") as file:
        file.seek(start + 45)
        file.write(b"\xff" * 8)
    reasons = {one.name: reason(one) for one in found(tmp_path / "class.zip", tmp_path)}

    assert reasons.pop("good.ipynb") is None
    assert "larger than 20 MB" in reasons.pop("big.ipynb")
    assert ["bomb.ipynb", "torn.ipynb"] == [name for name, text in reasons.items() if "cannot be read" in text]


def test_a_zip_of_more_than_agreed_is_refused(tmp_path, monkeypatch):
    zipped(tmp_path / "class.zip", ["a.ipynb", "b.ipynb"])
    monkeypatch.setattr(zips.unpack, "__defaults__", (len(RAW) + 1,))

    with pytest.raises(ValueError, match="more than 2 GB"):
        found(tmp_path / "class.zip", tmp_path)


def reason(one):
    try:
        submissions.read(one)
    except submissions.Unreadable as refused:
        return str(refused)


def test_what_holds_no_submissions_is_refused_in_both_languages(tmp_path, language):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.zip").write_bytes(b"PK")
    for path, key in [("empty", "submissions.nothing"), ("nowhere", "submissions.no_such"), ("file.zip", "zips.damaged")]:
        with pytest.raises(ValueError) as refused:
            found(tmp_path / path, tmp_path)

        assert words.t(key, path=tmp_path / path) == str(refused.value)


def one(tmp_path, raw, name="An.ipynb"):
    (tmp_path / name).write_bytes(raw)
    return submissions.Submission(name, "An", tmp_path / name)


def test_a_notebook_is_read_with_the_digest_of_its_file(tmp_path):
    text, digest = submissions.read(one(tmp_path, RAW))
    notebook = nbformat.reads(text, as_version=4)

    assert hashlib.sha256(RAW).hexdigest() == digest
    assert ["answer('q1', 1)\n1"] == [cell.source for cell in notebook.cells]


def test_odd_but_honest_notebooks_are_read(tmp_path):
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": [{"cell_type": "code", "language": "python", "input": ["x = 1\n", "x"], "outputs": [], "collapsed": False}]}]}
    bare = {"cells": [{"cell_type": "code", "source": "x = 1\nx"}]}
    odd = {"cells": [7, {"cell_type": "code", "source": ["x = 1\n", None, "x"], "metadata": {"tags": ["parameters", 3, "parameters"]}}], "nbformat": "four", "metadata": []}
    encoded = [json.dumps(data).encode() for data in (old, bare, odd)] + [json.dumps(bare).encode("utf-16"), b"\xef\xbb\xbf" + json.dumps(bare).encode()]
    for raw in encoded:
        notebook = nbformat.reads(submissions.read(one(tmp_path, raw))[0], as_version=4)
        nbformat.validate(notebook)

        assert ["x = 1\nx"] == [cell.source for cell in notebook.cells]


def test_the_same_file_gives_the_same_text(tmp_path):
    submission = one(tmp_path, json.dumps({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "markdown", "source": "a"}]}]}).encode())

    assert submissions.read(submission) == submissions.read(submission)


@pytest.mark.parametrize(
    "raw, says",
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (RAW[:-5], "not an intact Jupyter notebook"),
        (b"[]", "not an intact"),
        (b'{"cells": 3}', "not an intact"),
        (b"\xff\xfe\xff", "not an intact"),
        (b"[" * 200_000, "not an intact"),
        (b'{"nbformat": 99}', "not an intact"),
        (b'{"cells": [' + b"1" * 5000 + b"]}", "not an intact"),
        (b" " * (20 << 20) + RAW, "larger than 20 MB"),
        (json.dumps({"cells": [{}] * 5001}).encode(), "more than 5,000 cells"),
    ],
    ids=range(11),
)
def test_what_is_no_notebook_is_refused_with_its_reason(tmp_path, raw, says):
    assert says in reason(one(tmp_path, raw))


@NOT_WINDOWS
def test_links_pipes_and_folders_are_not_read(tmp_path):
    os.symlink("/etc/passwd", tmp_path / "link.ipynb")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for name in ("link.ipynb", "pipe.ipynb", "folder.ipynb", "nowhere.ipynb"):
        assert "cannot be read" in reason(submissions.Submission(name, "An", tmp_path / name))


ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["code", "markdown", 3, 4]),
                        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["cells", "source", "cell_type", "metadata", "tags", "nbformat", "worksheets", "input", "kernelspec", "name", "display_name", "outputs"]) | st.text(max_size=3), inner, max_size=5), max_leaves=25)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANYTHING, place=st.integers(0, 400), noise=st.binary(max_size=4), cells=st.booleans())
def test_whatever_the_bytes_are_there_is_a_valid_notebook_or_a_reason(tmp_path, data, place, noise, cells):
    raw = json.dumps({"cells": data, "nbformat": 4} if cells else data).encode()
    for bytes_in in (raw, raw[:place] + noise + raw[place + 1 :], RAW[:place] + noise + RAW[place + 1 :]):
        try:
            text, _ = submissions.read(one(tmp_path, bytes_in))
        except submissions.Unreadable:
            continue
        text.encode("utf-8")
        nbformat.validate(nbformat.reads(text, as_version=4))
