"""ipykernel without sockets: one warm shell in this process, whose messages are handed to a function.

This runs inside the sandbox, together with the submission's code. Everything a notebook can notice is ipykernel's
own: kernel, shell, streams, comms; only the way out is ours.
"""
import asyncio
import base64
import gc
import os
import random
import sys
import threading
import traceback

from IPython.core.interactiveshell import _asyncio_runner
from IPython.core.profiledir import ProfileDir
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets.config import Config

from crmlab import refusals
from crmlab.grading.clock import Clock
from crmlab.grading.streams import Streams

WARM_UP = [
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt",
    "import crmlab, ipywidgets\nfrom crmlab import answers, charts, datasets, metrics, tables",
    "frame = pd.DataFrame({'g': list('aab'), 'x': [1, 2.5, None], 'd': pd.Timestamp('2026-01-31')}); frame",
    "import io\npd.read_csv(io.StringIO('g,y\\na,1')).merge(frame, on='g').groupby('g')['x'].sum()",
    "figure, axes = plt.subplots()\naxes.bar(['á', 'b'], [1, 2], label='x')\naxes.set_title('Tiêu đề')\naxes.legend()",
    "frame.plot.bar(x='g', y='x', xlabel='x')",
    "print(frame.describe())",
    "frame.groupby('nothing').sum()",
    "1 / 0",
    "def f(:",
]
ANSWERS = "application/vnd.crmlab."


def warm():
    """The kernel of this process, warmed by running what notebooks run: a forked child starts with all of it loaded."""
    # before numpy, matplotlib and debugpy are imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    kernel = Kernel()
    kernel.run({"cells": WARM_UP}, lambda message: None)
    kernel.forget()
    _spare(kernel.shell)
    gc.collect()
    gc.freeze()
    return kernel


def _spare(shell):
    """Leave out what nobody sees: drawing figures that are drawn anew to be shown, formatting errors for a history that is not kept."""
    shell.events.callbacks["post_execute"].sort(key=lambda callback: callback.__name__ == "_draw_all_if_interactive")
    shell._format_exception_for_storage = lambda error, *more, **also: {"ename": type(error).__name__, "evalue": str(error), "traceback": []}


