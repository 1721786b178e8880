"""Confining a process on Linux: namespaces and a scratch of its own, limits, no capabilities, fewer system calls."""
import contextlib
import ctypes
import functools
import os
import resource
import struct

from . import syscalls

_USER, _PID, _IPC, _MOUNT = 0x10000000, 0x20000000, 0x08000000, 0x00020000
_NO_SETUID, _NO_DEVICES, _NO_EXEC, _RECURSIVE, _PRIVATE, _BIND = 2, 4, 8, 1 << 14, 1 << 18, 1 << 12
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _DROP_BOUNDING, _SET_SUBREAPER, _SET_AMBIENT = 1, 4, 24, 36, 47
_KILL = 9


@functools.cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _call(name, *arguments):
    if getattr(_libc(), name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def _prctl(option, value=0, second=0):
    _call("prctl", option, *(ctypes.c_ulong(word) for word in (value, second, 0, 0)))


def become(uid):
    """Leave root for an ordinary user id for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def readable(yes):
    """Whether processes of the same user may look into this one: its memory, environment and open files."""
    _prctl(_SET_DUMPABLE, 1 if yes else 0)


def adopt_orphans():
    """Become the parent of every descendant whose own parent ends."""
    _prctl(_SET_SUBREAPER, 1)


def separate():
    """Enter a user and an IPC namespace of our own; the next process we fork is the first of its own process namespace."""
    uid, gid = os.getuid(), os.getgid()
    _call("unshare", _USER | _PID | _IPC)
    readable(True)  # else the files below belong to root
    for name, text in (("setgroups", "deny"), ("gid_map", f"{gid} {gid} 1"), ("uid_map", f"{uid} {uid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    readable(False)


def _mount(source, target, kind, flags, data=None):
    _call("mount", source, os.fsencode(target), kind, ctypes.c_ulong(flags), data)


def furnish(scratch, size):
    """An empty scratch of ``size`` bytes that nobody else sees, and a list of processes that holds only our own."""
    _call("unshare", _MOUNT)
    _mount(b"none", "/", None, _RECURSIVE | _PRIVATE)
    _mount(b"scratch", scratch, b"tmpfs", _NO_SETUID | _NO_DEVICES, b"size=%d,nr_inodes=20000,mode=0755" % size)
    shared_memory = os.path.join(scratch, "shm")
    os.mkdir(shared_memory)
    _mount(os.fsencode(shared_memory), "/dev/shm", None, _BIND)
    with contextlib.suppress(OSError):  # refused where parts of /proc are masked: its files are closed to us anyway
        _mount(b"proc", "/proc", b"proc", _NO_SETUID | _NO_DEVICES | _NO_EXEC)


def _counted_apart():
    """Whether the kernel counts the processes of this sandbox by themselves, not with all others of the same user."""
    numbers = [int(word) for word in os.uname().release.split("-")[0].split(".")[:2]]
    with open("/proc/self/uid_map") as file:
        whole_machine = file.read().split() == ["0", "0", "4294967295"]
    return numbers >= [5, 14] and not whole_machine


def limit(limits, own_user):
    """Limits that the kernel holds for each process: memory, size of files, open files, and the number of processes."""
    amounts = {resource.RLIMIT_AS: limits["process_memory"], resource.RLIMIT_FSIZE: limits["scratch"], resource.RLIMIT_NOFILE: 256, resource.RLIMIT_CORE: 0}
    if own_user or _counted_apart():
        amounts[resource.RLIMIT_NPROC] = limits["processes"] + 16  # beyond the supervisor's limit, so that it sees what reaches for it
    for name, amount in amounts.items():
        _, most = resource.getrlimit(name)
        amount = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(name, (amount, amount))


def renounce(filter):
    """Give up all capabilities and the refused system calls, for this process and all it will start."""
    _prctl(_SET_AMBIENT, 4)
    last = int(open("/proc/sys/kernel/cap_last_cap").read())
    for capability in range(last + 1):
        with contextlib.suppress(OSError):  # who has no right to drop it has none to use it
            _prctl(_DROP_BOUNDING, capability)
    third_version, none = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(24)
    _call("capset", third_version, none)
    with contextlib.suppress(OSError):
        open("/proc/self/oom_score_adj", "w").write("1000")
    if filter:
        syscalls.load(filter)
    _prctl(_SET_DEATH_SIGNAL, _KILL)


def possible(settings, filter):
    """Whether a child of ours can be confined: it is tried in one."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            separate()
            grandchild = os.fork()
            if grandchild == 0:
                code = 2
                furnish(settings["scratch"], settings["limits"]["scratch"])
                renounce(filter)
                code = 0
                os._exit(0)
            code = os.waitpid(grandchild, 0)[1]
        os._exit(1 if code else 0)
    return os.waitpid(child, 0)[1] == 0
