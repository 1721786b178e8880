"""Watching over one student's process: its lines are passed on, and at the first limit it is ended with all it started."""
import contextlib
import os
import select
import signal
import time

from . import frames

FINISHED = b"end"
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PIECE = 1 << 20
_GLANCE = 0.05


def family(process):
    """All processes that descend from a process: {number: (threads, bytes of memory)}."""
    known = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            words = file.read().rpartition(b")")[2].split()
            known.setdefault(int(words[1]), []).append((int(name), (int(words[17]), int(words[21]) * _PAGE)))
    found, parents = {}, [process]
    while parents:
        children = dict(known.pop(parents.pop(), ()))
        found |= children
        parents += children
    return found


def _shared_out(process, otherwise):
    """The memory of a process, what it shares counted by its part only."""
    try:
        with open(f"/proc/{process}/smaps_rollup", "rb") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith(b"Pss:"))
    except (OSError, StopIteration):
        return otherwise


class Glance:
    """A look at the job's processes now and then: how many there are, and their memory together."""

    def __init__(self, limits):
        self._limits, self._next, self._next_sum = limits, 0.0, 0.0

    def verdict(self, at_once=False):
        """The limit that is reached, or None, also when it is too soon to look again."""
        now = time.monotonic()
        if now < self._next and not at_once:
            return None
        processes = family(os.getpid())
        self._next = now + max(_GLANCE, 10 * (time.monotonic() - now))
        if sum(threads for threads, _ in processes.values()) >= self._limits["processes"]:
            return "limited"
        return "memory" if self._too_much(processes, now) else None

    def _too_much(self, processes, now):
        """Whether they hold too much together. What forks share is summed up only where it matters: it takes the kernel long."""
        most = self._limits["memory"]
        if now < self._next_sum or sum(memory for _, memory in processes.values()) <= most:
            return False
        total = 0
        for process, (_, memory) in processes.items():
            total += _shared_out(process, memory)
            if total > most:
                return True
        self._next_sum = now + 4 * (time.monotonic() - now)
        return False


class Relay:
    """Passes on complete lines from the child's pipe, up to a limit of bytes."""

    def __init__(self, pipe, grader, most):
        os.set_blocking(pipe, False)
        self._pipe, self._grader, self._left, self._begun = pipe, grader, most, b""
        self.open, self.last = True, b""

    def pump(self):
        """Pass on what has come; False when the limit is reached."""
        try:
            piece = os.read(self._pipe, min(_PIECE, self._left + 1))
        except BlockingIOError:
            return True
        self.open = bool(piece)
        self._left -= len(piece)
        lines, newline, rest = piece.rpartition(b"\n")
        if newline:
            lines, self._begun = self._begun + lines, rest
            self.last = lines.rpartition(b"\n")[2]
            frames.send(self._grader, b"M", lines)
        else:
            self._begun += rest
        return self._left >= 0

    def drain(self):
        """Pass on all that is there already."""
        while self.open and select.select([self._pipe], [], [], 0)[0]:
            if not self.pump():
                return False
        return True


def watch(child, pipe, grader, limits):
    """Stay with a child until it has finished or must be ended; returns how it ended, None when it had finished.

    What it had said until then still counts. A child that has finished waits to be ended, with all it has started.
    """
    relay, glance, deadline = Relay(pipe, grader, limits["output"]), Glance(limits), time.monotonic() + limits["seconds"]
    events = select.poll()
    for source in (pipe, 0):
        events.register(source, select.POLLIN)
    verdict = None
    while verdict is None:
        ready = {source for source, _ in events.poll(_GLANCE * 1000)}
        if 0 in ready:
            verdict = "ended early"  # the grader has gone, or speaks out of turn
        elif pipe in ready and not relay.pump():
            verdict = "output"
        elif relay.last == FINISHED:
            verdict = glance.verdict(at_once=True) or FINISHED
        elif pipe not in ready and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            verdict = "ended early"
        elif time.monotonic() > deadline:
            verdict = "timeout"
        else:
            verdict = glance.verdict()
        if not relay.open and pipe in ready:
            events.unregister(pipe)
    _end(child)
    if not relay.drain() and verdict == "ended early":
        verdict = "output"
    return None if verdict == FINISHED else verdict


def _end(child):
    """End the child, whose number is its own until we have waited for it, and all that is left of it."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    sweep()


def sweep():
    """End every process that descends from this one, however it hides, and wait until none is left."""
    while left := family(os.getpid()):
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.001)
