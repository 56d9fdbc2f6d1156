"""A PEP 517 build backend without dependencies and without network. From a checkout it has make build the program and puts
it into a wheel of this machine; packaging/release/wheel.py puts the static programs into wheels for all."""
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = 0o100755 << 16  # with the bit of a regular file: pip drops the mode otherwise
TEXT = 0o100644 << 16
SUMMARY = "Finds what is wrong with the Markdown and HTML pages of a web site"

# `python -m contentlint`: the program lies where the scheme of the installation has its scripts.
MAIN = '''"""Runs the program that this package carries, which is on the PATH as contentlint."""
import os
import subprocess
import sys
import sysconfig


def find():
    name = "contentlint" + (sysconfig.get_config_var("EXE") or "")
    schemes = [sysconfig.get_path("scripts")]
    if hasattr(sysconfig, "get_preferred_scheme"):
        schemes.append(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    schemes.append(os.path.join(here, "bin"))  # pip install --target
    for folder in schemes:
        if os.path.isfile(os.path.join(folder, name)):
            return os.path.join(folder, name)
    sys.exit("contentlint: the program is not in " + " or ".join(schemes))


if __name__ == "__main__":
    program = find()
    if sys.platform != "win32":
        os.execv(program, [program, *sys.argv[1:]])
    sys.exit(subprocess.run([program, *sys.argv[1:]]).returncode)
'''


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def version():
    return re.search(r"^VERSION := (\S+)", read("Makefile"), re.MULTILINE).group(1)


def metadata():
    lines = ["Metadata-Version: 2.1", "Name: contentlint", f"Version: {version()}", f"Summary: {SUMMARY}", "License: MIT",
             "Requires-Python: >=3.7", "Keywords: markdown,html,hugo,jekyll,linter,links,sarif",
             "Classifier: Environment :: Console", "Classifier: License :: OSI Approved :: MIT License",
             "Classifier: Topic :: Software Development :: Quality Assurance",
             "Description-Content-Type: text/markdown"]
    return "\n".join(lines) + "\n\n" + read("README.md")


def write_wheel(folder, program, tags):
    """Puts the program (a path) into folder/NAME for each of the platform tags; returns NAME. The same input gives the same
    bytes."""
    name = f"contentlint-{version()}"
    with open(program, "rb") as file:
        files = [(f"{name}.data/scripts/contentlint", file.read(), PROGRAM)]
    files.append(("contentlint/__init__.py", b"", TEXT))
    files.append(("contentlint/__main__.py", MAIN.encode(), TEXT))
    wheel = "Wheel-Version: 1.0\nGenerator: contentlint\nRoot-Is-Purelib: false\n"
    wheel += "".join(f"Tag: py3-none-{tag}\n" for tag in tags)
    files.append((f"{name}.dist-info/METADATA", metadata().encode(), TEXT))
    files.append((f"{name}.dist-info/WHEEL", wheel.encode(), TEXT))
    files.append((f"{name}.dist-info/LICENSE", read("LICENSE").encode(), TEXT))
    record = "".join(record_line(path, data) for path, data, _ in files) + f"{name}.dist-info/RECORD,,\n"
    files.append((f"{name}.dist-info/RECORD", record.encode(), TEXT))
    filename = f"{name}-py3-none-{'.'.join(tags)}.whl"
    with zipfile.ZipFile(os.path.join(folder, filename), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data, mode in files:
            entry = zipfile.ZipInfo(path)  # of 1980, whatever the day is
            entry.create_system = 3
            entry.external_attr = mode
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return filename


def record_line(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n"


def missing():
    """What make would miss, in words; empty: nothing."""
    tools = [tool for tool in ("make", "cc", "c++", "pkg-config") if not shutil.which(tool)]
    if "pkg-config" in tools:
        return tools
    packages = re.search(r"^PKGS\s*:= (.+)$", read("Makefile"), re.MULTILINE).group(1).split()
    there = [subprocess.run(["pkg-config", "--exists", name], stdin=subprocess.DEVNULL).returncode == 0 for name in packages]
    return tools + [name for name, found in zip(packages, there) if not found]


def build():
    """Path of the program for this machine: make's, or where that cannot run what ./setup or packaging/static/build left."""
    left = [os.path.join(ROOT, "build", "contentlint"),
            os.path.join(ROOT, "build", "static", f"{os.uname().machine}-linux-musl", "contentlint")]
    lacking = missing()
    if not lacking:
        subprocess.run(["make", "-s", f"-j{os.cpu_count() or 1}"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
        return left[0]
    for program in left:
        if os.path.exists(program):
            return program
    sys.exit("contentlint: cannot be built from its source, since " + ", ".join(lacking) + (" is" if len(lacking) == 1 else " are") +
             " missing: run ./setup in the checkout (Debian and its like), or install the wheel of a release, which needs no compiler")


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return write_wheel(wheel_directory, build(), [re.sub(r"[-.]", "_", sysconfig.get_platform())])


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("contentlint is built from its repository")
