#!/usr/bin/env python3
"""tests/mutants.py [--base REV] [--sample N] [--seed N] [--jobs N] [--all] [FILE[:LINE]…]: is what the code says held by a test?
Small changes are made, one at a time, to the lines of src/ that differ from REV (origin/main, where there is none HEAD~1), or
to the files named, or with `src` to any: `<` for `<=`, `&&` for `||`, a constant one more or less, a condition turned round, a
statement left out. Each is built in a folder of its own (one object, linked with the others of build/mutants) and has to be
found by the unit tests, the fixtures, the rules' examples or a quick suite (--all: by any suite), within ten times what they
take without it. A change that the compiler makes nothing of is no mutant. Prints every mutant that was not found; status 1
when one of them is not argued in tests/data/mutants-argued.tsv (file, line as it is, line as changed, why it may stay)."""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
ARGUED = ROOT / "tests" / "data" / "mutants-argued.tsv"
MAKE = ["make", "-s", "BUILD=build/mutants", "CFLAGS=-O1 -fPIC", "HARDEN=no"]
QUICK = ("suite_action.sh", "suite_fixes.py", "suite_ledger_merge.sh")
UNTOLD = ("suite_hardening.py", "suite_steps.sh")  # read how the program was built, or do not run it
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
         "true": "false", "false": "true"}
TOKEN = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||<|>|\+|-)(?= )|\b(true|false)\b|(?<![\w.])(?!(?<=\{)0\})(0x[0-9A-Fa-f]+|0|[1-9]\d*)(?![\w.])")
STATEMENT = re.compile(r"^ +(?!return|const|struct|static|size_t|bool|int|uint|break|continue|char|str\b)[\w*(][^={}?]*\)?(?: [-+|&]?= [^;]*)?;$")
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|/\*.*?\*/|/\*.*$|//.*$|^.*?\*/')


class Mutant:
    def __init__(self, path, line, old, new):
        self.path, self.line, self.old, self.new = path, line, old, new

    def place(self):
        return f"{self.path}:{self.line}: {self.old.strip()}  ->  {self.new.strip()}"


def code_lines(path):
    """The lines of a file as they are, and with everything that is no code blanked out."""
    inside = False
    for number, line in enumerate((ROOT / path).read_text().split("\n"), 1):
        code = QUOTED.sub(lambda found: " " * len(found[0]), "/*" + line)[2:] if inside else \
            QUOTED.sub(lambda found: " " * len(found[0]) if "*/" not in found[0] or found[0][:2] == "/*" else found[0], line)
        inside = line.rfind("/*") > line.rfind("*/") or (inside and "*/" not in line)
        yield number, line, code


def changes(line, code):
    """What a line can be changed into."""
    if code.lstrip().startswith(("#", "_Static_assert", "assert(")):
        return
    for found in TOKEN.finditer(code):
        was = found[0]
        if was in SWAPS:
            others = [SWAPS[was]]
        else:
            value = int(was, 0)
            others = [str(value + 1)] + ([str(value - 1)] if value else [])
        for other in others:
            yield line[:found.start()] + other + line[found.end():]
    if STATEMENT.match(code):
        yield line[:len(line) - len(line.lstrip())] + ";"
    found = re.search(r"\bif \((.*)\)", code)
    if found and code.count("(") == code.count(")"):
        yield line[:found.start(1)] + "!(" + line[found.start(1):found.end(1)] + ")" + line[found.end(1):]


def mutants_of(path, lines):
    for number, line, code in code_lines(path):
        if lines is None or number in lines:
            for changed in changes(line, code):
                yield Mutant(path, number, line, changed)


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout


def changed_lines(base):
    """file -> the numbers of its lines that are not as they were in base"""
    lines, path = {}, None
    for line in git("diff", "-U0", "--no-color", base, "--", "src").split("\n"):
        if line.startswith("+++ "):
            path = line[6:] if line.endswith(".c") else None
        found = re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line)
        if found and path:
            first, count = int(found[1]), int(found[2] or 1)
            lines.setdefault(path, set()).update(range(first, first + count))
    return lines


