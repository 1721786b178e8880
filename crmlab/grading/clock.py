"""The time limit of a cell: an error raised where the cell stands, so that the cells after it still run."""
import asyncio
import contextlib
import signal
import threading

from crmlab import words

AGAIN = 1.0  # seconds until it rings again, if the cell caught the error and went on
INSISTENTLY = 0.001
PATIENCE = 2  # rings


class CellTimeout(TimeoutError):
    """The cell took longer than a cell may."""


class Clock:
    """Rings when a cell's time is up: raises CellTimeout in the main thread, or in the await the cell is waiting in."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.rings = 0
        self._seconds = None
        self._task = None
        self._held = self._late = False

    @contextlib.contextmanager
    def limit(self, seconds):
        """The seconds a block may take. Without such signals (Windows) only the submission as a whole is limited."""
        self.rings, self._late = 0, False
        if not seconds or not hasattr(signal, "setitimer"):
            yield
            return
        self._seconds = seconds
        before = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        try:
            yield
        finally:
            self._seconds = None
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def hold(self):
        """Do not ring while the main thread writes a message: half a message is none."""
        self._held = threading.current_thread() is threading.main_thread()

    def release(self):
        """The message is written; ring now, if it was time meanwhile."""
        if self._held:
            self._held = False
            if self._late and self._seconds:
                self._late = False
                raise self._error()

    async def run(self, coroutine):
        """Await a cell; a ring while it waits is raised in its own await."""
        self._task = asyncio.ensure_future(_relay(coroutine, self._awaited))
        try:
            return await self._task
        finally:
            self._task = None

    def _error(self):
        return CellTimeout(words.t("kernel.timeout", seconds=words.number(self._seconds)))

    def _awaited(self, error):
        """What a cell's await raises: a wait that we cancelled is a cell whose time is up."""
        return self._error() if self.rings and self._seconds and isinstance(error, asyncio.CancelledError) else error

    def _ring(self, number, frame):
        if not self._seconds:
            return
        self.rings += 1
        if self._held:
            self._late = True
        elif self._task and not self._in_cell(frame, _relay.__await__.__code__):
            # raised in the loop's own code it would be lost, and with it, in call_soon, the task's next step
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
        elif self.rings <= PATIENCE:
            raise self._error()
        elif self._in_cell(frame):
            # "except: pass" in a loop catches every error raised inside its try; soon one of these is raised outside
            signal.setitimer(signal.ITIMER_REAL, INSISTENTLY, AGAIN)
            raise self._error()

    def _in_cell(self, frame, code=None):
        """Whether a frame belongs to the cell, or was called by one that does, or by one of this code."""
        while frame and frame.f_globals is not self.namespace and frame.f_code is not code:
            frame = frame.f_back
        return frame is not None


class _relay:
    """An awaitable around a coroutine: every error that its awaits raise goes through a function first."""

    def __init__(self, coroutine, translate):
        self.coroutine, self.translate = coroutine, translate

    def __await__(self):
        go, value = self.coroutine.send, None
        while True:
            try:
                waiting = go(value)
            except StopIteration as end:
                return end.value
            try:
                go, value = self.coroutine.send, (yield waiting)
            except BaseException as error:  # the cell decides what becomes of it
                go, value = self.coroutine.throw, self.translate(error)
