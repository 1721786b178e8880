"""The runner is no worse a kernel: the same cells give the same outputs as in a real ipykernel driven by nbclient."""
import concurrent.futures
import itertools
import os
import re

import nbclient
import nbformat
import pytest

from crmlab.grading import engine, sandbox
from crmlab.grading.worker import Worker

PROBES = {
    "fresh": "sorted(globals()), _, __, ___, __doc__, __package__, __spec__",
    "who": "%who",
    "print": "print('xin chào', 1 + 1)",
    "expression": "6 * 7",
    "several outputs": "print('a')\nprint('b')\n3",
    "semicolon": "41 + 1;",
    "none": "None",
    "underscore": "10",
    "underscores": "_ + 1",
    "out and in": "Out[max(Out)], len(In) == get_ipython().execution_count + 1, In[1]",
    "two underscores": "[_, __]",
    "string": "'một chuỗi dài' * 30",
    "long line": "print('x' * 100_000)",
    "many lines": "for i in range(5_000):\n    print(i)",
    "unicode": "print('Nguyễn Thị Ánh Tuyết ₫ 😀 \\u200b'); 'Đặng'",
    "carriage return": "print('50 %\\r100 %'); print('a\\bb')",
    "nested containers": "{'a': [1, (2, 3)], 'b': {4}, 'c': {'d': range(30)}}",
    "long list": "list(range(2000))",
    "dataclass": "import dataclasses\n@dataclasses.dataclass\nclass Point:\n    x: int\n    y: float = 0.5\nPoint(1)",
    "own repr": "class Rich:\n    def _repr_html_(self): return '<b>đậm</b>'\n    def _repr_latex_(self): return '$x$'\n    def __repr__(self): return 'Rich'\nRich()",
    "mimebundle": "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/plain': 'B', 'application/json': {'a': 1}}, {'text/plain': {'m': 1}}\nBundle()",
    "broken repr": "class Broken:\n    def __repr__(self): raise ValueError('no repr')\nBroken()",
    "broken html": "class BrokenHtml:\n    def _repr_html_(self): raise ValueError('no html')\n    def __repr__(self): return 'plain'\nBrokenHtml()",
    "display": "from IPython.display import display, clear_output, update_display\ndisplay('a', 2, [3])\nprint('b')\ndisplay({'c': 4})",
    "display raw": "display({'application/vnd.crmlab.answer+json': {'name': 'q1', 'value': 1}, 'text/plain': 'q1'}, raw=True, metadata={'k': 1})",
    "rich displays": "from IPython.display import HTML, Markdown, Latex, JSON, SVG, Image, Javascript, Code, Pretty, Math\n"
    "display(HTML('<i>x</i>'), Markdown('**x**'), Latex('$x$'), JSON({'a': [1]}), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'), Javascript('1'), Pretty('p'), Math('x^2'))",
    "image": "import base64\nImage(base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), width=3)",
    "display id": "handle = display('first', display_id='mine')\nhandle.update('second')",
    "update from another cell": "update_display('third', display_id='mine')\nhandle",
    "clear output": "print('gone')\nclear_output()\nprint('stays')",
    "clear output later": "print('gone')\nclear_output(wait=True)\nprint('stays')\ndisplay(1)",
    "stderr": "import sys\nprint('out'); print('err', file=sys.stderr); print('out again')",
    "write": "sys.stdout.write('no newline')",
    "write flush write": "sys.stdout.write('a'); sys.stdout.flush(); sys.stderr.write('b'); sys.stderr.flush(); sys.stdout.write('c'); None",
    "write a number": "sys.stdout.write(5)",
    "streams": "type(sys.stdout).__mro__[-5:], sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdout.name",
    "redirected": "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as buffer:\n    print('inside')\nbuffer.getvalue()",
    "warning": "import warnings\nwarnings.warn('careful')",
    "deprecation": "warnings.warn('old', DeprecationWarning)",
    "logging": "import logging\nlogging.warning('logged')\nlogging.getLogger('x').error('again')\nprint('printed')",
    "await": "import asyncio\nawait asyncio.sleep(0.01, 'awaited')",
    "async for": "async def numbers():\n    for i in range(3):\n        await asyncio.sleep(0)\n        yield i\nasync for i in numbers():\n    print(i)\n[i async for i in numbers()]",
    "gather": "async def double(x):\n    await asyncio.sleep(0.01)\n    return 2 * x\nawait asyncio.gather(*map(double, range(3)))",
    "task": "task = asyncio.create_task(double(21))",
    "task in the next cell": "await task",
    "running loop": "asyncio.get_running_loop().is_running(), asyncio.get_event_loop() is asyncio.get_running_loop()",
    "asyncio.run": "coroutine = double(1)\ntry:\n    asyncio.run(coroutine)\nfinally:\n    coroutine.close()",
    "error in await": "await asyncio.wait_for(asyncio.sleep(10), 0.01)",
    "context variable": "import contextvars\nvariable = contextvars.ContextVar('variable', default='unset')\nvariable.set('set')\nNone",
    "context variable in the next cell": "variable.get()",
    "shell command": "!echo hello && echo error >&2",
    "shell assignment": "lines = !printf 'a\\nb'\nlines",
    "shell variable": "name = 'An'\n!echo {name} $name",
    "bash": "%%bash\necho one\necho two >&2\nexit 0",
    "bash fails": "%%bash\necho one\nexit 3",
    "capture": "%%capture captured\nprint('kept'); print('err', file=sys.stderr); display('shown'); 5",
    "captured": "captured.stdout, captured.stderr, len(captured.outputs)",
    "capture in python": "from IPython.utils.capture import capture_output\nwith capture_output() as c:\n    print('kept'); display(HTML('x'))\nc.stdout, c.outputs[0].data",
    "subprocess": "import subprocess, time\nprint('before')\ndone = subprocess.run(['sh', '-c', 'echo from below; sleep 0.3; echo and error >&2'])\ntime.sleep(0.3)\nprint('after')",  # a real kernel's threads read each pipe when they get to it
    "subprocess large": "subprocess.run(['sh', '-c', 'seq 1 20000'])\ntime.sleep(0.3)",
    "subprocess captured": "subprocess.run(['echo', 'x'], capture_output=True, text=True).stdout",
    "os.system": "import os, time\nstatus = os.system('echo system')\ntime.sleep(0.3)\nstatus",
    "os.write": "import time; os.write(1, 'viết thẳng\\n'.encode()); time.sleep(0.3); os.write(2, b'error\\n'); time.sleep(0.3)",
    "magics": "%pwd\n%env CRMLAB_PROBE=1\n%who_ls str",
    "magic missing": "%no_such_magic",
    "precision": "%precision 3\n3.14159265",
    "precision back": "%precision\n3.14159265",
    "writefile": "%%writefile part.py\nprint('part runs as', __name__)\nfrom_part = 5\ndef broken(): return 1 / 0",
    "run": "%run part.py\nfrom_part",
    "import from the folder": "import part\npart.from_part",
    "error in a module": "part.broken()",
    "load_ext": "%load_ext autoreload\n%autoreload 2",
    "pinfo": "len?",
    "help": "help(len)",
    "macro and history": "%history -n 1-2",
    "input": "input('name? ')",
    "getpass": "import getpass\ngetpass.getpass()",
    "zero division": "def f(x):\n    return 1 / x\nprint('before')\nf(0)",
    "name error": "no_such_name",
    "key error": "{'a': 1}['b']",
    "syntax error": "def f(:\n    pass",
    "indentation error": "if True:\nprint(1)",
    "tab error": "if True:\n    x = 1\n\ty = 2",
    "assertion": "assert 1 == 2, 'không bằng'",
    "cause": "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('wrapped') from error",
    "context": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    {}['x']",
    "own error": "class MyError(Exception):\n    pass\nraise MyError('tiếng Việt', 2)",
    "refusal": "from crmlab import check\ndef margin(rate):\n    check.share(margin_rate=rate)\nmargin(20)",
    "error of others": "int('x')",
    "error group": "raise ExceptionGroup('two', [ValueError(1), TypeError(2)])",
    "base exception": "class Base(BaseException):\n    pass\nraise Base('base')",
    "recursion": "def deep(n):\n    return deep(n + 1)\ntry:\n    deep(0)\nexcept RecursionError as error:\n    print(type(error).__name__)",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "system exit": "raise SystemExit(3)",
    "sys.exit": "sys.exit()",
    "traceback mode": "%xmode Plain\n1 / 0",
    "traceback mode back": "%xmode Context",
    "pandas error": "import pandas as pd\nframe = pd.DataFrame({'g': ['a', 'a', 'b'], 'x': [1.5, None, 3], 'ngày': pd.Timestamp('2026-01-31')})\nframe.groupby('missing').sum()",
    "frame": "frame",
    "series": "frame['x']",
    "index": "frame.index, frame.dtypes",
    "styler": "frame.style.format(precision=1).set_uuid('fixed').highlight_max(subset='x')",
    "large frame": "pd.DataFrame({f'c{i}': range(200) for i in range(30)})",
    "pandas options": "with pd.option_context('display.max_rows', 4):\n    display(pd.DataFrame({'a': range(10)}))",
    "numpy": "import numpy as np\nnp.arange(12).reshape(3, 4) / 7",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])",
    "figure and text": "fig, ax = plt.subplots(figsize=(2, 2))\nax.bar(['á', 'b'], [1, 2])\nprint('text')\nplt.title('Tiêu đề');",
    "two figures": "plt.figure(figsize=(1, 1)); plt.figure(figsize=(1, 1)).gca().plot([1, 2]); plt.show()\nprint('after')",
    "figure as value": "fig",
    "constrained figure": "fig, axs = plt.subplots(2, 2, layout='constrained', figsize=(3, 3))\naxs[0, 1].set_title('một tiêu đề dài'); axs[1, 0].set_ylabel('nhãn'); None",
    "times drawn": "plt.figure(figsize=(1, 1)).canvas.mpl_connect('draw_event', lambda event: print('drawn'))",
    "figure closed": "plt.figure(); plt.close(); plt.get_fignums()",
    "backend": "import matplotlib\nmatplotlib.get_backend(), plt.isinteractive(), plt.rcParams['figure.dpi'], get_ipython().active_eventloop",
    "matplotlib inline": "%matplotlib inline\nmatplotlib.get_backend()",
    "svg": "%config InlineBackend.figure_formats = ['svg']\nos.environ['SOURCE_DATE_EPOCH'] = '0'\nmatplotlib.rcParams['svg.hashsalt'] = 'x'\nplt.figure(figsize=(1, 1)).gca().plot([2, 1]); None",
    "retina": "from matplotlib_inline.backend_inline import set_matplotlib_formats\nset_matplotlib_formats('retina')\nplt.figure(figsize=(1, 1)).gca().plot([2, 1]); None",
    "png again": "%config InlineBackend.figure_formats = ['png']\n%config InlineBackend.figure_formats",
    "error in a figure": "class Undrawable(plt.Line2D):\n    def draw(self, renderer): raise ValueError('not drawn')\nplt.figure().add_artist(Undrawable([], [])); None",
    "pandas plot": "frame.plot.bar(x='g', y='x', figsize=(1, 1))",
    "output widget": "import ipywidgets as widgets\nout = widgets.Output()\nwith out:\n    print('inside'); display('shown')\nout",
    "slider": "slider = widgets.IntSlider(3)\nslider.observe(lambda change: print('now', change['new']), 'value')\nslider.value = 7\nslider",
    "interact": "_ = widgets.interact(lambda x=2, flag=True: print(x * 10, flag))",
    "interactive": "widgets.interactive(lambda a: a + 1, a=(0, 4))",
    "layout": "widgets.VBox([widgets.Label('nhãn'), widgets.Button(description='bấm')])",
    "widget with bytes": "widgets.Image(value=b'123', format='png')",
    "comm": "import comm\nchannel = comm.create_comm(target_name='probe', data={'a': 1})\nchannel.send({'b': 2})\nchannel.close()\nlen(comm.get_comm_manager().comms) > 0",
    "tqdm": "import tqdm.auto\nbar = tqdm.auto.tqdm(range(3), bar_format='{desc}{n}/{total}', desc='tiến độ ')\nfor _i in bar: pass",
    "tqdm text": "from tqdm import tqdm as plain_bar\nfor _i in plain_bar(range(3), bar_format='{n}/{total}', mininterval=0): pass",
    "threads": "import threading\ndef say(i):\n    print('thread', i); display(i)\nfor i in range(3):\n    thread = threading.Thread(target=say, args=(i,)); thread.start(); thread.join()",
    "error in a thread": "thread = threading.Thread(target=lambda: 1 / 0, name='broken'); thread.start(); thread.join()",
    "process pool": "import concurrent.futures\ndef square(x): return x * x\nwith concurrent.futures.ProcessPoolExecutor(2) as pool:\n    print(list(pool.map(square, range(5))))",
    "fork prints": "if os.fork() == 0:\n    os.write(1, b'child\\n'); os._exit(0)\ntime.sleep(0.2); print('parent')",
    "pickle of main": "import pickle\nclass Mine:\n    def __init__(self, x): self.x = x\nMine.__module__, pickle.loads(pickle.dumps(Mine(5))).x",
    "deepcopy": "import copy\ncopy.deepcopy(Mine(6)).x, __name__, sys.modules['__main__'].Mine is Mine",
    "inspect": "import inspect\nprint(inspect.getsource(square))",
    "shell class": "shell = get_ipython()\ntype(shell), type(shell.kernel), shell.__class__.__name__, shell.has_trait('kernel')",
    "shell configuration": "'IPKernelApp' in shell.config, shell.display_formatter.format_types[:3], shell.colors, shell.user_ns is globals()",
    "parent header": "sorted(shell.get_parent()['header'])[:4], shell.parent_header['header']['msg_type']",
    "input count": "shell.execution_count == max(Out) + 1 or len(In) == shell.execution_count + 1",
    "interactivity": "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'",
    "all expressions": "1\n'two'\n[3]",
    "interactivity back": "InteractiveShell.ast_node_interactivity = 'last_expr'",
    "run_line_magic": "shell.run_line_magic('alias_magic', 'p pwd')\nshell.run_cell('print(5)\\n6').result",
    "custom formatter": "shell.display_formatter.formatters['text/plain'].for_type(complex, lambda value, p, cycle: p.text('a complex number'))\n1 + 2j",
    "display hook event": "shell.events.register('post_run_cell', remember := lambda result: print('ran', result.success))\n1",
    "display hook event off": "shell.events.unregister('post_run_cell', remember)",
    "generator": "(x for x in 'ab'), [*map(str.upper, 'ab')], (lambda: (yield))()",
    "walrus and match": "match (n := 5):\n    case int(): print('int', n)",
    "decorator": "import functools\n@functools.cache\ndef fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(80)",
    "finalizer": "class Loud:\n    def __del__(self): print('deleted')\nloud = Loud(); del loud",
    "unraisable": "class Bad:\n    def __del__(self): raise ValueError('in del')\nbad = Bad(); del bad; import gc; gc.collect(); None",
    "faulthandler": "import faulthandler; faulthandler.enable(); faulthandler.disable(); print('ok')",
    "breakpoint": "print(sys.breakpointhook is sys.__breakpointhook__)",
    "locale": "import locale\nsys.getdefaultencoding(), sys.getfilesystemencoding(), '%.2f' % 1.5",
    "stdin": "sys.stdin.closed, sys.stdin.read(1)",
    "atexit": "import atexit\n_registered = atexit.register(print, 'never seen')",
    "reset": "%reset_selective -f ^frame$\n'frame' in globals()",
}
"""A cell per probe, all in one session and in this order."""
AFTERWARDS = ["exit", "quit()", "6 * 7"]  # a real kernel ends with the first of these, the runner goes on
OTHER_FRAMES = {"write a number"}  # the traceback goes through sys.stdout's own code
DRAWN_ONCE = {"times drawn", "error in a figure"}  # a real kernel draws each figure twice, the first time for nobody

