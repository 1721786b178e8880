"""Frames on the pipe from the sandbox to the grader: a kind, a length and a body. R ready, M messages, E the end of a job."""
import os
import re

ENDS = (None, "timeout", "memory", "ended early", "output", "limited")  # how a job can end; None is the end of the notebook

_HEAD = re.compile(rb"([RME]) (\d{1,9})\n")


def write(target, data):
    """Write all of some bytes to a file descriptor."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(target, rest):]


def send(target, kind, body):
    """Write one frame to a file descriptor."""
    write(target, b"%s %d\n" % (kind, len(body)) + body)


def read(stream, longest):
    """The frames of a stream, one (kind, body) after another, until it ends or holds anything but frames."""
    while head := _HEAD.fullmatch(stream.readline(16)):
        size = int(head[2])
        body = stream.read(size) if size <= longest else b""
        if len(body) < size:
            return
        yield head[1], body
