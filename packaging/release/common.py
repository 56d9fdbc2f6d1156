"""What the makers of packages share: the targets, and archives whose bytes depend on nothing but their files."""
import gzip
import hashlib
import io
import os
import sys
import tarfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import backend  # noqa: E402

ROOT = backend.ROOT
VERSION = backend.version()
NAME = f"contentlint-{VERSION}"

# Target of packaging/static/build: tags of wheels, platform and processor as npm says them, architecture as containers do.
TARGETS = {
    "x86_64-linux-musl": {
        "wheel": ["manylinux_2_12_x86_64", "manylinux2010_x86_64", "musllinux_1_1_x86_64"],
        "npm": ("linux", "x64"), "oci": "amd64"},
    "aarch64-linux-musl": {
        "wheel": ["manylinux_2_17_aarch64", "manylinux2014_aarch64", "musllinux_1_1_aarch64"],
        "npm": ("linux", "arm64"), "oci": "arm64"},
    "x86_64-macos": {"wheel": ["macosx_11_0_x86_64"], "npm": ("darwin", "x64"), "oci": None},
    "aarch64-macos": {"wheel": ["macosx_11_0_arm64"], "npm": ("darwin", "arm64"), "oci": None},
}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tar(files):
    """Bytes of a tar archive of (name, bytes, mode), with the folders that are not there yet."""
    out, seen = io.BytesIO(), set()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data, mode in files:
            parts = name.split("/")
            for i in range(1, len(parts)):
                folder = "/".join(parts[:i])
                if folder not in seen:
                    seen.add(folder)
                    entry = tarfile.TarInfo(folder)
                    entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                    archive.addfile(entry)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), mode
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def packed(data):
    return gzip.compress(data, 9, mtime=0)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def write(folder, name, data):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    print(f"{name}: {len(data)} bytes")


def arguments(usage):
    """OUT, then TARGET=PROGRAM pairs: the folder and a list of (target, path)."""
    pairs = [argument.partition("=")[::2] for argument in sys.argv[2:]]
    if len(sys.argv) < 3 or any(target not in TARGETS or not os.path.isfile(path) for target, path in pairs):
        sys.exit(f"{usage}\nTARGET is one of {', '.join(TARGETS)}, PROGRAM a file")
    return sys.argv[1], pairs
