#!/usr/bin/env python3
"""tests/torture.py BINARY [--sample|--all] [SCENARIO…]: each call of a run that can fail is made to fail, one at a time, by
tests/torture_shim.c. Three outcomes are right: the result that comes without the fault; status 2 and a sentence that
names the true reason; and a report that says what it lacks, with status 2 and that reason. No run may end by a signal or
not at all, leave a temporary file, or leave a file half-written. Of allocations, every way through the program to one is
tried once, with --all every single one; --sample tries a fixed share of the calls of each scenario. Prints the calls
failed, outcomes by kind, and "N passed, N failed" last."""
import collections
import concurrent.futures
import errno
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 60
SAMPLE = 16  # calls that fail in each scenario with --sample, and as many allocations
MEMORY = ("malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc")
SHORT = 0
# What each call can fail with; by the shim's names.
FAULTS = {
    **{name: (errno.ENOMEM,) for name in MEMORY},
    **{name: (errno.EMFILE, errno.EACCES, errno.EIO) for name in ("open", "openat", "openat2", "opendir", "fopen")},
    **{name: (errno.EIO, errno.EACCES) for name in ("stat", "lstat", "fstatat", "access", "faccessat", "readlink", "readlinkat")},
    **{name: (errno.EIO, errno.EINTR, SHORT) for name in ("read", "pread", "recv")},
    **{name: (errno.ENOSPC, errno.EIO, errno.EINTR, SHORT) for name in ("write", "send")},
    **{name: (errno.EIO, errno.ENOSPC) for name in ("fsync", "rename", "renameat", "ftruncate", "close")},
    **{name: (errno.EMFILE,) for name in ("pipe", "socketpair", "socket")},
    "fstat": (errno.EIO,), "fdopendir": (errno.ENOMEM,), "readdir": (errno.EIO,), "unlink": (errno.EIO,),
    "unlinkat": (errno.EIO,), "realpath": (errno.ENOMEM, errno.EACCES, errno.EIO), "getcwd": (errno.ENOMEM,),
    "fork": (errno.EAGAIN, errno.ENOMEM), "exec": (errno.ENOMEM, errno.EACCES), "poll": (errno.ENOMEM, errno.EINTR),
    "waitpid": (errno.EINTR,), "mmap": (errno.ENOMEM,), "pthread_create": (errno.EAGAIN,),
    "getaddrinfo": (errno.ENOMEM, errno.EMFILE), "flock": (errno.EINTR, errno.EIO),
}
NO_FAULT = (errno.EINTR, SHORT)  # are dealt with: nothing may change

PAGE = "{open}\n{front}\n{close}\n\n# Heading\n\nScrum [x](/nope/) <a href='/b/'>y</a> ü [e](https://www.example.com/)\n"
SITE = {
    "hugo.toml": "baseURL = 'https://www.example.org/'\ntimeZone = 'Europe/Berlin'\n[permalinks]\nposts = '/:year/:slug/'\n",
    "contentlint.yml": "types:\n  - {files: 'content/**', schema: small, trademarks: [scrum-org]}\n"
                       "rules: {stale-page: {severity: note}, no-foo: warning}\n",
    ".contentlint/rules/no-foo.md": "---\ncheck: pattern\nseverity: warning\nmessage: no foo\npattern: 'fo+'\n---\nA word.\n\n"
                                    "## Bad\n\n```\nfoo\n```\n\n## Good\n\n```\nbar\n```\n",
    ".contentlint/schemas/small.yaml": "type: object\nrequired: [title]\nproperties:\n  title: {type: string, pattern: '^[A-Z]'}\n"
                                       "  date: {type: string, format: date}\n",
    ".contentlint-links": "# contentlint links 1\nhttps://www.example.com/\tok\t200\t2026-05-30\t2026-05-30\t-\t-\t2026-07-15\tcrawl\tfine\t-\t-\n",
    "content/yaml.md": PAGE.format(open="---", front="title: a\ndate: 2026-01-02\naliases: [/old/]", close="---"),
    "content/toml.md": PAGE.format(open="+++", front="title = 'Größe'\naliases = ['/old/']", close="+++"),
    "content/json.md": PAGE.format(open="{", front='"title": "J", "slug": "j"', close="}"),
    "content/posts/p.md": PAGE.format(open="---", front="title: P\ndate: 2026-01-02T10:00:00", close="---"),
    "content/page.html": "---\ntitle: H\n---\n<p>Foo foo <a href='/toml/'>a</a> <a href='/nope'>b</a></p>\n",
    "static/_redirects": "/r /nope 301\n/old /toml/\n",
    "layouts/index.html": "<a href='{{ .Site.BaseURL }}'>x</a>\n",
    ".gitignore": "public/\n",
}
LINKS = {**SITE, "content/yaml.md": SITE["content/yaml.md"] + "[f](http://HOST/ok) [g](http://HOST/missing#x)\n"}
JEKYLL = {
    "_config.yml": "url: https://www.example.org\ntimezone: Europe/Berlin\nplugins: [jekyll-redirect-from]\n",
    "_posts/2026-01-02-x.md": PAGE.format(open="---", front="title: X\nredirect_from: /old/", close="---"),
    "index.md": PAGE.format(open="---", front="title: I", close="---"),
    "netlify.toml": "[[redirects]]\nfrom = '/r'\nto = '/nope'\n",
    "vercel.json": '{"redirects": [{"source": "/s", "destination": "/nope"}]}\n',
}
CHECK = ["check", "-j1", "--now", "2026-06-01"]
HISTORY = "git init -q . && git add -A && git commit -qm a && git mv content/toml.md content/moved.md && git rm -q content/json.md && " \
          "echo '[z](/zzz/)' >> content/yaml.md && git commit -qam b"
