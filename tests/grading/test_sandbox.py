"""The sandbox holds: what a student's code may reach, how much it may use, and what the next submission finds of it."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pytest

from crmlab import words
from crmlab.grading import advice, frames, sandbox
from crmlab.grading.worker import Worker, messages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
if sys.platform == "linux":
    from crmlab.grading import watch

MEGABYTE = 1 << 20
LIMITS = {"seconds": 10, "process_memory": 1 << 30, "memory": 1 << 30, "output": 2 * MEGABYTE, "scratch": 16 * MEGABYTE}


def said(worker, *cells, seconds=5):
    """What a notebook printed, and its errors."""
    texts = []
    for message in worker.run({"cells": cells, "cell_seconds": seconds}):
        content = message.get("content", {})
        texts += [content.get("text", ""), content.get("evalue", "")]
    return "".join(texts).strip()


@pytest.fixture(scope="module")
def worker():
    with Worker(sandbox.choose(), LIMITS) as worker:
        yield worker


@pytest.fixture
def limited():
    """A worker with other limits."""
    with_limits = []

    def make(option="auto", forced=(), data=(), **limits):
        with_limits.append(Worker(sandbox.choose(option, data), {**LIMITS, **limits}, **dict(forced)))
        return with_limits[-1]

    yield make
    for worker in with_limits:
        worker.close()


def gone(processes, seconds=5):
    """Whether none of the processes is left, after a while."""
    end = time.monotonic() + seconds
    while (left := [process for process in processes if pathlib.Path(f"/proc/{process}").exists()]) and time.monotonic() < end:
        time.sleep(0.02)
    return not left


LEAVE = """
import os, ctypes
for folder in ('.', '..', '/tmp', '/dev/shm', '/scratch', '/var/tmp', os.path.expanduser('~')):
    try:
        open(folder + '/LEFT', 'w').write('the answer is 42')
    except OSError:
        pass
libc = ctypes.CDLL(None, use_errno=True)
print('segment', libc.shmget(4711, 4096, 0o1666))
"""
FIND = """
import os, sys
left = []
for root, folders, names in os.walk('/'):
    folders[:] = [name for name in folders if os.path.join(root, name) not in ('/proc', '/usr', sys.prefix, sys.base_prefix)]  # all read-only
    left += [os.path.join(root, name) for name in names if name == 'LEFT']
print(left, open('/proc/sysvipc/shm').read().count(chr(10)))
"""


def test_no_file_and_no_shared_memory_reaches_the_next_submission(worker):
    """Mistake 1 of the prototype."""
    here = said(worker, LEAVE, FIND)

    assert "segment -1" in here
    assert f"{sandbox.SCRATCH}/work" + "/LEFT" in here and "/dev/shm/LEFT" in here
    assert "[] 1" == said(worker, FIND)


def test_nothing_is_writable_but_the_scratch(worker):
    """Mistake 2: bubblewrap's / and /dev are writable unless they are closed."""
    code = """
import os, sys
def writable(folder):
    try:
        with open(os.path.join(folder, 'X'), 'w'):
            os.unlink(os.path.join(folder, 'X'))
            return True
    except OSError:
        return False
found = []
for root, folders, _ in os.walk('/'):
    if root in ('/proc', '/usr', sys.prefix, sys.base_prefix):  # each one mount, read-only as a whole or not at all
        folders.clear()
    found += [root] * writable(root)
print([root for root in found if not root.startswith('/scratch')])
"""

    assert "['/dev/shm']" == said(worker, code, seconds=9)


