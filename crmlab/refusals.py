"""In a notebook a refusal stands below the reader's own line: its way through crmlab helps nobody who reads it."""
import itertools
import pathlib
import types

HERE = str(pathlib.Path(__file__).parent)


def shorten(shell):
    """Let an IPython shell show what crmlab refuses (ValueError) without crmlab's own frames, and every other error as before."""
    shell.set_custom_exc((ValueError,), _show)


def _show(shell, kind, error, trace, tb_offset=None):
    shell.showtraceback((kind, error, _to_crmlab(trace)), tb_offset=tb_offset)


def _to_crmlab(trace):
    """The traceback as far as it leads to crmlab; all of it where the error was not raised there."""
    steps = []
    while trace:
        steps.append(trace)
        trace = trace.tb_next
    if _is_ours(steps[-1]):
        steps = list(itertools.takewhile(lambda step: not _is_ours(step), steps))
    for step in reversed(steps):
        trace = types.TracebackType(trace, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return trace


def _is_ours(step):
    return step.tb_frame.f_code.co_filename.startswith(HERE)
