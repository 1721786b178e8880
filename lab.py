# -*- coding: utf-8 -*-
"""crmlab: mở khóa học bằng một lệnh · open the course with one command.

    python3 lab.py              mở JupyterLab ở trang đầu của khóa học · open JupyterLab on the start page
    python3 lab.py --lang en    trang đầu bằng tiếng Anh · the start page in English
    python3 lab.py report       lập báo cáo từ đơn hàng của chính bạn · make a report on your own orders
    python3 lab.py release      (giảng viên · instructors) làm bản bài tập cho người học · make the students' copy of an exercise
    python3 lab.py grade        (giảng viên · instructors) chấm bài của cả lớp · grade a class
    python3 lab.py grade-demo   chấm thử một lớp dựng sẵn · grade an invented class
    python3 lab.py test         chạy mọi kiểm thử · run every test
    python3 lab.py book         dựng sách HTML vào build/book · build the HTML book in build/book
    python3 lab.py sync         (người viết bài · authors) sửa và chạy lại các notebook · repair and re-run the notebooks
    python3 lab.py lock         (người phát triển · developers) giải lại các thư viện · resolve the locked libraries again

Windows: `py lab.py`. Mọi thứ được cài vào thư mục .venv ở đây · everything is installed into .venv, here.
Các tùy chọn khác được chuyển cho JupyterLab, ví dụ · other options go to JupyterLab, e.g. --no-browser --port 9999
"""
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def say(vietnamese, english):
    print(vietnamese + "\n" + english, flush=True)


def stop(vietnamese, english):
    say("✗ " + vietnamese, "✗ " + english)
    raise SystemExit(1)


def check_python(version=sys.version_info):
    if tuple(version[:2]) < OLDEST:
        found, wanted = "%d.%d" % tuple(version[:2]), "%d.%d" % OLDEST
        stop("crmlab cần Python %s trở lên, nhưng lệnh này chạy bằng Python %s. Hãy cài bản mới từ python.org "
             "rồi gõ lại, ví dụ: python%s lab.py" % (wanted, found, wanted),
             "crmlab needs Python %s or newer, but this is Python %s. Install a newer one from python.org and type, "
             "for example: python%s lab.py" % (wanted, found, wanted))


    if tuple(version[:2]) > NEWEST:
        found, wanted = "%d.%d" % tuple(version[:2]), "%d.%d" % NEWEST
        stop("crmlab chưa chạy được với Python %s. Hãy cài thêm Python %s từ python.org rồi gõ: python%s lab.py "
             "(trên Windows: py -%s lab.py)" % (found, wanted, wanted, wanted),
             "crmlab does not run with Python %s yet. Install Python %s from python.org and type: python%s lab.py "
             "(on Windows: py -%s lab.py)" % (found, wanted, wanted, wanted))


for stream in (sys.stdout, sys.stderr):
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")

if __name__ == "__main__":
    check_python()

import errno
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
SITE = VENV / ("Lib/site-packages" if WINDOWS else "lib/python%d.%d/site-packages" % sys.version_info[:2])
PIP = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
SPACE_NEEDED = 1000 * 10**6
LONGEST_PATH_IN_VENV = 175  # measured: 173, a font of JupyterLab
CACHES = {"IPYTHONDIR": VENV / "var" / "ipython", "MPLCONFIGDIR": VENV / "var" / "matplotlib"}
NOT_IN_NOTEBOOKS = r"site-packages[/\\](.+[/\\])?(tests?|pip|setuptools|pyspark|playwright|hypothesis|distributed)[/\\]"  # compiled when it is imported
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock", "spark": "requirements-spark.lock"}
OLDEST_JAVA = 17  # of PySpark 4
UNUSED = "rfc3987-syntax"  # checks international addresses, of which Jupyter has none; importing it takes longer than all the rest of nbformat

# Files below .venv: no news, no build prompt, Markdown shown as a page; sliders still shown when a notebook is opened again;
# no warning of each kernel start on the terminal.
SETTINGS = {
    "share/jupyter/lab/settings/overrides.json": {
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
        "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
        "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
    },
    "share/jupyter/lab/settings/page_config.json": {"buildAvailable": False, "buildCheck": False},
    "etc/ipython/ipython_kernel_config.json": {"IPKernelApp": {"log_level": 50}},
}