def wanted_lines(options):
    if not options.files:
        base = options.base or ("origin/main" if git("rev-parse", "-q", "--verify", "origin/main") else "HEAD~1")
        return changed_lines(base)
    lines = {}
    for name in options.files:
        path, _, number = name.partition(":")
        paths = sorted((ROOT / path).rglob("*.c")) if (ROOT / path).is_dir() else [ROOT / path]
        for each in paths:
            lines[str(each.relative_to(ROOT))] = {int(number)} if number else None
    return lines


class Bench:
    """The program and the tests, with one object exchanged."""

    def __init__(self, options, temporary):
        self.options, self.temporary = options, temporary
        sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "src").glob("*/*.c"))]
        tests = sorted(path.stem for kind in ("unit_*.c", "crawl_*.c") for path in (ROOT / "tests").glob(kind))
        self.objects = [f"build/mutants/{source[:-2]}.o" for source in sources] + ["build/mutants/src/base/toml.o",
                                                                                   "build/mutants/embedded.o"]
        server = [f"build/mutants/tests/{name}.o" for name in ("httpd", "httpd_script", "httpd_tls")]
        objects = self.objects + ["build/mutants/src/main.o"] + server + [f"build/mutants/tests/{test}.o" for test in tests]
        self.call(MAKE + [f"-j{options.jobs}", *objects])
        self.libs = self.call(MAKE + ["print-libs"]).split() + ["-lssl", "-lcrypto"]
        probe = self.call(MAKE + ["V=1", "-n", "-W", "src/base/arena.c", "build/mutants/src/base/arena.o"])
        self.compile = next(line for line in probe.split("\n") if " -c -o " in line)
        self.link(WORK, self.objects)
        for test in tests:
            self.call(["c++", "-o", WORK / "tests" / test, WORK / "tests" / f"{test}.o", *(server if test[:5] == "crawl" else []),
                       f"-L{WORK}", "-lcontentlint", *self.libs])
        self.tests = tests
        self.takes = {}
        self.takes = {step: self.time(step, WORK) for step in self.steps("src/crawl/")}

    @staticmethod
    def call(words):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, shell=isinstance(words, str))
        if done.returncode:
            sys.exit(f"mutants: {words}: {done.stderr[-2000:]}")
        return done.stdout

    def link(self, folder, objects):
        self.call(["c++", "-shared", "-pthread", "-o", folder / "libcontentlint.so", *objects, *self.libs])
        self.call(["c++", "-pthread", "-o", folder / "contentlint", "build/mutants/src/main.o", *objects, *self.libs])

    def steps(self, path):
        """Unit tests of the folder first, what takes long last."""
        folder = path.split("/")[1]
        units = sorted((test for test in self.tests if test.startswith("unit")), key=lambda test: (folder not in test, test))
        suites = sorted(path.name for path in (ROOT / "tests").glob("suite_*") if path.name not in UNTOLD)
        crawl = [test for test in self.tests if test.startswith("crawl")]
        return units + ["fixtures.sh", "rules"] + (crawl if folder == "crawl" or self.options.all else []) + \
            [suite for suite in suites if suite in QUICK or self.options.all]

    def time(self, step, folder):
        start = time.monotonic()
        if not self.passes(step, folder, 900):
            sys.exit(f"mutants: {step} fails without any change")
        return time.monotonic() - start

    def passes(self, step, folder, seconds):
        words = [folder / "contentlint", "rules", "--test"] if step == "rules" else \
            [WORK / "tests" / step] if step in self.tests else [ROOT / "tests" / step, folder / "contentlint"]
        environment = {**os.environ, "LD_LIBRARY_PATH": str(folder), "TMPDIR": str(self.temporary), "SEED": "1"}
        with subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, start_new_session=True) as process:
            late = threading.Timer(seconds, self.end, (process,))
            late.start()
            failed = any(b"failed: " in line for line in process.stdout)  # the first one is enough
            if failed:
                self.end(process)
            late.cancel()
            return process.wait() == 0 and not failed

    @staticmethod
    def end(process):
        """With all that it started."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def build(self, mutant, folder):
        """False: it does not compile, or into what was there before."""
        lines = (ROOT / mutant.path).read_text().split("\n")
        lines[mutant.line - 1] = mutant.new
        source, result = folder / pathlib.Path(mutant.path).name, folder / "mutant.o"
        source.write_text("\n".join(lines))
        words = self.compile.replace("-MMD -MP", f"-I{(ROOT / mutant.path).parent}").replace("src/base/arena.c", str(source))
        words = words.replace("build/mutants/src/base/arena.o", str(result))
        if subprocess.run(words, cwd=ROOT, shell=True, capture_output=True).returncode:
            return False
        was = ROOT / f"build/mutants/{mutant.path[:-2]}.o"
        if self.machine_code(was) == self.machine_code(result):
            return False
        self.link(folder, [result if ROOT / name == was else name for name in self.objects])
        return True

    @staticmethod
    def machine_code(path):
        """Of an object, but for the name of its source."""
        plain = path.with_suffix(".bin")
        subprocess.run(["objcopy", "-O", "binary", "--strip-all", "-j", ".text*", "-j", ".rodata*", "-j", ".data*", path, plain], check=True)
        dump = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", "-s", "-j", ".rodata", path], capture_output=True, text=True).stdout
        return plain.read_bytes() if plain.exists() else b"", re.sub(r".*file format.*", "", dump)

    def trial(self, number, mutant):
        """None: no mutant. Else the name of the step that found it, "" when none did."""
        folder = WORK / f"trial-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            if not self.build(mutant, folder):
                return None
            for step in self.steps(mutant.path):
                if not self.passes(step, folder, 10 * self.takes.get(step, 60) + 10):
                    return step
            return ""
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def argued():
    """(name of the file, line, changed line): files are moved, lines are not always where they were"""
    rows = set()
    for line in ARGUED.read_text().split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) == 4:
            rows.add((pathlib.Path(cells[0]).name, cells[1], cells[2]))
    return rows


def report(results):
    allowed = argued()
    alive = [mutant for mutant, found in results if found == ""]
    open_ones = [m for m in alive if (pathlib.Path(m.path).name, m.old.strip(), m.new.strip()) not in allowed]
    for mutant in alive:
        print(("survived: " if mutant in open_ones else "argued:   ") + mutant.place())
    killed = sum(bool(found) for _, found in results)
    print(f"{killed} killed, {len(alive)} survived, {len(alive) - len(open_ones)} of them argued")
    return 1 if open_ones else 0


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is started without, and tests send it
    parser = argparse.ArgumentParser()
    parser.add_argument("--base")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    possible = [mutant for path, lines in sorted(wanted_lines(options).items()) for mutant in mutants_of(path, lines)]
    random.Random(options.seed).shuffle(possible)
    print(f"{len(possible)} changes are possible; seed {options.seed}, at most {options.sample} are tried", flush=True)
    if not possible:
        return 0
    WORK.mkdir(parents=True, exist_ok=True)
    results, numbers, rest = [], iter(range(len(possible))), iter(possible)
    # Sites that tests make lie in no repository; what a killed test leaves goes with the folder.
    with tempfile.TemporaryDirectory(prefix="contentlint-mutants-") as temporary, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        bench = Bench(options, temporary)
        while len(results) < options.sample:
            batch = [mutant for mutant, _ in zip(rest, range(options.sample - len(results)))]
            if not batch:
                break
            waiting = {pool.submit(bench.trial, next(numbers), mutant): mutant for mutant in batch}
            for done in concurrent.futures.as_completed(waiting):
                if done.result() is not None:
                    results.append((waiting[done], done.result()))
                    print(f"{done.result() or 'SURVIVED'}: {waiting[done].place()}", flush=True)
    return report(results)


if __name__ == "__main__":
    sys.exit(main())
