"""From the messages of a sandbox to an executed notebook, and to what grading reads from a run."""
import base64
import copy
import dataclasses
import sys

from ..answers import ANSWER, EXPECT, wellformed

MESSAGES, NAMES, NAME, ERROR = 10_000, 200, 100, 500
SKIPPED = "skip-execution"  # nbclient's tag


@dataclasses.dataclass(frozen=True)
class Run:
    """What came of running a notebook: cells are numbered as in the notebook."""

    notebook: object  # executed, or None when the run was quiet
    answers: dict  # name: encoded value, the last one handed in
    expects: dict  # name: what expect() said
    errors: dict  # cell: "ZeroDivisionError: division by zero"
    statuses: dict  # cell: "ok", "error", "timeout" or "memory"
    ended: str | None


def quick_imports():
    """Import jsonschema (nbformat needs it) without its check of international web addresses, for a command line.

    That check alone builds a parser for 1.5 s of CPU time at import, and no notebook schema asks for it. What is
    imported afterwards finds ``rfc3987_syntax`` as ever.
    """
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    sys.modules["rfc3987_syntax"] = None
    try:
        import jsonschema.validators  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]


def execute(notebook, worker, quiet=False, chance=0, cell_seconds=None, watch=lambda event, place, cell: None):
    """Run a notebook's code cells in a Worker, each whatever became of those before it: a Run.

    The notebook is left as it was. A quiet run has answers and errors but no outputs, and costs much less.
    ``chance`` is the seed of Python's and numpy's own random numbers. ``watch`` is told of every "start" and "done": the event, the cell's number and the cell as far as it has come.
    """
    executed = notebook if quiet else copy.deepcopy(notebook)
    reading = _Reading() if quiet else _Replay(executed)
    places = runnable(notebook)
    job = {"cells": [notebook.cells[place].source for place in places], "quiet": quiet, "chance": chance}
    for message in worker.run(job | {"cell_seconds": cell_seconds or worker.limits["cell_seconds"]}):
        index = message.get("cell")
        if type(index) is not int or not 0 <= index < len(places):
            continue
        try:
            event = reading.read(message, places[index])
        except Exception:  # a stranger's message: whatever is wrong with it, it is no message
            continue
        if event:
            watch(event, places[index], executed.cells[places[index]])
    return reading.finish(worker.ended)


def runnable(notebook):
    """The numbers of the cells that run: nbclient, too, leaves out empty ones and those tagged so."""
    return [
        place for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip() and SKIPPED not in cell.metadata.get("tags", [])
    ]


class _Reading:
    """What grading takes from messages: answers, expectations, errors, and how cells ended."""

    def __init__(self):
        self.answers, self.expects, self.errors, self.statuses = {}, {}, {}, {}

    def read(self, message, place):
        """Take one message; "start" or "done" if that is what it says."""
        if message.get("type") == "done":
            status = message.get("status")
            self.statuses[place] = status if status in ("ok", "timeout", "memory") else "error"
            return "done"
        if message.get("type") == "start":
            return "start"
        kind, content = message["msg_type"], message["content"]
        if kind == "error":
            self.errors[place] = f"{content['ename']}: {content['evalue']}"[:ERROR].removesuffix(": ")
        elif kind == "display_data":
            self._keep(self.answers, content["data"].get(ANSWER), lambda record: record["value"], wellformed)
            self._keep(self.expects, content["data"].get(EXPECT), dict, _is_expectation)
        return None

    def _keep(self, known, record, what, sound):
        """Keep what a record says under its name, the latest last; unsound records are none."""
        if not isinstance(record, dict) or not isinstance(record.get("name"), str) or len(record["name"]) > NAME:
            return
        value = what(record)
        if sound(value) and (record["name"] in known or len(known) < NAMES):
            known[record["name"]] = value

    def finish(self, ended):
        """The Run; how the worker ended it is the last thing to know."""
        return Run(None, self.answers, self.expects, self.errors, self.statuses, ended)


def _is_expectation(record):
    slips = record.get("slips")
    return isinstance(slips, dict) and all(wellformed(value) for value in slips.values())


class _Replay(_Reading):
    """An executed notebook made of messages by nbclient, which thinks that they come from a kernel of its own."""

    def __init__(self, notebook):
        super().__init__()
        import nbclient

        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        self.notebook, self.left = notebook, MESSAGES
        self.client = nbclient.NotebookClient(notebook)
        self.client.kc, self.client.clear_before_next_output = _Nobody(), False

    def read(self, message, place):
        """Take one message into its cell's outputs."""
        event = super().read(message, place)
        cell = self.notebook.cells[place]
        if event == "start":
            cell.execution_count = message.get("execution_count")
            self.client.clear_before_next_output = False
        elif event is None and self.left:
            self.left -= 1
            if "buffers" in message:
                message["buffers"] = [base64.b64decode(buffer) for buffer in message["buffers"]]
            message.setdefault("metadata", {})
            self.client.process_message(message, cell, place)
        return event

    def finish(self, ended):
        """The Run, its notebook fit to be saved."""
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = joined([output for output in cell.outputs if _is_output(output)])
                cell.execution_count = cell.execution_count if type(cell.execution_count) is int else None
        self.client.set_widgets_metadata()
        return dataclasses.replace(super().finish(ended), notebook=self.notebook)


class _Nobody:
    """Stands for the kernel that nbclient's Output widget would answer."""

    session = shell_channel = property(lambda self: self)

    def msg(self, *message, **details):
        """No message."""

    def send(self, message):
        """Nowhere."""


def joined(outputs):
    """Outputs in which what was written to a stream without anything in between is one output, as Jupyter shows it."""
    joined, texts = [], []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            texts[-1].append(output.text)
            continue
        joined.append(output)
        texts.append([output.text] if output.output_type == "stream" else [])
    for output, text in zip(joined, texts):
        if text:
            output.text = "".join(text)
    return joined


def _is_output(output):
    """Whether an output has the form that the notebook format asks for."""
    kind = output.get("output_type")
    if kind == "stream":
        return output.get("name") in ("stdout", "stderr") and isinstance(output.get("text"), str)
    if kind == "error":
        return isinstance(output.get("ename"), str) and isinstance(output.get("evalue"), str) and _are_texts(output.get("traceback"))
    count = output.get("execution_count")
    if kind not in ("display_data", "execute_result") or count is not None and type(count) is not int:
        return False
    data, metadata = output.get("data"), output.get("metadata")
    return isinstance(data, dict) and isinstance(metadata, dict) and all(_is_datum(*datum) for datum in data.items())


def _are_texts(value):
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_datum(mime, value):
    return isinstance(value, str) or mime.endswith("json") or _are_texts(value)
