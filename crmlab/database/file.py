"""One database file: read at rest, replaced as a whole when it changes.

At rest the file is attached read-only, so that reading never changes a byte and several programs may read at once. A change is
made in a second file beside it, which takes the first one's place in one step when everything has worked: whatever happens
before that step (a refusal, Ctrl-C, a full disk, a power cut), the file is byte for byte what it was. While a change is being
made, DuckDB's own lock on the file keeps every other program out.
"""
import contextlib
import glob
import os
import pathlib
import shutil
import tempfile

from .. import words
from . import schema


class File:
    """A database file, attached as ``db`` to an in-memory DuckDB; ``fresh`` is its successor while one is being made."""

    def __init__(self, path):
        self.folder = tempfile.TemporaryDirectory() if str(path) == ":memory:" else None
        self.path = pathlib.Path(self.folder.name, "memory.duckdb") if self.folder else pathlib.Path(path).expanduser().absolute()
        self.connection = schema.duckdb().connect(":memory:")
        self.connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = true")
        self.connection.execute("SET temp_directory = ?", [tempfile.gettempdir()])  # else what does not fit into memory goes into the user's folder
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def close(self):
        """Let go of the file."""
        self.connection.close()
        if self.folder:
            self.folder.cleanup()

    def _open(self):
        if self.path.is_dir() or not self.path.parent.is_dir():
            raise ValueError(words.t("database.folder", path=self.path))
        if not self.path.exists():
            with self.beside(self.path):
                pass
        elif self.path.with_name(self.path.name + ".wal").exists():
            self._attach(self.path, "db")  # another program was killed while it wrote: DuckDB finishes what it had committed
            self.connection.execute("CHECKPOINT db; DETACH db")
        self._rest()
        self._check_version()

    def _rest(self):
        """Attach the file to be read."""
        self._attach(self.path, "db", "READ_ONLY")
        self.state = _state(self.path)

    def _attach(self, path, name, how="READ_WRITE"):
        package = schema.duckdb()
        try:
            self.connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} ({how})")
        except package.Error as error:
            locked = isinstance(error, getattr(package, "ResourceInUseException", ())) or any(word in str(error) for word in ("lock", "conflict", "already attached", "used by another"))
            raise ValueError(words.t("database.locked" if locked else "database.not_one", path=self.path)) from None

    def _check_version(self):
        tables = {name for (name,) in self.connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'").fetchall()}
        if "schema_version" not in tables:
            raise ValueError(words.t("database.other", path=self.path))
        [(version,)] = self.connection.execute("SELECT max(version) FROM db.schema_version").fetchall()
        if version != schema.VERSION:
            raise ValueError(words.t("database.version", path=self.path, version=version, needed=schema.VERSION))

    def current(self):
        """Look again where another program has changed the file since it was opened."""
        if _state(self.path) != self.state:
            self.connection.execute("DETACH DATABASE IF EXISTS db")
            self._rest()

    @contextlib.contextmanager
    def changed(self, copy=True):
        """The connection, with ``fresh`` attached: a copy of the file, or an empty database; afterwards it is the file."""
        with successor(self.path) as target:
            if copy:
                shutil.copyfile(self.path, target)
            self.connection.execute("DETACH db")
            try:
                self._attach(self.path, "db")  # the lock
                if _state(self.path) != self.state or (copy and os.path.getsize(target) != os.path.getsize(self.path)):
                    raise ValueError(words.t("database.changed", path=self.path))
                self._attach(target, "fresh")
                if not copy:
                    self.connection.execute(_script("fresh"))
                yield self.connection
                self.connection.execute("DETACH fresh")
                self._replace(target)
            finally:
                self._let_go("fresh", "db")
                self._rest()

    @contextlib.contextmanager
    def beside(self, path):
        """``fresh``: an empty database that becomes another file when everything has worked; this one is only read."""
        path = pathlib.Path(path).expanduser().absolute()
        if path.is_dir() or not path.parent.is_dir():
            raise ValueError(words.t("database.folder", path=path))
        with successor(path) as target:
            try:
                self._attach(target, "fresh")
                self.connection.execute(_script("fresh"))
                yield
                self.connection.execute("DETACH fresh")
                os.replace(target, path)
            finally:
                self._let_go("fresh")

    def _replace(self, target):
        """The step that counts. Windows wants the old file closed first."""
        _flush(target)
        if os.name == "nt":
            self.connection.execute("DETACH db")
        try:
            os.replace(target, self.path)
        except PermissionError:
            raise ValueError(words.t("database.locked", path=self.path)) from None
        _flush(self.path.parent)

    def _let_go(self, *names):
        with contextlib.suppress(schema.duckdb().Error):
            self.connection.execute("ROLLBACK")
        for name in names:
            self.connection.execute(f"DETACH DATABASE IF EXISTS {name}")


@contextlib.contextmanager
def interruptible():
    """Ctrl-C inside DuckDB, which it reports in its own way, is Ctrl-C; its other errors become one sentence."""
    try:
        yield
    except schema.duckdb().Error as error:
        raise ValueError(words.t("database.refused", why=str(error).partition("\n")[0])) from error
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


@contextlib.contextmanager
def successor(path):
    """A new name beside a file; what is left under it afterwards is removed, and so is what a killed program left."""
    for stale in path.parent.glob(f"{glob.escape(path.name)}.*.new*"):
        if not _running(stale):
            stale.unlink(missing_ok=True)
    target = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        yield target
    finally:
        for left in (target, target.with_name(target.name + ".wal")):
            left.unlink(missing_ok=True)


def _script(catalog):
    return f"USE {catalog}; {schema.SCRIPT.read_text(encoding='utf-8')}; USE memory"


def _state(path):
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _running(stale):
    """Whether the program that is writing this successor still runs."""
    number = stale.name.rsplit(".new", 1)[0].rsplit(".", 1)[-1]
    if not number.isdecimal() or os.name == "nt":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(number) != os.getpid()


def _flush(path):
    """Make the disk hold it, so that a power cut does not lose it."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