class Kernel:
    """ipykernel's kernel and shell; a process has one."""

    def __init__(self):
        self.kernel = _kernel(_Outlet(self._deliver))
        self.shell = self.kernel.shell
        refusals.shorten(self.shell)  # as importing crmlab does in a notebook; here it was imported before
        self._fresh = dict(self.shell.user_ns)
        self.streams = Streams(self.kernel.session)
        self.clock = Clock(self.shell.user_ns)
        self._writing = threading.RLock()
        self._cell, self._quiet = 0, False

    def run(self, job, emit):
        """Run the cells of a job in order, whatever becomes of each, and hand every message to ``emit``.

        A job is {"cells": [source, …], "cell_seconds": 30, "quiet": False}. In a quiet run nobody looks at outputs:
        only answers, expectations and the names of errors are sent, and nothing is drawn or formatted; the process is
        good for quiet runs only from then on.
        """
        import numpy as np

        self._emit, self._quiet, self._home = emit, job.get("quiet", False), os.getpid()
        if self._quiet:
            self._be_quiet()
        random.seed(job.get("chance", 0))
        np.random.seed(job.get("chance", 0))
        self.kernel._forward_input(allow_stdin=False)
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            with self.streams.running(self._quiet):
                loop.run_until_complete(self._run_cells(job["cells"], job.get("cell_seconds", 30)))
        finally:
            asyncio.set_event_loop(None)
            loop.close()
            self.kernel._restore_input()

    def forget(self):
        """Everything that cells have defined; the next cell is the first one."""
        self.shell.reset()
        for name, value in self._fresh.items():
            self.shell.user_ns.setdefault(name, value)
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            vars(sys).pop(name, None)

    async def _run_cells(self, cells, seconds):
        for index, source in enumerate(cells):
            self._cell = index
            header = self.kernel.session.msg_header("execute_request") | {"msg_id": f"cell-{index}"}
            self._set_parent({"header": header, "msg_id": header["msg_id"], "parent_header": {}, "metadata": {}, "content": {"code": source}})
            self._write({"cell": index, "type": "start", "execution_count": self.shell.execution_count})
            status = await self._run_cell(source, seconds)
            self.streams.flush()
            self._write({"cell": index, "type": "done", "status": status})

    def _set_parent(self, message):
        self.kernel.set_parent([], message)
        for stream in self.streams.both:  # the cell may have put others in their place
            stream.set_parent(message)

    async def _run_cell(self, source, seconds):
        """How the cell ended: "ok", "error", "timeout" or "memory"."""
        try:
            with self.clock.limit(seconds):
                error = await self._execute(source)
                await asyncio.sleep(0)  # tasks that the cell has started
        except (Exception, asyncio.CancelledError) as broken:  # as when the clock rang while an error was being shown
            error = broken
            message = traceback.format_exception_only(error)[-1].strip().partition(": ")[2]
            self.kernel.session.send(None, "error", {"ename": type(error).__name__, "evalue": message, "traceback": []}, self.kernel.get_parent())
        if self.clock.rings:
            return "timeout"
        if issubclass(type(error), MemoryError):
            return "memory"
        return "ok" if error is None else "error"

    async def _execute(self, source):
        """One cell as IPythonKernel.do_execute runs it, which itself needs the sockets; the error it ended with."""
        shell, trouble = self.shell, None
        try:
            transformed = shell.transform_cell(source)
        except Exception:
            transformed, trouble = source, sys.exc_info()
        asynchronous = shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=trouble)
        if asynchronous and shell.loop_runner is _asyncio_runner:
            result = None
            try:
                result = await self.clock.run(shell.run_cell_async(source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=trouble))
            finally:
                shell.events.trigger("post_execute")
                shell.events.trigger("post_run_cell", result)
        else:
            result = shell.run_cell(source, store_history=True)
        shell.payload_manager.clear_payload()
        shell.exit_now = False
        errors = result.error_before_exec, result.error_in_exec, shell._last_traceback_during_displayhook or None
        return next((error for error in errors if error is not None), None)

    def _be_quiet(self):
        """Format only what does something by being shown, as widgets do, and of errors only the name."""
        from matplotlib import pyplot

        for formatter in self.shell.display_formatter.formatters.values():
            formatter.enabled = False
        self.shell.InteractiveTB.set_mode("Minimal")
        pyplot.uninstall_repl_displayhook()  # it draws after each cell, shown or not

    def _deliver(self, message, buffers):
        """Hand an iopub message on; a quiet run keeps to what counts."""
        kind, content = message["msg_type"], message["content"]
        if os.getpid() != self._home or self._quiet and not _counts(kind, content):
            return
        parent = message["parent_header"].get("msg_id", f"cell-{self._cell}")
        header = {"msg_id": message["msg_id"], "msg_type": kind}
        out = {"cell": int(parent.removeprefix("cell-")), "msg_type": kind, "parent_header": {"msg_id": parent}, "header": header}
        out |= {"metadata": message["metadata"], "content": content}
        if buffers:
            out["buffers"] = [base64.b64encode(buffer).decode() for buffer in buffers]
        self._write(out)

    def _write(self, message):
        with self._writing:
            self.clock.hold()
            try:
                self._emit(message)
            finally:
                self.clock.release()


def _counts(kind, content):
    """Whether a message bears on marks."""
    return kind == "error" or kind == "display_data" and any(mime.startswith(ANSWERS) for mime in content["data"])


class _Outlet(Session):
    """A session whose messages go to a function."""

    def __init__(self, deliver):
        super().__init__()
        self.deliver = deliver

    def send(self, stream, msg_or_type, content=None, parent=None, ident=None, buffers=None, track=False, header=None, metadata=None):
        """Make the message, as Session does, and deliver it."""
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent, header, metadata)
        self.deliver(message, buffers or message.get("buffers"))
        return message


class _NoProfile(ProfileDir):
    """A profile without a folder: nothing is read from home or written to it."""

    def _location_changed(self, change):
        pass


def _kernel(session):
    """IPythonKernel as its application sets it up, but for sockets, threads and history."""
    app = IPKernelApp.instance(log_level=50, config=Config(HistoryManager={"enabled": False}))
    app.init_pdb()
    app.kernel = IPythonKernel.instance(parent=app, session=session, profile_dir=_NoProfile(), user_ns=None, log=app.log)
    app.shell = app.kernel.shell
    app.shell.configurables.append(app)
    if "" not in sys.path:  # the notebook's folder, as app.init_path() would have it, but also when Python itself runs with -P
        sys.path.insert(next((place for place, path in enumerate(sys.path) if path.endswith("-packages")), 0), "")
    return app.kernel