# what may differ: addresses, random ids, and the folders in which cells are said to lie and in which the notebook runs
IDS = [
    (re.compile(r"0x[0-9a-f]{6,}"), "0x…"),
    (re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "id"),
    (re.compile(r"(?<![\w/.~-])[\w/.~-]*/ipykernel_\d+/\d+\.py"), "cell.py"),
    (re.compile(r"(?<![\w/.~-])[\w/.~-]*/part\.py"), "part.py"),
]


def normal(value):
    """The same value, ids replaced; bytes of outputs stay as they are."""
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, str):
        for pattern, stand_in in IDS:
            value = pattern.sub(stand_in, value)
    return value


def notebook(sources):
    """A notebook of code cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def by_real_kernel(notebook, folder):
    """The notebook as nbclient executes it in an ipykernel of its own."""
    client = nbclient.NotebookClient(notebook, allow_errors=True, timeout=60, resources={"metadata": {"path": str(folder)}})
    # ipykernel does not watch the descriptors of a kernel that it takes for a test of its own
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    client.execute(env={**environment, **dict(sandbox.choose("none").environment), "HOME": str(folder), "IPYTHONDIR": str(folder)})
    for cell in notebook.cells:
        cell.outputs = engine.joined(cell.outputs)
    return notebook


def by_runner(notebook):
    """The Run of a notebook in a Worker."""
    with Worker(sandbox.choose("none"), {"processes": 500}) as worker:
        return engine.execute(notebook, worker)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Each probe's cell as a real kernel and as the runner executed it; both at the same time, to save time."""
    real = notebook(PROBES.values())
    with concurrent.futures.ThreadPoolExecutor() as pool:
        ours = pool.submit(by_runner, notebook([*PROBES.values(), *AFTERWARDS]))
        by_real_kernel(real, tmp_path_factory.mktemp("real"))
    return dict(zip([*PROBES, *AFTERWARDS], itertools.zip_longest(real.cells, ours.result().notebook.cells)))


