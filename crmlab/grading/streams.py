"""What a cell writes: sys.stdout and sys.stderr, and whatever reaches file descriptors 1 and 2 from below Python."""
import codecs
import contextlib
import os
import select
import sys
import threading

from ipykernel.iostream import IOPubThread, OutStream

SOON = 0.2  # seconds; ipykernel, too, sends what was written after this time
LARGE = 1 << 16


class _NoThread(IOPubThread):
    """Stands where ipykernel has the thread of its socket: there is no socket, so nothing has to wait for it."""

    io_loop = thread = None

    def __init__(self):
        pass


class Stream(OutStream):
    """One standard stream of a notebook, with ipykernel's own buffers; what arrived through its pipe keeps its place."""

    def __init__(self, session, name, descriptor):
        super().__init__(session, _NoThread(), name, watchfd=False)
        self.descriptor = descriptor
        self.quiet = False
        self.waiting = 0
        self.pipe = None
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def fileno(self):
        """The descriptor itself, so that subprocesses may write to it."""
        return self.descriptor

    def write(self, text):
        """Keep a text until the next flush; a forked process hands it to the notebook's process through the pipe."""
        if not self._is_master_process():
            os.write(self.descriptor, text.encode("utf-8", "replace"))
            return len(text)
        if self.quiet and isinstance(text, str):
            return len(text)
        self.drain()
        return self._keep(text)

    def flush(self):
        """Send what was written so far."""
        if self._is_master_process() and not self.quiet:
            self.drain()
            self.waiting = 0
            self._flush()

    def drain(self):
        """Take what came through the pipe."""
        with self._buffer_lock:
            while self.pipe is not None and select.select([self.pipe], [], [], 0)[0]:
                arrived = os.read(self.pipe, LARGE)
                self._keep(self.decoder.decode(arrived))

    def _keep(self, text):
        length = super().write(text)
        self.waiting += length
        if self.waiting > LARGE:
            self.waiting = 0
            self._flush()
        return length

    def _schedule_flush(self):
        """Nothing to schedule: the watching thread of Streams flushes."""


class Streams:
    """Both standard streams while a notebook runs; outside of it, sys and the descriptors are as they were."""

    def __init__(self, session):
        self.both = Stream(session, "stdout", 1), Stream(session, "stderr", 2)

    @contextlib.contextmanager
    def running(self, quiet=False):
        """sys.stdout, sys.stderr and descriptors 1 and 2 are the notebook's; what is written is dropped when quiet."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.both
        for stream in self.both:
            stream.quiet, stream._master_pid = quiet, os.getpid()
        kept = [os.dup(stream.descriptor) for stream in self.both]
        watched = not quiet and sys.platform != "win32"  # Windows cannot wait for pipes; nor does ipykernel there
        try:
            with self._watched() if watched else self._dropped():
                yield
        finally:
            for stream, descriptor in zip(self.both, kept):
                os.dup2(descriptor, stream.descriptor)
                os.close(descriptor)
            sys.stdout, sys.stderr = before

    def flush(self):
        """Send what was written to either stream."""
        for stream in self.both:
            stream.flush()

    @contextlib.contextmanager
    def _dropped(self):
        with open(os.devnull, "wb") as nowhere:
            for stream in self.both:
                os.dup2(nowhere.fileno(), stream.descriptor)
        yield
        self.flush()

    @contextlib.contextmanager
    def _watched(self):
        for stream in self.both:
            stream.pipe, entrance = os.pipe()
            os.dup2(entrance, stream.descriptor)
            os.close(entrance)
        stop, ring = os.pipe()
        thread = threading.Thread(target=self._watch, args=(stop,), daemon=True)
        thread.start()
        yield
        os.write(ring, b"!")
        thread.join()
        self.flush()
        for stream in self.both:
            os.close(stream.pipe)
            stream.pipe = None
        os.close(stop)
        os.close(ring)

    def _watch(self, stop):
        """Empty the pipes, so that nobody waits for room in them, and flush what is lying there."""
        pipes = [stream.pipe for stream in self.both]
        while True:
            ready, _, _ = select.select([*pipes, stop], [], [], SOON)
            if stop in ready:
                return
            for stream in self.both:
                stream.drain() if ready else stream.flush()