def test_a_scratch_is_limited_in_size_and_in_files(worker):
    code = """
def fill(make):
    try:
        for n in range(100_000):
            make(n)
    except OSError as error:
        print(n, error.errno)
fill(lambda n: open('/dev/shm/big%d' % n, 'wb').write(bytes(1 << 20)))
import glob, os
for path in glob.glob('/dev/shm/big*'):
    os.unlink(path)
fill(lambda n: open('small%d' % n, 'w').close())
"""
    (big, full), (small, _) = (map(int, line.split()) for line in said(worker, code).splitlines())

    assert (28, 16, 16) == (full, big, LIMITS["scratch"] // MEGABYTE)
    assert 15_000 < small < 20_000


@pytest.mark.parametrize("option", [{}, {"many": False}], ids=["many", "one"])
def test_no_privilege_is_left_and_none_can_be_had(option, worker, limited):
    """Mistakes 3 and 9: capabilities, user ids, namespaces."""
    code = """
import ctypes, os, socket, subprocess
print(os.getuid() != 0, os.geteuid() != 0, os.getgroups() in ([], [os.getgid()], [65534]))
status = dict(line.split(':', 1) for line in open('/proc/self/status'))
print({int(status[name], 16) for name in ('CapEff', 'CapPrm', 'CapInh', 'CapAmb')}, int(status['NoNewPrivs']), int(status['Seccomp']))
print(subprocess.run(['unshare', '-Ur', 'true'], capture_output=True).returncode != 0)
libc = ctypes.CDLL(None, use_errno=True)
def refused(call, *words):
    return getattr(libc, call)(*words) == -1 and ctypes.get_errno() in (1, 38)
print([refused(*words) for words in (
    ('ptrace', 0, 0, 0, 0), ('unshare', 0x10000000), ('mount', b'x', b'/scratch/work', b'tmpfs', 0, None), ('setns', 0, 0), ('chroot', b'/scratch'),
    ('memfd_create', b'x', 0), ('prlimit', 2, 7, None, None), ('syscall', 435, None, 0), ('syscall', 425, 1, None), ('syscall', 0x40000000 + 39))])
for family in (38, 40, 17):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
        print('a socket of family', family)
    except OSError:
        pass
"""

    assert ["True True True", "{0} 1 2", "True", str([True] * 10)] == said(limited(forced=option) if option else worker, code).splitlines()


def test_a_process_that_obeys_no_signal_and_no_parent_is_ended_all_the_same(limited):
    """Mistake 4: who clears its death signal and blocks the clock is ended by its supervisor."""
    worker = limited(seconds=3)
    code = """
import ctypes, os, signal
ctypes.CDLL(None).prctl(1, 0)
signal.setitimer(signal.ITIMER_REAL, 0)
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
print('before', flush=True)
if os.fork() == 0:
    os.setsid()
while True:
    pass
"""
    before = said(worker, "1") or watch.family(worker._process.pid).keys()

    assert "before" == said(worker, code)
    assert "timeout" == worker.ended
    assert before == watch.family(worker._process.pid).keys()


OTHERS = """
import glob, os, resource, signal, threading
found, mine = [], [os.getpid(), *(thread.native_id for thread in threading.enumerate())]
def tried(name, attempt):
    try:
        attempt()
        found.append(name)
    except (OSError, ValueError):
        pass
for process in sorted(int(path[6:]) for path in glob.glob('/proc/[0-9]*') if os.path.basename(path) != os.readlink('/proc/self')):
    for name in ('mem', 'environ', 'maps', 'smaps_rollup', 'fd/0', 'fd/1', 'fd/4', 'root/scratch', 'cwd/x'):
        tried((process, name), lambda: os.listdir(f'/proc/{process}/{name}') if '/s' in name else open(f'/proc/{process}/{name}', 'rb').read(1))
    tried((process, 'limits'), lambda: resource.prlimit(process, resource.RLIMIT_CPU, (1, 1)))
    if KILL and process not in mine:
        tried((process, 'kill'), lambda: os.kill(process, signal.SIGTERM))
print(found)
"""


def test_other_processes_cannot_be_read_limited_or_killed(worker):
    """Mistakes 5 and 6: with root, their names are still to be seen."""
    assert "[]" == said(worker, OTHERS.replace("KILL", "True"))
    assert "[]" == said(worker, OTHERS.replace("KILL", "True")), "the same, with the supervisor of the second job"


def test_other_processes_cannot_be_read_or_limited_where_they_share_the_process_namespace(limited):
    code = OTHERS.replace("KILL", "False").replace("in sorted(", "in sorted(number for number in (").replace("os.readlink('/proc/self')):", "os.readlink('/proc/self')) if number > 1):")

    assert "[]" == said(limited(forced={"many": False}), code), "of bubblewrap itself, number 1, the environment is ours, and empty"


def test_forks_that_share_their_memory_are_no_memory_bomb(worker):
    """Mistake 7: 30 idle forks of a warm process look like 4 GB."""
    code = """
import os, time
for _ in range(30):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
time.sleep(1)
print('alive')
"""

    assert "alive" == said(worker, code)
    assert worker.ended is None


def test_processes_are_counted_together_for_their_memory(worker):
    code = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        hold = bytearray(b'x') * (400 << 20)
        time.sleep(60)
time.sleep(60)
"""

    assert "" == said(worker, code)
    assert "memory" == worker.ended
    assert "still here" == said(worker, "print('still here')")


def test_memory_for_one_process_ends_a_cell_only(worker):
    assert "after" == said(worker, "hold = bytearray(3 << 30)", "print('after')")
    assert "memory" == worker.ended


@pytest.mark.parametrize("forced", [{}, {"many": False}, {"fork": False}], ids=["many", "one", "no fork"])
def test_output_is_cut(forced, worker, limited):
    worker = limited(forced=forced) if forced else worker
    received = sum(len(str(message)) for message in worker.run({"cells": ["for _ in range(3000):\n    print('x' * (1 << 20))"], "cell_seconds": 30}))

    assert "output" == worker.ended
    assert MEGABYTE < received < 4 * LIMITS["output"]


ATTACKS = {
    "ends everybody": ("import os; os.kill(-1, 9)", None),
    "threads": ("import threading, time\nfor _ in range(1000):\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "limited"),
    "forks that fork": ("import os\nfor _ in range(20):\n    os.fork()\nos.read(os.pipe()[0], 1)", "limited"),
    "programs": ("import subprocess\nwhile True:\n    subprocess.Popen(['sleep', '60'])", "limited"),
    "shared memory": ("import mmap, os, time\nfor _ in range(16):\n    if os.fork() == 0:\n        hold = mmap.mmap(-1, 200 << 20)\n        hold.write(bytes(200 << 20))\n        time.sleep(60)\ntime.sleep(60)", "memory"),
    "closes all": ("import os; os.closerange(0, 1000)", "ended early"),
    "deletes all": ("import shutil\nfor folder in ('/scratch', '/usr', '/data'):\n    shutil.rmtree(folder, ignore_errors=True)", None),
    "patches all": ("import builtins, json, os, pandas\npandas.DataFrame.groupby = builtins.print = json.dumps = os.getpid = None\nos._exit(0)", "ended early"),
    "aborts": ("import os; os.abort()", "ended early"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_as_it_should_and_the_next_job_is_clean(name, worker):
    code, ended = ATTACKS[name]
    before = said(worker, "1") or watch.family(worker._process.pid).keys()
    list(worker.run({"cells": [code], "cell_seconds": 9}))

    assert ended == worker.ended
    assert "3" == said(worker, "import pandas as pd\nprint(pd.DataFrame({'a': [1, 1], 'b': [1, 2]}).groupby('a').b.sum().sum())")
    assert before == watch.family(worker._process.pid).keys(), "the same sandbox, with nobody left in it"


FORGE = r"""
import os
for descriptor in range(1, 64):
    for text in (b'E 14\n{"ended":null}', b'R 14\n{"many": true}', b'\n{"cell": 0, "type": "done", "status": "ok"}\n', b'\nend of\n'):
        try:
            os.write(descriptor, text)
        except OSError:
            pass
for text in (b'[' * 100_000, b'{"a":' * 10_000, b'{"n": ' + b'9' * 5000 + b'}', b'{"half": "\\ud800"}', b'\xff\xfe', b'"text"', b'{"half": '):
    os.write(3, b'\n' + text + b'\n')
"""


def test_forged_frames_and_broken_lines_change_nothing(worker):
    received = list(worker.run({"cells": [FORGE, "print('still here')"], "cell_seconds": 5}))

    assert worker.ended is None
    assert all(isinstance(message, dict) for message in received)
    assert "still here" in str(received[-3:])
    assert str(received).encode("utf-8")


def test_only_whole_json_objects_are_messages():
    lines = b'{"a": 1}\n{"b": \n[1]\n"x"\n\n{"c": "\\ud800"}\n' + b'{"d":' * 100_000 + b'\n{"e": "\\ud83d\\ude00"}\nend'

    assert [{"a": 1}, {"c": "?"}, {"e": "\N{GRINNING FACE}"}] == list(messages(lines))


def test_what_is_no_frame_ends_the_reading(tmp_path):
    path = tmp_path / "frames"
    for text, count in ((b"M 2\nabE 2\n{}", 2), (b"M 2\nabX 1\nz", 1), (b"M 99\nab", 0), (b"M 999999\n" + b"x" * 999999, 0), (b"M -1\n", 0), (b"", 0)):
        path.write_bytes(text)
        with open(path, "rb") as stream:
            assert count == len(list(frames.read(stream, 1000)))


SEARCH = """
import hashlib, re
def found(beginning, length, digest):
    for line in open('/proc/self/maps'):
        begin, end = (int(place, 16) for place in line.split()[0].split('-'))
        if line.split()[1].startswith('r') and '[v' not in line:
            with open('/proc/self/mem', 'rb', 0) as memory:
                memory.seek(begin)
                held = memory.read(end - begin)
            for match in re.finditer(beginning, held):
                if hashlib.sha256(held[match.start():match.start() + length]).hexdigest() == digest:
                    return True
    return False
print(found(%r, %r, %r))
"""


def test_nothing_of_a_submission_is_in_memory_when_the_next_one_runs(worker):
    secret = b"the answer of another student: 6174"
    search = SEARCH % (secret[:10], len(secret), hashlib.sha256(secret).hexdigest())

    assert "True" == said(worker, f"mine = {secret!r}", search), "the search finds what is there"
    assert "False" == said(worker, search)


def test_the_sandbox_shows_only_what_is_on_its_list(worker, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_KEY", "secret")
    here = [str(path) for path in (pathlib.Path(__file__), tmp_path, pathlib.Path.home() / ".ssh", "/etc/passwd", "/var", "/home", "/run", "/sys", "/opt")]
    code = f"import os, sys\nprint([path for path in {here} if os.path.exists(path)], 'COURSE_KEY' in os.environ, len(os.listdir({str(sandbox._PACKAGE.parent)!r})))"
    binds = [word for word in worker.sandbox.command if word == "/"]

    assert "[] False" == said(worker, code).rpartition(" ")[0]
    assert ["/"] == binds, "only to make it read-only"


@pytest.mark.parametrize("option", ["auto", "none"])
def test_data_lie_beside_the_notebook_and_stay_as_they_are(option, limited, tmp_path):
    (tmp_path / "more").mkdir()
    for name in ("orders.csv", "more/days.csv"):
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    worker = limited(option, forced={"many": False}, data=[tmp_path / "orders.csv", tmp_path / "more"])
    code = "print(open('orders.csv').read() + open('more/days.csv').read())\nopen('own.csv', 'w').close()\nopen('orders.csv', 'w').write('x')"

    for _ in range(2):
        assert said(worker, code).startswith("a,b\n1,2\na,b\n1,2")
    assert "a,b\n1,2\n" == (tmp_path / "orders.csv").read_text(encoding="utf-8")
    assert ["more", "orders.csv"] == sorted(path.name for path in tmp_path.iterdir())


def test_what_notebooks_do_still_works(worker):
    code = """
import concurrent.futures, multiprocessing, os, subprocess, tempfile, threading
with multiprocessing.get_context('fork').Pool(2) as pool:
    print(pool.map(abs, [-1, -2]))
thread = threading.Thread(target=print, args=('thread',)); thread.start(); thread.join()
print(subprocess.run(['echo', 'process'], capture_output=True, text=True).stdout.strip())
with tempfile.NamedTemporaryFile() as file:
    print(os.path.dirname(file.name))
from crmlab import datasets
print(len(datasets.names()) > 0)
"""

    assert ["[1, 2]", "thread", "process", "/scratch/tmp", "True"] == said(worker, code).splitlines()


def test_a_forked_copy_of_the_notebook_neither_speaks_nor_ends_it(worker):
    code = ["import os, time\nforked = os.fork() == 0", "if not forked:\n    time.sleep(0.5)", "if not forked:\n    print('the notebook itself')"]

    assert "the notebook itself" == said(worker, *code)
    assert worker.ended is None


@pytest.mark.parametrize(("code", "ended"), [("import os; os._exit(0)", "ended early"), ("import ctypes; ctypes.string_at(0)", "ended early"), ("import os; os.write(3, b'\\nend\\n')", None)])
def test_an_early_end_is_no_success_and_takes_nothing_back(code, ended, worker):
    assert "first" == said(worker, "print('first')", code)
    assert ended == worker.ended


def test_a_job_left_half_way_does_not_disturb_the_next(limited):
    worker = limited(forced={"many": False})
    for _ in worker.run({"cells": ["import time", "time.sleep(60)"], "cell_seconds": 60}):
        break

    assert "next" == said(worker, "print('next')")


def test_a_sandbox_that_has_died_between_two_jobs_is_started_anew(worker):
    said(worker, "1")
    worker._process.kill()
    worker._process.wait()

    assert "next" == said(worker, "print('next')")


@pytest.mark.parametrize(("option", "forced"), [("auto", {}), ("auto", {"many": False}), ("auto", {"fork": False}), ("none", {}), ("none", {"many": False}), ("none", {"fork": False})], ids=str)
def test_nothing_is_left_of_a_worker(option, forced, limited, monkeypatch, tmp_path):
    """Daemons, temporary folders, the sandbox itself; a run that will not end is ended."""
    monkeypatch.setattr("crmlab.grading.worker._GRACE_SECONDS", 0.5)
    worker = limited(option, forced, seconds=2 if "fork" in forced else 4)
    daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n    os._exit(0)\nprint('hello', flush=True)"
    endless = [] if "fork" in forced else ["import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True:\n    pass"]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = watch.family(os.getpid()).keys()

    assert "hello" == said(worker, "print('hello')" if "fork" in forced else daemon, *endless)
    assert ("timeout" if endless else None) == worker.ended
    during = watch.family(os.getpid()).keys() - before
    worker.close()

    assert gone(during)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["auto", "none"])
def test_a_killed_grader_takes_its_sandbox_with_it(option, tmp_path):
    code = f"from crmlab.grading import sandbox, worker\nfor _ in worker.Worker(sandbox.choose({option!r}), many=False).run({{'cells': ['import time; time.sleep(600)'], 'cell_seconds': 600}}):\n    print('running', flush=True)"
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)})
    grader.stdout.readline()
    processes = [grader.pid, *watch.family(grader.pid)]
    grader.kill()
    grader.wait()
    grader.stdout.close()

    assert len(processes) > 2
    assert gone(processes)


def test_without_forking_a_run_that_does_not_end_is_ended_by_the_grader(limited, monkeypatch):
    monkeypatch.setattr("crmlab.grading.worker._GRACE_SECONDS", 0.5)
    worker = limited(forced={"fork": False}, seconds=3)

    assert "first" == said(worker, "print('first', flush=True)", "import signal; signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass")
    assert "timeout" == worker.ended
    assert "next" == said(worker, "print('next')")


def test_a_sandbox_of_ones_own_is_any_command_line(limited):
    worker = limited("nice -n 1", forced={"many": False})
    folder = said(worker, "import os; print(os.nice(0), os.path.dirname(os.getcwd()))")

    assert ("nice", "1 ") == (worker.sandbox.name, folder[:2])
    assert not os.path.exists(folder[2:])


def test_the_sandbox_works_for_an_ordinary_user():
    if os.geteuid() or not all(map(shutil.which, ("unshare", "setpriv"))):
        pytest.skip("needs root, to become somebody else")
    closed = next((str(path) for path in reversed(pathlib.Path(sys.base_prefix).parents) if not path.stat().st_mode & 1), None)
    opened = f"mount --bind {sys.base_prefix} /mnt && mount -t tmpfs -o mode=755 x {closed} && mkdir -p {sys.base_prefix} && mount --move /mnt {sys.base_prefix} && " if closed else ""
    become = "exec setpriv --reuid 12345 --regid 12345 --clear-groups --inh-caps=-all --bounding-set=-all"
    code = "from crmlab.grading import sandbox, worker\nw = worker.Worker(sandbox.choose())\nfor _ in range(2):\n    said = str(list(w.run({'cells': ['import os; print([os.getuid(), os.getpid()], sum(name.isdigit() for name in os.listdir(\"/proc\")))'], 'cell_seconds': 9})))\n    print('[12345, 1] 1' in said, w.ended, w._many)"
    done = subprocess.run(["unshare", "-m", "--propagation", "private", "sh", "-c", f'{opened}cd / && {become} "$@"', "sh", sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "HOME": "/"})

    assert ["True None True"] * 2 == done.stdout.splitlines(), done.stderr


def fake(folder, name, says, monkeypatch):
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def refusal(option="auto"):
    with pytest.raises(sandbox.Refused) as refused:
        sandbox.choose(option)
    return str(refused.value)


def test_a_refusal_holds_the_commands_that_help(tmp_path, monkeypatch, language):
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = refusal()
    fake(tmp_path, "bwrap", "bwrap: setting up uid map: Permission denied", monkeypatch)
    armoured = refusal()
    fake(tmp_path, "bwrap", "bwrap: Creating new namespace failed", monkeypatch)
    broken = refusal()

    assert "sudo apt install bubblewrap" in missing
    assert f"profile bwrap {tmp_path}/bwrap flags=(unconfined) {{\n  userns,\n}}" in armoured and "sudo apparmor_parser -r /etc/apparmor.d/bwrap" in armoured
    assert "Creating new namespace failed" in broken
    for text in (missing, armoured, broken):
        assert "docker build -t crmlab" in text and "--sandbox 'docker run -i --rm --network=none" in text and "--sandbox none" in text


def test_systems_that_are_not_linux_are_told_what_they_have(monkeypatch, language):
    monkeypatch.setattr(advice.sys, "platform", "win32")
    windows = refusal()
    monkeypatch.setattr(advice.sys, "platform", "darwin")
    mac = refusal()

    assert "wsl --install -d Ubuntu" in windows and "sudo apt install bubblewrap" in windows
    assert "docker build" in mac and "sudo" not in mac


def test_a_switched_off_kernel_is_switched_on(monkeypatch, tmp_path):
    monkeypatch.setattr(advice, "_SWITCHES", {"kernel/pid_max": 1})
    monkeypatch.setattr(advice.pathlib.Path, "read_text", lambda self: "0\n")

    assert "sudo sysctl -w kernel.pid_max=1" in advice.refusal("/usr/bin/bwrap", "No permissions")


def test_a_sandbox_that_cannot_run_python_is_refused_with_what_it_said(tmp_path, monkeypatch, language):
    fake(tmp_path, "jail", "jail: no such cell", monkeypatch)

    assert "jail: no such cell" in refusal("jail --tight")
    assert 'jail --tight python3 -c "import crmlab.grading"' in refusal("jail --tight")


def test_a_sandbox_that_stops_at_its_start_is_named(language):
    broken = sandbox.Sandbox("broken", python="/bin/false")
    with pytest.raises(sandbox.Refused, match="broken"), Worker(broken) as worker:
        said(worker, "1")

    assert words.t("sandbox.start", name="broken", said="")[:20]