def test_there_are_enough_probes():
    assert len(PROBES) >= 56


@pytest.mark.parametrize("name", [name for name in PROBES if name not in DRAWN_ONCE])
def test_a_cell_gives_what_it_gives_in_a_real_kernel(both, name):
    real, ours = both[name]

    assert real.execution_count == ours.execution_count
    if name in OTHER_FRAMES:
        assert [(output.ename, output.evalue) for output in real.outputs] == [(output.ename, output.evalue) for output in ours.outputs]
    else:
        assert normal(real.outputs) == normal(ours.outputs)


@pytest.mark.parametrize("name", sorted(DRAWN_ONCE))
def test_a_figure_is_drawn_once_and_not_twice(both, name):
    """What is shown in the end is what a real kernel shows in the end; what the first drawing says is missing."""
    real, ours = (normal(cell.outputs) for cell in both[name])

    assert len(ours) < len(real)
    assert real[-1] == ours[-1]
    assert [] == [output for output in ours if output not in real]


def test_what_crmlab_refuses_is_shown_at_the_readers_own_lines(both):
    (shown,) = both["refusal"][0].outputs
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(shown.traceback))

    assert "metrics" not in text
    assert re.search(r"-> 3 +check.share\(margin_rate=rate\)\n(?s:.*)\nValueError: .*margin_rate.*0\.2", text)


def test_exit_in_a_cell_does_not_end_the_run(both):
    _, after = both[AFTERWARDS[-1]]

    assert "42" == after.outputs[0].data["text/plain"]
