"""The runner inside the sandbox, ``python -m crmlab.grading.runner``: a warm process that forks one confined child per job.

The warm process reads its settings and never a job: each job is read by the supervisor that is forked for it, so that
nothing of one submission is in memory when the next one runs.
"""
import contextlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import traceback

from . import frames

_MESSAGES = 3  # the one file descriptor a child has beside its standard ones
_FIRST_CODE = 64  # a supervisor's exit code says how the job ended


def _line():
    """One line from the grader, and not a byte more."""
    text = b""
    while not text.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            raise EOFError
        text += byte
    return text


def _job():
    """The next job: its length in a line, then its JSON."""
    left, pieces = int(_line()), []
    while left:
        pieces.append(os.read(0, left))
        left -= len(pieces[-1])
        if not pieces[-1]:
            raise EOFError
    return json.loads(b"".join(pieces))


def _emitter(write):
    """The function that sends a message as a line of its own, however rudely the one before was cut off."""
    lock, owner = threading.Lock(), os.getpid()

    def emit(message):
        if os.getpid() == owner:
            line = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "replace")
            with lock:
                write(b"\n" + line + b"\n")

    return emit


def _settle(scratch):
    """Make everything that asks for a home or a temporary folder use the scratch."""
    for name, folder in (("HOME", "home"), ("TMPDIR", "tmp"), ("MPLCONFIGDIR", "matplotlib"), ("IPYTHONDIR", "home"), ("JUPYTER_DATA_DIR", "home")):
        os.environ[name] = os.path.join(scratch, folder)
        os.makedirs(os.environ[name], exist_ok=True)
    tempfile.tempdir = None


def _set_out(scratch, data):
    """Lay out the scratch for a job: a home, a temporary folder, and a working folder with the assignment's data."""
    for folder in ("home", "tmp", "matplotlib", "work"):
        os.makedirs(os.path.join(scratch, folder), exist_ok=True)
    os.chdir(os.path.join(scratch, "work"))
    for path in filter(os.path.exists, data):
        name = os.path.basename(path)
        if not os.access(path, os.W_OK):
            os.symlink(path, name)
        elif os.path.isdir(path):
            shutil.copytree(path, name)
        else:
            shutil.copy(path, name)


def _clear(scratch):
    os.chdir(scratch)
    for entry in os.scandir(scratch):
        with contextlib.suppress(OSError):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)


def _leave(work):
    """Do the work and leave the process with the code it returns, never to go back into the caller's code."""
    code = 1
    try:
        code = work() or 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class Zygote:
    """The warm process: ready to fork a supervisor, which forks a child, for each job that arrives."""

    def __init__(self, settings, grader):
        from . import confine, kernel, syscalls

        self.settings, self.grader = settings, grader
        self.filter = syscalls.program()
        self.apart = settings["many"] and not settings["bare"] and bool(self.filter) and confine.possible(settings, self.filter)
        self.many = settings["many"] and (self.apart or settings["bare"])
        self.kernel = kernel.warm() if self.many else kernel.Kernel()  # warming up pays from the second job on
        confine.readable(False)

    def serve(self):
        """Take jobs until the grader hangs up; one only, where jobs cannot be kept apart."""
        from . import confine, watch

        confine.adopt_orphans()
        frames.send(self.grader, b"R", json.dumps({"many": self.many}).encode())
        while self._waits():
            supervisor = os.fork()
            if supervisor == 0:
                _leave(self._supervise)
            code = os.waitstatus_to_exitcode(os.waitpid(supervisor, 0)[1]) - _FIRST_CODE
            if 0 <= code < len(frames.ENDS):
                frames.send(self.grader, b"E", json.dumps({"ended": frames.ENDS[code]}).encode())
            if not self.many or code < 0:
                break
        watch.sweep()

    @staticmethod
    def _waits():
        events = select.poll()
        events.register(0, select.POLLIN)
        return any(what & select.POLLIN for _, what in events.poll())

    def _supervise(self):
        from . import confine, watch

        job = _job()
        confine.separate() if self.apart else confine.adopt_orphans()
        pipe, messages = os.pipe()
        child = os.fork()
        if child == 0:
            _leave(lambda: self._run(job, messages))
        os.close(messages)
        ended = watch.watch(child, pipe, self.grader, self.settings["limits"])
        if not self.apart:
            _clear(self.settings["scratch"])
        return _FIRST_CODE + frames.ENDS.index(ended)

    def _run(self, job, messages):
        """The child: nothing but the job, its pipe and its scratch is left to it when the first cell runs."""
        from . import confine, watch

        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.dup2(messages, _MESSAGES)
        os.closerange(_MESSAGES + 1, os.sysconf("SC_OPEN_MAX"))
        settings = self.settings
        if self.apart:
            confine.furnish(settings["scratch"], settings["limits"]["scratch"])
        _set_out(settings["scratch"], settings["data"])
        confine.limit(settings["limits"], bool(settings["uid"]))
        confine.renounce(self.filter)
        confine.readable(True)
        first = os.getpid()
        self.kernel.run(job, _emitter(lambda line: frames.write(_MESSAGES, line)))
        if os.getpid() == first:  # not one that the notebook has forked
            frames.write(_MESSAGES, b"\n" + watch.FINISHED + b"\n")
            signal.pause()


def _once(settings, grader):
    """Where processes cannot be forked: one job in this very process, which the grader then ends."""
    from . import kernel

    cold = kernel.Kernel()
    frames.send(grader, b"R", b'{"many": false}')
    job, first = _job(), os.getpid()
    _set_out(settings["scratch"], settings["data"])
    cold.run(job, _emitter(lambda line: frames.send(grader, b"M", line)))
    if os.getpid() != first:  # one that the notebook has forked
        os._exit(0)
    frames.send(grader, b"E", b'{"ended": null}')


def main():
    """Read the settings, warm up, serve."""
    settings = json.loads(_line())
    grader = os.dup(1)
    os.dup2(2, 1)
    if settings["uid"]:
        from . import confine

        confine.become(settings["uid"])
    with contextlib.nullcontext(settings["scratch"]) if os.access(settings["scratch"], os.W_OK) else tempfile.TemporaryDirectory(prefix="crmlab-") as scratch:
        settings["scratch"] = scratch
        _settle(scratch)
        if settings["fork"] and sys.platform == "linux":
            Zygote(settings, grader).serve()
        else:
            _once(settings, grader)
        os.chdir("/")


if __name__ == "__main__":
    main()