FIX = {
    "hugo.toml": SITE["hugo.toml"],
    "contentlint.yml": "rules:\n  stale-page: off\n  broken-link: {allow: [{url: /gone/, reason: was}]}\n",
    "content/self.md": "---\ntitle: A\naliases: [/self/, /old/]\n---\n\n[b](/other)\n",
    "content/other.md": "+++\ntitle = 'B'\naliases = ['/o/', '/o']\n+++\n\nProfessional ScrumTM\n",
    "content/good.md": PAGE.format(open="---", front="title: C", close="---").replace("/nope/", "/old/"),
}
# Name: (files, shell command beforehand or "", arguments, standard input)
SCENARIOS = {
    "check": (SITE, "", CHECK, ""),
    "reports": (SITE, "", [*CHECK, "--report", "sarif=r.sarif", "--report", "json-lines=r.json", "--report", "summary=r.md",
                           "--report", "github"], ""),
    "jekyll": (JEKYLL, "", CHECK, ""),
    "urls": (SITE, "", ["urls", "-j1"], ""),
    "since": (SITE, HISTORY, [*CHECK, "--since", "HEAD~1", "--changed", "HEAD~1"], ""),
    "staged": (SITE, HISTORY, [*CHECK, "--staged", "--since", "HEAD~1"], ""),
    "threads": (SITE, "", ["check", "-j3", "--now", "2026-06-01"], ""),
    "stdin": (SITE, "", [*CHECK, "--stdin-filename", "content/yaml.md"], "---\ntitle: A\n---\n[x](/nope/)\n"),
    "paths": (SITE, "", [*CHECK, "--report", "concise", "content/yaml.md", "content/posts"], ""),
    "infer": (SITE, "", ["schema", "infer", "content"], ""),
    "rules": (SITE, "", ["rules", "--test", ".contentlint/rules"], ""),
    "fix": (FIX, "", [*CHECK, "--fix"], ""),
    "diff": (FIX, "", [*CHECK, "--diff"], ""),
    "known": (SITE, r"printf 'content/yaml.md\tbroken-link\t0123456789abcdef\t2026-05-30\n' >known", [*CHECK, "--baseline", "known"], ""),
    "merge": (SITE, "cp .contentlint-links two", ["ledger", "merge", ".contentlint-links", "two", "-o", "joined"], ""),
    "move": (SITE, HISTORY, ["move", "--now", "2026-06-01", "content/yaml.md", "content/posts/moved.md"], ""),
    "links": (LINKS, "", ["links", "-j1", "--quiet", "--allow-private", "--now", "2026-06-01"], ""),
}


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"<p id=x>hello</p>"
        self.send_response(200 if "ok" in self.path else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.command == "GET" else b"")

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


class QuietServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that was made to fail."""


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CONTENTLINT"))}
    return {**kept, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "CONTENTLINT_ALLOW_ADDRESSES": "127.0.0.0/8", "LC_ALL": "C.UTF-8"}


def content_of(folder):
    """But for what a crawl has learnt and left for the next run to take in."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".part" and ".git" not in path.relative_to(folder).parts}


Run = collections.namedtuple("Run", "status output errors files")
Fault = collections.namedtuple("Fault", "call number detail error stays")


