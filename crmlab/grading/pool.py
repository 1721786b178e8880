"""Where the submissions of a class are graded: in processes that leave nobody behind, here, or wherever an executor takes them."""
import concurrent.futures
import contextlib
import multiprocessing.util
import os
import signal
import sys
import threading

from . import marks

WINDOW = 128  # jobs handed to the executor at a time


def choose(workers, jobs, worker):
    """Where to grade so many jobs: a sandbox takes as long to start as it then takes for some thirty runs."""
    runs = sum(len(job.get("runs", ())) for job in jobs)
    count = workers or max(1, min(os.cpu_count() or 1, runs // 32))
    return _Here(worker) if count == 1 else _processes(min(count, len(jobs)))


class _Here(concurrent.futures.Executor):
    """The executor that does a job at once, in this process, with one sandbox."""

    def __init__(self, worker):
        self.worker = worker

    def submit(self, work, job):
        """The future of a job, already done."""
        future = concurrent.futures.Future()
        try:
            future.set_result(work(job, self.worker))
        except Exception as error:
            future.set_exception(error)
        return future


def results(jobs, executor):
    """(job, result or exception) for every job, as they are done; an executor that was given stays open."""
    for job in jobs:
        if "result" in job:
            yield job, job["result"]
    waiting = [job for job in reversed(jobs) if "result" not in job]
    if not waiting:
        return
    with contextlib.nullcontext(executor) if isinstance(executor, concurrent.futures.Executor) else executor as pool:
        running = {}
        while waiting or running:
            while waiting and len(running) < (1 if isinstance(pool, _Here) else WINDOW):
                job = waiting.pop()
                running[_handed_out(job, pool)] = job
            done, _ = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), _outcome(future)


def _handed_out(job, pool):
    """The future of a job; where the pool is broken, one that has failed."""
    try:
        return pool.submit(marks.grade, job)
    except RuntimeError as broken:
        future = concurrent.futures.Future()
        future.set_exception(broken)
        return future


def _outcome(future):
    try:
        return future.result()
    except Exception as error:  # also a cancelled one; whatever it is, it is about this submission alone
        return error


@contextlib.contextmanager
def _processes(count):
    """A pool of processes that leaves nobody behind, however this process ends."""
    from . import engine

    engine.quick_imports()
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if sys.platform == "linux" and "fork" in ways else None)
    pool = concurrent.futures.ProcessPoolExecutor(count, context, initializer=_leave_with_parent)
    try:
        with _undisturbed():
            pool.submit(int)  # starts the processes
        yield pool
        pool.shutdown()
    except BaseException:
        for process in multiprocessing.active_children():
            process.kill()
        pool.shutdown(cancel_futures=True)
        raise


@contextlib.contextmanager
def _undisturbed():
    """Let Ctrl-C wait, whichever thread receives it: Python would lose it, or its processes print tracebacks, while they are being forked."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = []
    before = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _leave_with_parent():
    """A worker process ends at once at Ctrl-C and when its parent is gone; its sandbox dies with it."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    multiprocessing.util.Finalize(None, marks.close, exitpriority=1)
    parent = multiprocessing.parent_process()

    def watch():
        from multiprocessing.connection import wait

        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
