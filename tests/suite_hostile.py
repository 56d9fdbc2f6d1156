#!/usr/bin/env python3
"""tests/suite_hostile.py BINARY [MODULE…]: sites and surroundings that a stranger, an accident or a full disk makes.
Every row says what is done to a small site, the arguments, the exit status and words of the output: no crash, no hang,
no memory without bounds, nothing read from outside the repository. The rows are in tests/hostile/, a module a kind; with
names of modules, only those. Modules run beside each other: much of their time is waiting. Prints "N passed, N failed"
last."""
import concurrent.futures
import importlib
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from hostile import site

FOLDER = pathlib.Path(__file__).resolve().parent / "hostile"


def run(module):
    """One module in this process."""
    for name, test in sorted(vars(importlib.import_module(f"hostile.{module}")).items()):
        if name.startswith("test_"):
            test()
    return site.TALLY.end()


def start(module):
    """One module in a process of its own: what it printed, and its counts; none where it did not end as it should."""
    done = subprocess.run([sys.executable, __file__, site.binary, module], capture_output=True, text=True, errors="replace", check=False)
    counts = re.search(r"^(\d+) passed, (\d+) failed\n\Z", done.stdout, re.MULTILINE)
    if counts:
        return done.stdout[:counts.start()], int(counts[1]), int(counts[2])
    return f"{done.stdout}{done.stderr}failed: the module {module} did not end\n", 0, 1


def main():
    site.binary = os.path.abspath(sys.argv[1])
    modules = sys.argv[2:] or [path.stem for path in sorted(FOLDER.glob("*.py")) if path.stem != "site"]
    if len(modules) == 1:
        return run(modules[0])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() + 1) as pool:
        results = list(pool.map(start, modules))
    passed, failed = sum(r[1] for r in results), sum(r[2] for r in results)
    print("".join(r[0] for r in results) + f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
