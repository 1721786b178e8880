"""What has been graded so far: one JSON line per result, safe on disk before the next begins."""
import contextlib
import json
import os
import pathlib

from .. import words


AGAIN, DONE = {"graded": "again"}, {"graded": "all"}


class Journal:
    """The results of one folder of grades.

    Parameters
    ----------
    path : the journal's file
    setting : a text that stands for the source, the seeds and the limits; results made under another setting do not count
    """

    def __init__(self, path, setting):
        self.path, self.setting = pathlib.Path(path), setting

    def results(self):
        """{(submission, digest): result} of this setting, the last line of each; a torn last line is as if it had not been written."""
        found = {}
        for entry in self._entries():
            if entry == AGAIN:
                found.clear()
            elif entry.get("setting") == self.setting:
                with contextlib.suppress(KeyError, TypeError):
                    found[entry["result"]["submission"], entry["result"]["digest"]] = entry["result"]
        return found

    def begin_again(self):
        """Let what was graded so far count no more; where this was said before and grading did not come to its end, go on from there."""
        if not self._unfinished():
            self._add(AGAIN)

    def append(self, result):
        """Add one result; it is on disk when this returns."""
        self._add({"setting": self.setting, "result": result})

    def end(self):
        """All are graded."""
        if self._unfinished():
            self._add(DONE)

    def _unfinished(self):
        """Whether grading has begun again and not come to its end."""
        return [entry for entry in self._entries() if entry in (AGAIN, DONE)][-1:] == [AGAIN]

    def _entries(self):
        lines = self.path.read_bytes().splitlines() if self.path.exists() else []
        for line in lines:
            with contextlib.suppress(ValueError, RecursionError):
                if isinstance(entry := json.loads(line), dict):
                    yield entry

    def _add(self, entry):
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        with open(self.path, "ab+") as file:
            if file.tell() and not _ends_with_newline(file):
                file.write(b"\n")  # the line before was torn by a crash
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _ends_with_newline(file):
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


@contextlib.contextmanager
def alone(folder):
    """One grading at a time in a folder; the second one is refused. A lock left by a killed process does not count."""
    path = pathlib.Path(folder) / ".lock"
    with open(path, "a", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            raise ValueError(words.t("grade.busy", folder=folder)) from None
        yield


def _lock(file):
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # flock would be inherited by worker processes that outlive a killed grading


def write(path, content, mode=0o666):
    """Write a file at once or not at all, and have it on disk."""
    path = pathlib.Path(path)
    new = path.with_name(path.name + ".new")
    with open(new, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.replace(new, path)
    except OSError:
        new.unlink()
        raise
