"""The system calls that a student's process is refused, as a filter for the Linux kernel (seccomp)."""
import ctypes
import platform
import struct

# name: its number on x86-64, and on the younger machines that share one table
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "bpf": (321, 280),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "lookup_dcookie": (212, 18), "quotactl": (179, 60), "quotactl_fd": (443, 443), "acct": (163, 89),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "syslog": (103, 116),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171),
    "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58), "nfsservctl": (180, 42),
    # memory that belongs to no process, so that no sum over processes would see it
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186),
}
_ONLY_X86 = (172, 173)  # iopl, ioperm
_CLONE, _CLONE3, _PRLIMIT, _SOCKET, _IOCTL = (56, 220), (435, 435), (302, 261), (41, 198), (16, 29)

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "riscv64": (1, 0xC00000F3)}
_NAMESPACES = 0x7E020080  # every CLONE_NEW… flag of clone()
_FAMILIES = (1, 2, 10, 16)  # sockets: unix, IPv4, IPv6, netlink
_TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: typing into a terminal

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24  # offsets in struct seccomp_data
_ALLOW, _NOT_PERMITTED, _NOT_THERE = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38


def _step(code, value, then=0, otherwise=0):
    return struct.pack("HBBI", code, then, otherwise, value)


def _refuse_if(code, *values):
    """Refuse when the loaded word meets the test with one of the values."""
    return b"".join(_step(code, value, 0, 1) + _step(_RETURN, _NOT_PERMITTED) for value in values)


def _for_call(number, *body):
    """A part of the filter for one system call; its last step must decide."""
    steps = b"".join(body)
    return _step(_EQUAL, number, 0, len(steps) // 8) + steps


def program():
    """The filter as bytes, or None for a machine whose numbers we do not know."""
    if platform.machine() not in _MACHINES:
        return None
    column, architecture = _MACHINES[platform.machine()]
    refused = [numbers[column] for numbers in _REFUSED.values()] + list(_ONLY_X86 if column == 0 else ())
    allow, refuse = _step(_RETURN, _ALLOW), _step(_RETURN, _NOT_PERMITTED)
    families = b"".join(_step(_EQUAL, family, 0, 1) + allow for family in _FAMILIES)
    return b"".join([
        _step(_LOAD, _ARCHITECTURE), _step(_EQUAL, architecture, 1, 0), refuse,
        _step(_LOAD, _NUMBER),
        _refuse_if(_AT_LEAST, 0x40000000) if column == 0 else b"",  # the x32 twins of the calls
        _refuse_if(_EQUAL, *refused),
        _for_call(_CLONE3[column], _step(_RETURN, _NOT_THERE)),  # its flags are out of a filter's sight; libc then takes clone()
        _for_call(_CLONE[column], _step(_LOAD, _FIRST), _refuse_if(_ANY_BIT, _NAMESPACES), allow),
        _for_call(_PRLIMIT[column], _step(_LOAD, _FIRST), _step(_EQUAL, 0, 1, 0), refuse, allow),
        _for_call(_SOCKET[column], _step(_LOAD, _FIRST), families, refuse),
        _for_call(_IOCTL[column], _step(_LOAD, _SECOND), _refuse_if(_EQUAL, *_TERMINAL_INPUT), allow),
        allow,
    ])


def load(filter):
    """Put the filter on this process and all it will start; it cannot be taken off again."""
    steps = ctypes.create_string_buffer(filter, len(filter))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(filter) // 8, ctypes.addressof(steps)))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    word = ctypes.c_ulong
    if libc.prctl(no_new_privileges, word(1), word(0), word(0), word(0)) or libc.prctl(seccomp, word(by_filter), head):
        raise OSError(ctypes.get_errno(), "seccomp")
