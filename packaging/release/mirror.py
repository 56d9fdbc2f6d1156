#!/usr/bin/env python3
"""packaging/release/mirror.py OUT: the repository that .pre-commit-config.yaml names where nobody wants to compile: its hooks
are those of this repository, its package is empty and depends on the released wheel of the same version."""
import re
import sys

import common

BACKEND = '''"""Makes a wheel that is empty but for what it depends on; needs nothing from the network itself."""
import os
import zipfile

NAME, VERSION = "contentlint_hooks", "@VERSION@"


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"{NAME}-{VERSION}.dist-info"
    files = {"METADATA": f"Metadata-Version: 2.1\\nName: {NAME}\\nVersion: {VERSION}\\nRequires-Dist: contentlint=={VERSION}\\n",
             "WHEEL": "Wheel-Version: 1.0\\nGenerator: contentlint\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
             "RECORD": f"{info}/METADATA,,\\n{info}/WHEEL,,\\n{info}/RECORD,,\\n"}
    filename = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, filename), "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{info}/{name}", text)
    return filename
'''
DOCKERFILE = """# The image of the hook contentlint-docker: the released wheel, with git, which compares with commits.
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir contentlint==@VERSION@
USER nobody
WORKDIR /src
ENTRYPOINT ["contentlint"]
"""
PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "contentlint-hooks"
version = "@VERSION@"
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    hooks = re.sub(r"^#.*\n", "", common.backend.read(".pre-commit-hooks.yaml"), flags=re.M)
    files = {"backend.py": BACKEND, "pyproject.toml": PROJECT, "Dockerfile": DOCKERFILE, "LICENSE": common.backend.read("LICENSE"),
             ".pre-commit-hooks.yaml": "# As in contentlint's own repository; made by packaging/release/mirror.py.\n" + hooks}
    for name, text in files.items():
        common.write(sys.argv[1], name, text.replace("@VERSION@", common.VERSION).encode())


main()