def environment():
    """The variables our children see: UTF-8 everywhere, caches inside .venv instead of the home folder, compiled modules kept
    (where that is switched off, each kernel compiles pandas and matplotlib again)."""
    own = {
        "VIRTUAL_ENV": str(VENV),
        "PATH": str(PYTHON.parent) + os.pathsep + os.environ.get("PATH", ""),
        "PYTHONUTF8": "1",
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    own.update({name: str(folder) for name, folder in CACHES.items()})
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    return dict(kept, **own)


def run(*command, quiet=False):
    """Run one command inside .venv; return (exit code, what it printed when quiet)."""
    out = subprocess.PIPE if quiet else None
    done = subprocess.run([str(part) for part in command], cwd=str(HERE), env=environment(),
                          stdout=out, stderr=subprocess.STDOUT if quiet else None, encoding="utf-8", errors="replace")
    return done.returncode, done.stdout or ""


def run_with_bar(lock, *command):
    """Run an installer, showing how many of the lock's libraries are there; return (exit code, what it printed)."""
    log, total = VENV / "install.log", len(re.findall(r"^[\w.-]+==[^;\n]*$", lock.read_text(encoding="utf-8"), re.MULTILINE))
    with open(str(log), "w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen([str(part) for part in command], cwd=str(HERE), env=environment(), stdout=said, stderr=subprocess.STDOUT)
        start = time.monotonic()
        while process.poll() is None:
            time.sleep(0.2)
            if sys.stdout.isatty():
                there = min(total, len(list(SITE.glob("*.dist-info"))))
                bar = "#" * (30 * there // total)
                print("\r  [%-30s] %d/%d  %d s " % (bar, there, total, time.monotonic() - start), end="", flush=True)
    if sys.stdout.isatty():
        print()
    return process.returncode, log.read_text(encoding="utf-8", errors="replace")


def check_path(path=HERE, windows=WINDOWS):
    """Windows limits a path to 260 characters, and some of its programs mistake letters with marks."""
    if windows and len(str(path)) + LONGEST_PATH_IN_VENV > 259:
        stop("Đường dẫn của thư mục này quá dài đối với Windows (%d ký tự): %s\nHãy chuyển thư mục crmlab ra chỗ ngắn hơn, "
             "ví dụ C:\\crmlab, rồi chạy lại." % (len(str(path)), path),
             "The path of this folder is too long for Windows (%d characters). Move the crmlab folder to a shorter place, "
             "for example C:\\crmlab, and run this again." % len(str(path)))
    if windows and not str(path).isascii():
        say("! Đường dẫn có chữ có dấu: %s\n  Nếu JupyterLab không mở được, hãy chuyển thư mục crmlab sang C:\\crmlab." % path,
            "! The path has letters with marks. If JupyterLab does not open, move the crmlab folder to C:\\crmlab.")


def check_space(free=None):
    free = shutil.disk_usage(str(HERE)).free if free is None else free
    if free < SPACE_NEEDED:
        stop("Ổ đĩa chỉ còn %d MB; crmlab cần khoảng %d MB để cài đặt. Hãy dọn bớt rồi chạy lại."
             % (free // 10**6, SPACE_NEEDED // 10**6),
             "The disk has only %d MB left; crmlab needs about %d MB to install. Free some space and run this again."
             % (free // 10**6, SPACE_NEEDED // 10**6))


def is_full():
    return shutil.disk_usage(str(HERE)).free < 20 * 10**6


def stop_full_disk():
    stop("Ổ đĩa đã đầy giữa lúc cài đặt. Hãy dọn bớt (cần khoảng 1 GB) rồi chạy lại: việc cài đặt sẽ đi tiếp.",
         "The disk became full during the installation. Free about 1 GB and run this again: it goes on from there.")


def make_venv():
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=not WINDOWS).create(str(VENV))
    except OSError as error:
        if error.errno == errno.ENOSPC or is_full():
            stop_full_disk()
        stop("Không ghi được vào thư mục này: %s. Hãy chuyển crmlab sang thư mục của bạn rồi chạy lại." % error,
             "This folder cannot be written to: %s. Move crmlab to a folder of your own and run this again." % error)
    except subprocess.CalledProcessError:
        if is_full():
            stop_full_disk()
        shutil.rmtree(str(VENV), ignore_errors=True)
        stop("Python này thiếu phần tạo môi trường ảo. Trên Debian hay Ubuntu hãy gõ: sudo apt install python3-venv",
             "This Python lacks the part that makes virtual environments. On Debian or Ubuntu type: sudo apt install python3-venv")


def requirement(name, lock):
    """The lines of one package, with its hashes, cut out of a lock file."""
    found = re.search(r"^%s==.*(?:\n    --hash.*)*" % re.escape(name), lock.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(0).replace("\\\n", " ") + "\n"


def installer(lock):
    """uv where it can be had (three times faster), else pip."""
    only_uv = VENV / "uv.txt"
    only_uv.write_text(requirement("uv", lock), encoding="utf-8")
    code, _ = run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", only_uv, quiet=True)
    if code == 0:
        return [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]
    return PIP


def install(lock, tool=None):
    tool = tool or installer(lock)
    for what in (["--require-hashes", "-r", lock], ["--no-deps", "--no-build-isolation", "-e", HERE]):
        code, said = run_with_bar(lock, *tool, *what)
        if code and tool[2] == "uv":
            tool = PIP
            code, said = run_with_bar(lock, *tool, *what)
        if code and ("No space left" in said or "[Errno 28]" in said or is_full()):
            stop_full_disk()
        if code:
            stop("Không tải hoặc không cài được một thư viện; vài dòng cuối:\n%s\nHãy kiểm tra mạng (và proxy) rồi chạy lại."
                 % "\n".join(said.strip().splitlines()[-5:]),
                 "A library could not be fetched or installed (last lines above). Check the network (and proxy) and run this again.")
    run(PYTHON, "-m", "pip", "uninstall", "--yes", UNUSED, quiet=True)


def stamp(lock):
    """What .venv was made from: when it changes, the installation runs again."""
    parts = [sys.version, str(HERE), json.dumps(SETTINGS), UNUSED, lock.read_text(encoding="utf-8"), (HERE / "pyproject.toml").read_text(encoding="utf-8")]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def is_prepared(kind):
    lock, done = HERE / LOCKS[kind], VENV / ("crmlab-%s.stamp" % kind)
    return done.is_file() and PYTHON.exists() and done.read_text(encoding="utf-8") == stamp(lock)


def prepare(kind="run"):
    """Make .venv as the lock says, unless that was done before. The stamp is written last, so a torn set-up is redone."""
    if is_prepared(kind) or is_prepared("test"):
        return
    check_path()
    check_space()
    say("Đang cài đặt vào %s (lần đầu mất khoảng một phút) …" % VENV, "Installing into .venv (about a minute, the first time) …")
    if not PYTHON.exists() or run(PYTHON, "-c", "import pip", quiet=True)[0]:
        make_venv()
    install(HERE / LOCKS[kind])
    for folder in CACHES.values():
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in SETTINGS.items():
        (VENV / name).parent.mkdir(parents=True, exist_ok=True)
        (VENV / name).write_text(json.dumps(content, indent=2), encoding="utf-8")
    (VENV / ("crmlab-%s.stamp" % kind)).write_text(stamp(HERE / LOCKS[kind]), encoding="utf-8")


def has_java():
    """Whether a Java is there that Spark can run on."""
    try:
        said = subprocess.run(["java", "-version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace").stdout
    except OSError:
        return False
    version = re.search(r'version "(\d+)', said)
    return bool(version) and int(version.group(1)) >= OLDEST_JAVA


def add_spark():
    """Spark's own tests run where Java is; PySpark (about 450 MB) is fetched only there."""
    if not has_java() or is_prepared("spark"):
        return
    say("Máy này có Java: cài thêm Spark để kiểm thử …", "Java is here: adding Spark for its tests …")
    install(HERE / LOCKS["spark"], [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON])
    (VENV / "crmlab-spark.stamp").write_text(stamp(HERE / LOCKS["spark"]), encoding="utf-8")


def side_by_side():
    """All tests, in one process more than there are cores (some tests only wait), four at most; the tests of one file stay together."""
    return ["-n", str(min(4, 1 + (os.cpu_count() or 1))), "--dist", "loadfile", "--no-loadscope-reorder"]


def compile_once():
    """Compile what is installed before the first grading or test: in the sandbox Python cannot keep what it compiles, and would do so each time."""
    done = VENV / "crmlab-compiled.stamp"
    if not done.exists() or done.read_text(encoding="utf-8") != stamp(HERE / LOCKS["run"]):
        say("Biên dịch các thư viện, chỉ lần này (dưới một phút) …", "Compiling the libraries, this once (less than a minute) …")
        run(PYTHON, "-m", "compileall", "-q", "-j", "0", "-x", NOT_IN_NOTEBOOKS, VENV, HERE / "crmlab", quiet=True)
        done.write_text(stamp(HERE / LOCKS["run"]), encoding="utf-8")


def hand_over(*command, folder=HERE):
    """Become that command, in that folder: its signals and exit code are ours."""
    command = [str(part) for part in command]
    os.chdir(str(folder))
    if WINDOWS:
        try:
            raise SystemExit(subprocess.call(command, env=environment()))
        except KeyboardInterrupt:
            raise SystemExit(130)
    os.execve(command[0], command, environment())


def has_display():
    return WINDOWS or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_lab(options):
    language = "vi"
    if "--lang" in options:
        at = options.index("--lang")
        language = (options[at + 1:at + 2] or ["?"])[0]
        del options[at:at + 2]
    if language not in ("vi", "en"):
        stop("--lang là vi hoặc en, ví dụ: python3 lab.py --lang en", "--lang is vi or en, for example: python3 lab.py --lang en")
    prepare()
    if not has_display() and "--no-browser" not in options:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    say("JupyterLab đang mở. Nếu trình duyệt không tự mở, hãy chép dòng http://… dưới đây vào trình duyệt. Dừng lại: Ctrl+C.",
        "JupyterLab is starting. If no browser opens, copy the http://… line below into one. To stop: Ctrl+C.")
    hand_over(PYTHON, "-m", "jupyterlab", "--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR", "--ServerApp.root_dir=" + str(HERE),
              "--LanguageServerManager.autodetect=False",  # it would run npm, which writes into the home folder
              "--LabApp.default_url=/lab/tree/notebooks/%s/0_start.ipynb" % language, *options)


def lock_again():
    """Resolve pyproject.toml for every Python and system we support; names, versions and hashes only."""
    prepare()
    common = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--fork-strategy", "fewest",
              "--python-version", "%d.%d" % OLDEST, "--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url"]
    course = ["--extra", "setup", "pyproject.toml"]
    spark = VENV / "spark.in"
    spark.write_text(re.search(r'^spark = \["(.*)"\]', (HERE / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE).group(1), encoding="utf-8")
    for options in (["-o", LOCKS["run"], *course], ["--extra", "test", "-c", LOCKS["run"], "-o", LOCKS["test"], *course],
                    ["-c", LOCKS["test"], "-o", LOCKS["spark"], spark]):
        code, _ = run(*common, *options)
        if code:
            raise SystemExit(code)


def main(arguments):
    command = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    rest = arguments[1:] if command else list(arguments)
    if not command and ("-h" in rest or "--help" in rest):
        print(__doc__)
    elif not command:
        open_lab(rest)
    elif command == "test":
        prepare("test")
        add_spark()
        compile_once()
        hand_over(PYTHON, "-m", "pytest", *(rest or side_by_side()))
    elif command in ("book", "sync"):
        prepare()
        hand_over(PYTHON, "-m", "crmlab", command, *rest)
    elif command == "report":
        prepare()
        hand_over(PYTHON, "-m", "crmlab", command, *rest, folder=os.getcwd())
    elif command in ("release", "grade", "grade-demo"):
        prepare()
        compile_once()
        hand_over(PYTHON, "-m", "crmlab", command, *rest, folder=os.getcwd())
    elif command == "lock":
        lock_again()
    else:
        stop("Không có lệnh '%s'. Các lệnh: report, release, grade, grade-demo, test, book, sync, lock; hoặc không gõ gì để mở khóa học." % command,
             "There is no command '%s'. The commands: report, release, grade, grade-demo, test, book, sync, lock; or nothing at all to open the course." % command)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130)
