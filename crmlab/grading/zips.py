"""Zip files of strangers: their names recovered, nothing written outside one folder, nothing larger than agreed."""
import os
import pathlib
import re
import stat
import unicodedata
import zipfile

from .. import words

FILE_LIMIT = 20 << 20
ZIP_LIMIT = 100 << 20
TOTAL_LIMIT = 2 << 30
RATIO = 200
UTF8_NAME = 0x800


def vietnamese(text):
    """Whether every letter outside ASCII is one that Vietnamese writes."""
    marks = set("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
    return all(letter.isascii() or letter in marks for letter in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")))


def decoded(raw):
    """A name from bytes of unknown encoding: UTF-8, else Vietnamese Windows (cp1258) if that gives Vietnamese, else DOS (cp437)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        windows = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
        return windows if vietnamese(windows) else raw.decode("cp437")


def label(name):
    """A name as we keep it: NFC, "/" between its parts (at most 8, of at most 120 letters), no drive, no "..", no control
    characters; only ever a label."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    name = "".join("_" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in name)
    parts = [part.strip() for part in re.sub(r"^[A-Za-z]:", "", name).split("/") if part.strip() not in ("", ".", "..")]
    return "/".join(part if len(part) <= 120 else f"{part[:60]}…{part[-59:]}" for part in parts[-8:])


def members(archive):
    """The regular files of an archive by label; of two with the same name the later one counts, as unzip does it."""
    by_name = {_name(info): info for info in archive.infolist() if not stat.S_ISLNK(info.external_attr >> 16)}
    found = {}
    for name, info in by_name.items():
        if label(name) and not name.endswith(("/", "\\")):
            found[_distinct(label(name), found)] = info
    return found


def _name(info):
    """A member's name; without the UTF-8 flag, zipfile has read its bytes as cp437."""
    return info.orig_filename if info.flag_bits & UTF8_NAME else decoded(info.orig_filename.encode("cp437", "replace"))


def unpack(path, folder, wanted, limit=TOTAL_LIMIT):
    """The files of an archive by name; those that ``wanted(name)`` names are written into ``folder`` under numbers.

    A damaged, encrypted or suspiciously dense file is named but not written; of a file above its limit the beginning is
    written, one byte more than allowed, so that whoever reads it sees that it is too big.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    places = {}
    with _opened(path) as archive:
        for count, (name, info) in enumerate(sorted(members(archive).items())):
            places[name] = folder / f"{count:05}{pathlib.PurePosixPath(name).suffix.lower()}"
            places[name].unlink(missing_ok=True)
            if wanted(name):
                limit -= _write(archive, info, places[name])
            if limit < 0:
                raise ValueError(words.t("zips.too_big", path=path))
    return places


def _opened(path):
    try:
        return zipfile.ZipFile(path)
    except Exception:  # what a stranger's bytes raise here is not documented
        raise ValueError(words.t("zips.damaged", path=path)) from None


def _write(archive, info, place):
    """Write one file and return its bytes; after any trouble there is no file."""
    most = ZIP_LIMIT if place.suffix == ".zip" else FILE_LIMIT
    if info.file_size > 1 << 20 and info.file_size > RATIO * info.compress_size:
        return 0
    written = 0
    try:
        with archive.open(info) as source, open(place, "wb") as file:
            while written <= most and (chunk := source.read(min(1 << 20, most + 1 - written))):
                file.write(chunk)
                written += len(chunk)
    except Exception:  # as above: damaged, encrypted, packed in a way unknown here
        place.unlink(missing_ok=True)
    return written


def walk(folder):
    """The regular files below a folder by label, symbolic links never followed; names in no known encoding recovered."""
    places = {}
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            place = pathlib.Path(parent, file)
            if stat.S_ISREG(place.lstat().st_mode):
                name = label(decoded(os.fsencode(place.relative_to(folder).as_posix())))
                places[_distinct(name, places)] = place
    return places


def _distinct(name, taken):
    """The name, or with ~2, ~3 … before its ending where another file came to the same label."""
    stem, dot, suffix = name.rpartition(".")
    return next(new for count in range(1, len(taken) + 2) if (new := name if count == 1 else f"{stem}~{count}{dot}{suffix}") not in taken)
