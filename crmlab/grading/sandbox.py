"""Where students' code runs: in bubblewrap, in a sandbox of the instructor's own, or, if she types it out, in none."""
import dataclasses
import os
import pathlib
import shlex
import shutil
import site
import subprocess
import sys

from .. import words
from . import advice

LIMITS = {
    "cell_seconds": 30,
    "seconds": 120,
    "process_memory": 2 << 30,
    "memory": 3 << 30,
    "processes": 56 + 4 * (os.cpu_count() or 1),  # threads too: each DuckDB database starts one per processor
    "output": 8 << 20,
    "scratch": 128 << 20,
}
SCRATCH, DATA = "/scratch", "/data"
RUNNER = ("-P", "-m", "crmlab.grading.runner")

_PACKAGE = pathlib.Path(__file__).parents[1]
_COURSE_DATA = _PACKAGE.parent / "datasets"
_CONFIGURATION = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives")
_FREE_USERS = range(62000, 64000)
_EVERYWHERE = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own reserves a gigabyte of addresses, which the limit of a process counts
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "USER": "student",
    "LOGNAME": "student",
    "CRMLAB_GRADING": "1",  # sealed feedback keeps silent
}
_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP")


class Refused(ValueError):
    """No sandbox can be had here; the message holds the commands that help."""


@dataclasses.dataclass(frozen=True)
class Sandbox:
    """How to start the runner: the words before its own command, the Python that runs it, and what it is told."""

    name: str
    prefix: tuple = ()
    python: str = sys.executable
    scratch: str | None = SCRATCH  # None: a new folder of this machine
    data: tuple = ()  # paths as the runner sees them
    root: bool = False  # the runner starts as root, and has to become somebody else
    bare: bool = False
    environment: tuple | None = None  # None: the grader's own reaches the prefix

    @property
    def command(self):
        """The whole command line of the runner."""
        return [*self.prefix, self.python, *RUNNER]


def choose(option="auto", data=()):
    """The sandbox for an option: "auto" (bubblewrap), "none", or the words of another one's command line.

    ``data`` are files and folders of the assignment: they lie in the folder in which the notebook runs, and the notebook
    cannot change them. In a sandbox of your own, they are taken from its folder /data. Refuses where no sandbox works.
    """
    paths = [pathlib.Path(path).resolve() for path in data]
    if option == "none":
        return Sandbox("none", scratch=None, data=tuple(map(str, paths)), bare=True, environment=tuple(_environment().items()))
    inside = tuple(f"{DATA}/{path.name}" for path in paths)
    if option == "auto":
        return _bubblewrap(paths, inside)
    return _own(option, inside)


def _environment():
    """What the runner finds in its environment: nothing of the grader's but the language."""
    places = os.pathsep.join([os.path.dirname(sys.executable), os.defpath])
    kept = {name: os.environ[name] for name in _WINDOWS if name in os.environ}
    if _user_installs():
        kept["PYTHONUSERBASE"] = site.getuserbase()
    return kept | _EVERYWHERE | {"CRMLAB_LANG": words.language(), "PATH": places}


def _own(option, data):
    """A sandbox that the user has named by its command line; the first Python that has crmlab there will do."""
    prefix = (*shlex.split(option, posix=os.name == "posix"), "env", *(f"{name}={value}" for name, value in (_EVERYWHERE | {"CRMLAB_LANG": words.language()}).items()))
    said = ""
    for python in (sys.executable, "python", "python3"):
        tried = Sandbox(prefix[0], prefix, python, data=data)
        said = _trouble(tried) or ""
        if not said:
            return tried
    raise Refused(words.t("sandbox.own", option=option, said=said))


def _bubblewrap(paths, inside):
    program = shutil.which("bwrap")
    if sys.platform != "linux" or not program:
        raise Refused(advice.refusal(None, ""))
    root = os.geteuid() == 0
    prefix = (program, *_namespaces(root), *_files(program), *_data(paths, inside), "--remount-ro", "/", "--remount-ro", "/dev", "--chdir", SCRATCH, "--")
    tried = Sandbox("bubblewrap", prefix, data=inside, root=root, environment=tuple(_environment().items()))
    said = _trouble(tried)
    if said:
        raise Refused(advice.refusal(program, said))
    return tried


def free_user():
    """A user id that nobody on this machine has, another one for each of many graders."""
    import pwd
    import random

    taken = {entry.pw_uid for entry in pwd.getpwall()}
    free = [uid for uid in _FREE_USERS if uid not in taken]
    return random.SystemRandom().choice(free)


def _namespaces(root):
    """All namespaces of its own. Root brings no user namespace: the runner could not take on another user id in one."""
    yield from ("--die-with-parent", "--new-session", "--cap-drop", "ALL")
    if root:
        yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
        yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    else:
        yield "--unshare-all"


def _files(program):
    """What there is to see: the system's programs, Python, the package, the course's data; all of it read-only."""
    sized = ("--size", str(LIMITS["scratch"])) if "--size" in _said([program, "--help"]) else ()
    for folder in ("/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin"):
        if os.path.islink(folder):
            yield from ("--symlink", os.readlink(folder), folder)
        elif os.path.isdir(folder):
            yield from ("--ro-bind", folder, folder)
    yield from ("--dev", "/dev", *sized, "--perms", "1777", "--tmpfs", "/dev/shm", "--proc", "/proc")
    yield from (*sized, "--perms", "1777", "--tmpfs", SCRATCH)
    shown = [path for path in ("/usr", *_CONFIGURATION, *_python(), str(_PACKAGE), str(_COURSE_DATA)) if os.path.exists(path)]
    if not any(path.startswith("/tmp/") for path in shown):  # else it must be a folder; TMPDIR is what Python goes by
        yield from ("--symlink", "scratch/tmp", "/tmp")
    for path in shown:
        yield from (*_parents(path), "--ro-bind", path, path)
    yield from _font_list()


def _python():
    """The folders of this Python: its environment and the installation it was made from, by all their names."""
    folders = [sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)]
    folders += [site.getusersitepackages()] if _user_installs() else []
    return [folder for folder in dict.fromkeys(folders) if not folder.startswith("/usr/") and folder != "/usr"]


def _user_installs():
    """Whether packages may lie in the user's own folder: not so in a virtual environment."""
    return bool(site.ENABLE_USER_SITE) and sys.prefix == sys.base_prefix


def _parents(path):
    """The folders above a path, open to all: bubblewrap would copy a closed /home of root."""
    for folder in reversed(pathlib.PurePosixPath(path).parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(folder))


def _font_list():
    """matplotlib's list of this machine's fonts, which takes a second to make, if it has been made."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "matplotlib"
    yield from ("--perms", "1777", "--dir", f"{SCRATCH}/matplotlib")
    for path in cache.glob("fontlist-*.json"):
        yield from ("--ro-bind", str(path), f"{SCRATCH}/matplotlib/{path.name}")


def _data(paths, inside):
    for path, name in zip(paths, inside):
        yield from ("--perms", "0755", "--dir", DATA, "--ro-bind", str(path), name)


def _said(command):
    """What a command prints, however it ends."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8", "replace")


def _trouble(sandbox):
    """What goes wrong when a sandbox starts Python and crmlab; None when nothing does."""
    command = [*sandbox.command[: -len(RUNNER)], "-P", "-c", "import crmlab.grading"]
    environment = None if sandbox.environment is None else dict(sandbox.environment)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=120, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.decode("utf-8", "replace").strip()[-2000:] or f"exit code {done.returncode}" if done.returncode else None
