#!/usr/bin/env python3
"""tests/suite_hostile.py BINARY [MODULE…]: sites and surroundings that a stranger, an accident or a full disk makes.
Every row says what is done to a small site, the arguments, the exit status and words of the output: no crash, no hang,
no memory without bounds, nothing read from outside the repository. The rows are in tests/hostile/, a module a kind; with
names of modules, only those. Prints "N passed, N failed" last."""
import importlib
import os
import pathlib
import sys

sys.dont_write_bytecode = True
from hostile import site  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent / "hostile"


def main():
    site.binary = os.path.abspath(sys.argv[1])
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem == "site" or (sys.argv[2:] and path.stem not in sys.argv[2:]):
            continue
        for name, test in sorted(vars(importlib.import_module(f"hostile.{path.stem}")).items()):
            if name.startswith("test_"):
                test()
    print(f"{site.passed} passed, {site.failed} failed")
    return site.failed > 0


if __name__ == "__main__":
    sys.exit(main())
