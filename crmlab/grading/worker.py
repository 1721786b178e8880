"""The grader's end of a sandbox: jobs go in, messages come out, and whatever the sandbox does, the grader goes on."""
import contextlib
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time

from .. import words
from . import frames
from .sandbox import LIMITS, Refused, free_user

_LATE, _FLOOD, _CLOSED = b"late", b"flood", b"closed"  # beside the kinds of frames
_ODD_ENDS = {_LATE: "timeout", _FLOOD: "output"}
_START_SECONDS, _GRACE_SECONDS, _CLOSE_SECONDS = 120, 5, 5


def messages(lines):
    """The messages in the lines of a child: each JSON object; anything else is dropped."""
    for line in lines.split(b"\n"):
        if not line.startswith(b"{"):
            continue
        try:
            message = json.loads(line.decode("utf-8", "replace"))
            if b"\\ud" in line.lower():  # half a character would break the files it is written to
                message = json.loads(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"))
        except (ValueError, RecursionError, MemoryError):
            continue
        yield message


class Worker:
    """Runs jobs in a sandbox, one after another; it starts with the first, and anew after anything odd.

    ``forced`` takes away what the runner would make use of: ``many=False`` gives each job a sandbox of its own, as
    where namespaces are refused; ``fork=False`` does without forking, as on Windows.
    """

    def __init__(self, sandbox, limits=LIMITS, **forced):
        self.sandbox, self.limits, self.forced = sandbox, {**LIMITS, **limits}, forced
        self.ended = None
        self._process = None

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.close()

    def run(self, job):
        """The messages of a job as they come; when they are through, ``ended`` says how it ended, None for well."""
        self.ended = "ended early"
        if self._process is not None and self._process.poll() is not None:
            self._stop()  # it has ended between two jobs: the machine ran out of memory, or the thread that started it is gone
        if self._process is None:
            self._start()
        usable = False
        try:
            yield from self._run(json.dumps(job).encode())
            usable = self._many
        finally:
            if not usable:
                self._stop()

    def _run(self, job):
        deadline = time.monotonic() + self.limits["seconds"] + _GRACE_SECONDS
        self._say(b"%d\n" % len(job) + job)
        soft = None
        while True:
            kind, body = self._next(deadline)
            if kind != b"M":
                ended = _read_end(body) if kind == b"E" else _ODD_ENDS.get(kind, "ended early")
                self.ended = soft if ended is None else ended
                self._many = self._many and kind == b"E"
                return
            for message in messages(body):
                if message.get("type") == "done" and message.get("status") in ("timeout", "memory"):
                    soft = soft or message["status"]
                yield message

    def _start(self):
        self._log = tempfile.TemporaryFile()
        self._folder = tempfile.TemporaryDirectory(prefix="crmlab-", ignore_cleanup_errors=True) if self.sandbox.scratch is None else None
        environment = None if self.sandbox.environment is None else dict(self.sandbox.environment)
        self._process = subprocess.Popen(
            self.sandbox.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env=environment, start_new_session=True, cwd=self._folder and self._folder.name,
        )
        self._frames = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout, self._frames), daemon=True)
        self._reader.start()
        self._say(json.dumps(self._settings()).encode() + b"\n")
        kind, body = self._next(time.monotonic() + _START_SECONDS)
        if kind != b"R":
            self._log.seek(0)
            said = self._log.read()[-2000:].decode("utf-8", "replace").strip()
            self._stop()
            raise Refused(words.t("sandbox.start", name=self.sandbox.name, said=said))
        self._many = b"true" in body

    def _settings(self):
        sandbox = self.sandbox
        return {
            "scratch": self._folder.name if self._folder else sandbox.scratch,
            "data": sandbox.data, "uid": free_user() if sandbox.root else None, "bare": sandbox.bare,
            "many": True, "fork": True, "limits": self.limits, **self.forced,
        }

    def _read(self, stream, frames_read):
        """Read on while a job is worked on, so that the sandbox never waits for the grader; within a limit."""
        most = 2 * self.limits["output"] + (1 << 20)
        left = most
        for kind, body in frames.read(stream, most):
            left = left - len(body) if kind == b"M" else most
            if left < 0:
                return frames_read.put((_FLOOD, b""))
            frames_read.put((kind, body))
        frames_read.put((_CLOSED, b""))

    def _next(self, deadline):
        try:
            return self._frames.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            return _LATE, b""

    def _say(self, data):
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended; the reader will tell

    def close(self):
        """End the sandbox and everything in it, and wait until it has ended."""
        if self._process is not None:
            self._stop()

    def _stop(self):
        process, self._process = self._process, None
        with contextlib.suppress(OSError):
            process.stdin.close()  # the runner ends by itself when nobody is there any more
        try:
            process.wait(_CLOSE_SECONDS if self.forced.get("fork", True) else 0)
        except subprocess.TimeoutExpired:
            _kill(process)
        self._reader.join(_CLOSE_SECONDS)
        if not self._reader.is_alive():
            process.stdout.close()
        self._log.close()
        if self._folder:
            self._folder.cleanup()


def _kill(process):
    """Kill a process and its group, and wait for it."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()


def _read_end(body):
    """How the supervisor says that a job ended."""
    try:
        ended = json.loads(body)["ended"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "ended early"
    return ended if ended in frames.ENDS else "ended early"
