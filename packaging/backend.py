"""A PEP 517 build backend without dependencies: runs make and puts the binary into a wheel."""
import base64
import hashlib
import os
import re
import subprocess
import sysconfig
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXECUTABLE = 0o100755 << 16  # with the bit of a regular file: pip drops the mode otherwise


def version():
    with open(os.path.join(ROOT, "Makefile"), encoding="utf-8") as makefile:
        return re.search(r"^VERSION := (\S+)", makefile.read(), re.MULTILINE).group(1)


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    subprocess.run(["make", "-s", f"-j{os.cpu_count() or 1}"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    name = f"contentlint-{version()}"
    tag = "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())
    with open(os.path.join(ROOT, "build", "contentlint"), "rb") as binary:
        files = [(f"{name}.data/scripts/contentlint", binary.read(), EXECUTABLE)]
    metadata = f"Metadata-Version: 2.1\nName: contentlint\nVersion: {version()}\n"
    wheel = f"Wheel-Version: 1.0\nGenerator: contentlint\nRoot-Is-Purelib: false\nTag: {tag}\n"
    files.append((f"{name}.dist-info/METADATA", metadata.encode(), 0o100644 << 16))
    files.append((f"{name}.dist-info/WHEEL", wheel.encode(), 0o100644 << 16))
    record = "".join(record_line(path, data) for path, data, _ in files) + f"{name}.dist-info/RECORD,,\n"
    files.append((f"{name}.dist-info/RECORD", record.encode(), 0o100644 << 16))
    filename = f"{name}-{tag}.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, filename), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data, mode in files:
            entry = zipfile.ZipInfo(path)
            entry.external_attr = mode
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return filename


def record_line(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n"


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("contentlint is built from its repository")