class Scenario:
    def __init__(self, suite, name):
        files, command, self.arguments, self.input = SCENARIOS[name]
        self.suite, self.name = suite, name
        self.folder = suite.work / name
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text.replace("HOST", suite.host))
        if "git init" not in command:
            (self.folder / ".git").mkdir()
        if command:
            subprocess.run(command, shell=True, cwd=self.folder, env=environment(), check=True, capture_output=True)
        self.before = content_of(self.folder)

    def run(self, **torture):
        """In a copy of the folder, since the run may write."""
        work = pathlib.Path(tempfile.mkdtemp(dir=self.suite.work))
        folder = work / "site"
        shutil.copytree(self.folder, folder, symlinks=True)
        try:
            done = subprocess.run([self.suite.binary, *self.arguments], cwd=folder, input=self.input.encode(), capture_output=True,
                                  timeout=SECONDS, check=False, env={**environment(), "LD_PRELOAD": str(self.suite.shim), **torture})
            return Run(done.returncode, done.stdout, done.stderr, content_of(folder))
        except subprocess.TimeoutExpired:
            return None
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def calls(self):
        """(name, number, stack, detail) of every call of a run."""
        log = self.suite.work / f"{self.name}.log"
        self.expected = self.run(TORTURE_LOG=str(log))
        return [line.split(" ", 3) for line in log.read_text(errors="replace").splitlines()]

    def faults(self, extent):
        seen, faults = set(), []
        for name, number, stack, detail in self.calls():
            if (name, stack) in seen and (extent == "--sample" or (name in MEMORY and extent != "--all")):
                continue
            seen.add((name, stack))
            faults += [Fault(name, int(number), detail, error, False) for error in FAULTS[name]]
        calls = [fault for fault in faults if fault.call not in MEMORY]
        memory = [fault for fault in faults if fault.call in MEMORY]
        if extent == "--sample":
            return thinned(calls, SAMPLE) + thinned(memory, SAMPLE)
        return calls + memory + [fault._replace(stays=True) for fault in thinned(memory, 100)]

    def fail(self, fault):
        done = self.run(TORTURE_FAIL=fault.call, TORTURE_AT=str(fault.number), TORTURE_HOW=str(fault.error),
                        TORTURE_STAYS=str(int(fault.stays)))
        return fault, self.judge(fault, done), done

    def judge(self, fault, done):
        """The outcome's kind; one that begins with "wrong" is none of the three allowed."""
        if done is None:
            return "wrong: did not end"
        if done.status < 0 or done.status > 2:
            return f"wrong: ended with {done.status}"
        reasons = [os.strerror(fault.error).encode()] + [b"out of memory"] * (fault.error == errno.ENOMEM)
        told = any(word in done.output + done.errors for word in reasons) if fault.error else False
        files = dict(done.files)
        for path, text in done.files.items():
            refused = fault.call in ("unlink", "unlinkat") and fault.detail.endswith(".lock")
            if path.endswith(".lock") and not text and (refused or (fault.error == errno.ENOMEM and done.status == 2)):
                del files[path]  # it is held by nobody any more: the next run takes it
                continue
            if path.split("/")[-1].startswith(".contentlint-") and path.endswith(".tmp") and fault.error == errno.ENOMEM and done.status == 2:
                del files[path]  # its process is no more: the next run removes it
                continue
            report = path in self.expected.files and done.status == 2 and told  # incomplete, as the run says
            if text not in (self.before.get(path), self.expected.files.get(path)) and not report:
                return "wrong: a file is left behind"
        speechless = fault.call == "write" and fault.detail == "2"
        if done.status == self.expected.status and done.output == self.expected.output and files == self.expected.files and (
                done.errors == self.expected.errors or speechless):
            return "the same result"
        if speechless and done.status == 2:
            return "status 2, standard error broken"
        if fault.error in NO_FAULT:
            return "wrong: the result changed"
        if done.status != 2:
            return f"wrong: another result with status {done.status}"
        if not told:
            return "wrong: another reason"
        return "an incomplete result that says so" if done.output else "status 2 and the reason"


def thinned(items, most):
    step = max(1, -(-len(items) // most))
    return items[::step]


class Suite:
    def __init__(self, binary, work):
        self.binary, self.work = os.path.abspath(binary), pathlib.Path(work)
        self.shim = self.work / "torture_shim.so"
        subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-O1", "-shared", "-fPIC", "-o", self.shim, HERE / "torture_shim.c", "-ldl"],
                       check=True)
        self.server = QuietServer(("127.0.0.1", 0), Server)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_address[1]}"

    def run(self, name, extent):
        scenario = Scenario(self, name)
        faults = scenario.faults(extent)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(scenario.fail, faults))
        kinds = collections.Counter(kind for _, kind, _ in results)
        print(f"{name}: {len(results)} calls failed: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
        for fault, kind, done in results:
            if kind.startswith("wrong"):
                how = os.strerror(fault.error) if fault.error else "in part"
                told = (done.errors or done.output)[-300:] if done else b""
                print(f"failed: {name}: {fault.call} {fault.number} ({fault.detail}) {how}: {kind}: {told!r}")
        return results


def main():
    names = [argument for argument in sys.argv[2:] if not argument.startswith("--")]
    extent = next((argument for argument in sys.argv[2:] if argument.startswith("--")), "")
    passed = failed = 0
    kinds = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="contentlint-torture-") as work:
        suite = Suite(sys.argv[1], work)
        for name in names or SCENARIOS:
            for _, kind, _ in suite.run(name, extent):
                kinds[kind.split(":")[0]] += 1
                failed += kind.startswith("wrong")
                passed += not kind.startswith("wrong")
    print("outcomes: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
