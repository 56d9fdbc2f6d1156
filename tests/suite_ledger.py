#!/usr/bin/env python3
"""tests/suite_ledger.py BINARY [KILLS]: what a crawl has learnt stays learnt. A server on loopback answers for a small site
while the run is killed at random moments (KILLS times with each of TERM, HUP, INT and KILL; 3), while others write the same
ledger, and while the disk is full at each size. Prints "N passed, N failed" last; with KILLS also what was kept."""
import http.server
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from tally import Tally

HEADING = "# contentlint links 1"
HOSTS = 40
URLS = 1500
IN_FLIGHT = 64  # requests of a run that may be answered and not yet taken in when it is killed
NAMES = dict(os.environ, CONTENTLINT_RESOLVE=" ".join(f"h{i}.loop.dev=127.0.0.1" for i in range(HOSTS)),
             CONTENTLINT_ALLOW_ADDRESSES="127.0.0.0/8")
binary = os.path.abspath(sys.argv[1])
TALLY = Tally()
judge = TALLY.check



class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.answered = []
        self.asked = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # the client was killed

    def clear(self):
        self.answered, self.asked = [], []


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        server = self.server
        url = f"http://{self.headers['Host']}{self.path}"
        server.asked.append(url)
        time.sleep(0.01)
        self.send_response(404 if "gone" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()
        server.answered.append(url)

    do_GET = do_HEAD = answer

    def log_message(self, *arguments):
        pass


class Site:
    def __init__(self, server):
        self.server = server
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="contentlint-ledger-"))
        self.ledger = self.folder / ".contentlint-links"
        (self.folder / "content").mkdir()
        (self.folder / ".git").mkdir()
        (self.folder / "hugo.toml").write_text('baseURL = "https://www.example.org/"\n')
        (self.folder / "contentlint.yml").write_text(
            "links: {external: {allow_addresses: [127.0.0.0/8], hosts: {'*.loop.dev': {rate: 50, concurrency: 8}}}}\n")
        self.page("nothing", [])

    def urls(self, part, count=URLS, kind="page"):
        return [f"http://h{i % HOSTS}.loop.dev:{self.server.server_port}/{part}/{kind}{i}" for i in range(count)]

    def page(self, name, urls):
        text = f"---\ntitle: {name}\n---\n\n" + "\n".join(f"<{url}>" for url in urls) + "\n"
        (self.folder / "content" / f"{name}.md").write_text(text)

    def start(self, *arguments, limit=None):
        def prepare():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background ignores SIGINT
                signal.signal(number, signal.SIG_DFL)
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen([binary, "links", *arguments], cwd=self.folder, env=NAMES, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=prepare)

    def run(self, *arguments, limit=None):
        run = self.start(*arguments, limit=limit)
        try:
            run.output = "".join(run.communicate(timeout=120))
        except subprocess.TimeoutExpired:
            run.kill()
            run.output = "".join(run.communicate()) + "(did not end)"
        return run

    def rows(self):
        """URL -> columns; None when the ledger is damaged."""
        if not self.ledger.exists():
            return {}
        text = self.ledger.read_text()
        lines = text.split("\n")
        rows = [line.split("\t") for line in lines[1:-1]]
        whole = lines[0] == HEADING and lines[-1] == "" and all(len(row) == 12 for row in rows)
        return {row[0]: row for row in rows} if whole and rows == sorted(rows, key=lambda row: row[0].encode()) else None

    def left(self):
        return sorted(p.name for p in self.folder.iterdir() if p.name.startswith(".contentlint-links."))

    def empty(self):
        for path in self.folder.iterdir():
            if path.name.startswith(".contentlint-links"):
                path.unlink()


def wait_for(server, part, answers):
    """Of that part of the URLs: others may still be under way from the run before."""
    end = time.monotonic() + 60
    while sum(f"/{part}/" in url for url in server.answered) < answers and time.monotonic() < end:
        time.sleep(0.01)


def test_kills(server, kills, numbers):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL):
        answered = kept = worst = damaged = stayed = 0
        for k in range(kills):
            site = Site(server)
            part = f"{number.name}{k}"
            site.page("many", site.urls(part))
            server.clear()
            run = site.start("content/many.md")
            time.sleep(0.05 + numbers.random() * 0.9)
            run.send_signal(number)
            run.communicate()
            known = {url for url in server.answered if f"/{part}/" in url}
            time.sleep(0.02)  # answers that were being sent
            site.run("content/nothing.md")
            rows = site.rows()
            damaged += rows is None
            lost = len(known - set(rows or {}))
            answered, kept, worst = answered + len(known), kept + len(known) - lost, max(worst, lost)
            stayed += bool(site.left())
            shutil.rmtree(site.folder)
        name = f"{kills} runs killed with {number.name}"
        told = f"{kept} rows kept of {answered} answered, at most {worst} lost in a run"
        judge(f"{name}: answers are kept", answered > 0 and worst <= IN_FLIGHT, told)
        judge(f"{name}: the ledger is whole", damaged == 0, f"{damaged} damaged")
        judge(f"{name}: nothing stays beside it", stayed == 0, f"{stayed} times")
        if len(sys.argv) > 2:
            print(f"{number.name}\t{kills} kills\t{told}")


def test_interrupted(server):
    """Every report says that it is of a part."""
    for report in ("full", "concise", "sarif", "json-lines", "github", "summary", "quiet"):
        site = Site(server)
        site.page("many", site.urls(report))
        run = site.start("content/many.md", *(["--quiet"] if report == "quiet" else ["--report", report]))
        wait_for(server, report, 20)
        run.send_signal(signal.SIGTERM)
        output = run.communicate(timeout=60)[0]
        judge(f"a run that was asked to end, {report}", run.returncode == 2 and "the run was interrupted" in output,
              f"{run.returncode} {output[:400]}")
        shutil.rmtree(site.folder)


def test_ignored(server):
    """What the caller ignores stays ignored: SIGHUP under nohup, SIGINT in the background of a shell."""
    for name in ("HUP", "INT"):
        site = Site(server)
        site.page("some", site.urls(name, 100))
        line = f"trap '' {name}; exec \"$0\" links content/some.md"
        run = subprocess.Popen(["/bin/sh", "-c", line, binary], cwd=site.folder, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, env=NAMES)
        wait_for(server, name, 5)
        run.send_signal(getattr(signal, f"SIG{name}"))
        output = run.communicate(timeout=60)[0]
        rows = site.rows()
        judge(f"SIG{name} that the caller ignores", run.returncode == 0 and rows and len(rows) == 100, output)
        shutil.rmtree(site.folder)


def test_together(server, rounds):
    for count in (2, 4):
        lost = damaged = wrong = stayed = 0
        for _ in range(rounds):
            site = Site(server)
            for k in range(count):
                site.page(f"p{k}", site.urls(f"part{k}", 60))
            site.page("before", site.urls("before", 40))
            site.run("content/before.md")
            runs = [site.start(f"content/p{k}.md") for k in range(count)]
            for run in runs:
                run.communicate()
                wrong += run.returncode != 0
            rows = site.rows()
            damaged += rows is None
            wanted = set(site.urls("before", 40)).union(*(site.urls(f"part{k}", 60) for k in range(count)))
            lost += len(wanted - set(rows or {}))
            stayed += bool(site.left())
            shutil.rmtree(site.folder)
        told = f"{rounds} rounds: {lost} rows lost, {damaged} damaged, {wrong} runs failed, {stayed} times something stayed"
        judge(f"{count} runs at once", not lost and not damaged and not wrong and not stayed, told)
        if len(sys.argv) > 2:
            print(f"{count} runs at once\t{told}")


def test_full_disk(server, step):
    """A file may not grow beyond `limit` bytes: the disk is full at that write. Findings come, and the old ledger stays."""
    site = Site(server)
    site.page("gone", site.urls("gone", 5, "gone"))
    site.page("good", site.urls("good", 30))
    site.run("content/good.md")
    before = site.ledger.read_bytes()
    asked = kept = 0
    for limit in [*range(0, len(before) + 600, step), 1 << 20]:
        site.ledger.write_bytes(before)
        server.clear()
        run = site.run("content/gone.md", limit=limit)
        rows = site.rows()
        whole = site.ledger.read_bytes() == before or (rows and len(rows) == 35)
        if not server.asked:  # the journal could not be begun: said before the first request
            judge(f"full at {limit}", run.returncode == 2 and "cannot be written" in run.output and whole, run.output)
            continue
        asked += 1
        told = run.output.count("[dead-link]") == 5
        complete = rows is not None and len(rows) == 35
        kept += complete
        status = 1 if complete else 2
        judge(f"full at {limit}, later", whole and told and run.returncode == status and
              (complete or run.output.count("cannot be written") >= 1), f"{run.returncode} {run.output}")
        site.run("content/nothing.md")
        judge(f"full at {limit}, then not", set(site.rows() or {}) >= set(site.urls("good", 30)) and not site.left(), site.left())
    judge("some limits stop the run before, some after its requests, some not", 0 < kept < asked, f"{asked} {kept}")
    shutil.rmtree(site.folder)


def refused(server, name, make, *words, arguments=()):
    """The ledger cannot be written: said before anything is asked, and what stands there is left alone."""
    site = Site(server)
    site.page("some", site.urls("some", 3))
    make(site)
    server.clear()
    run = site.run("content/some.md", *arguments)
    judge(name, run.returncode == 2 and not server.asked and all(word in run.output for word in words),
          f"status {run.returncode}, {len(server.asked)} asked: {run.output}")
    shutil.rmtree(site.folder)


def test_refused(server):
    refused(server, "the ledger's folder is not there", lambda s: None, "no/x: cannot be written", arguments=["--ledger", "no/x"])
    refused(server, "the ledger is a link", lambda s: (s.folder / "x").symlink_to("y"), "symbolic link", arguments=["--ledger", "x"])
    refused(server, "the ledger is a page", lambda s: None, "is no ledger", arguments=["--ledger", "content/some.md"])
    refused(server, "the ledger is another program's file", lambda s: (s.folder / "go.sum").write_text("x v1 h1:abc\n"),
            "is no ledger", arguments=["--ledger", "go.sum"])
    refused(server, "the ledger is a folder", lambda s: (s.folder / "x").mkdir(), "x: ", arguments=["--ledger", "x"])
    refused(server, "the ledger is a pipe", lambda s: os.mkfifo(s.folder / "x"), "not a regular file", arguments=["--ledger", "x"])


def test_beside(server):
    """What stands where the ledger's lock and journals go is a stranger's: it harms nothing, and nothing of it is lost."""
    def run(name, make, status, *words):
        site = Site(server)
        site.page("some", site.urls("some", 3))
        make(site)
        (site.folder / "precious").write_text("precious\n")
        done = site.run("content/some.md")
        good = done.returncode == status and all(word in done.output for word in words)
        good = good and (site.folder / "precious").read_text() == "precious\n"
        if status == 0:
            good = good and len(site.rows() or {}) == 3
        judge(name, good, f"{done.returncode} {done.output} {site.left()}")
        shutil.rmtree(site.folder)

    lock, part = ".contentlint-links.lock", ".contentlint-links.1-0.part"
    run("the lock is a link", lambda s: (s.folder / lock).symlink_to("precious"), 2, "lock: cannot be locked")
    run("the lock is a pipe", lambda s: os.mkfifo(s.folder / lock), 2, "lock: is in the way")
    run("the lock is a folder", lambda s: (s.folder / lock).mkdir(), 2, "lock: ")
    run("the lock is somebody's file", lambda s: (s.folder / lock).write_text("x"), 2, "lock: is in the way")
    run("the lock of a killed run", lambda s: (s.folder / lock).write_text(""), 0)
    run("a journal is a link", lambda s: (s.folder / part).symlink_to("precious"), 0)
    run("a journal is a pipe", lambda s: os.mkfifo(s.folder / part), 0)
    run("a journal is a folder", lambda s: (s.folder / part).mkdir(), 0)
    run("a journal is somebody's file", lambda s: (s.folder / part).write_text("nothing of ours"), 0)
    run("a journal without a row", lambda s: (s.folder / part).write_text(""), 0)
    run("a journal that was cut", lambda s: (s.folder / part).write_text(HEADING + "\nhttps://a.de/\tok\t20"), 0)


def big(path, rows, first=0):
    with open(path, "w") as file:
        file.write(HEADING + "\n")
        for i in range(first, first + rows):
            file.write(f"https://www.example.org/path/of/a/page-{i:08}\tok\t200\t2026-05-01\t2026-05-01\t-\t-\t2026-05-15\tcrawl\tfine"
                       f'\t-\t"{i:016x}"\n')


def test_merge(rows):
    """Ledgers of the most rows are joined in 512 MiB; what cannot be read again is not written."""
    def merge(name, status, most, *arguments, told=""):
        with open(folder / "said", "w+") as said:
            child = subprocess.Popen([binary, "ledger", "merge", *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=said)
            _, ended, usage = os.wait4(child.pid, 0)
            child.returncode = 0
            said.seek(0)
            text = said.read()
        mib = usage.ru_maxrss / 1024
        judge(name, os.waitstatus_to_exitcode(ended) == status and mib < most and told in text, f"{ended} {mib:.0f} MiB {text}")

    folder = pathlib.Path(tempfile.mkdtemp(prefix="contentlint-ledger-"))
    big(folder / "a", rows)
    big(folder / "b", rows)
    big(folder / "c", rows // 10, rows)
    most = 500 * rows / 1000000 + 12
    merge("two large ledgers into a file", 0, most, "a", "b", "-o", "joined")
    judge("the joined ledger", (folder / "joined").read_bytes() == (folder / "a").read_bytes())
    merge("four large ledgers", 0, most, "a", "b", "a", "b", "-o", "joined")
    merge("two large ledgers on the terminal", 0, most, "a", "b")
    merge("three large ledgers, by git's driver", 0, most, "--driver", "a", "b", "a", "-o", "joined")
    judge("the ledger joined by the driver", (folder / "joined").read_bytes() == (folder / "a").read_bytes())
    if rows == 1000000:
        merge("more rows than the most, into a file", 2, 512, "a", "c", "-o", "joined", told="more rows together than the most, 1000000")
        merge("more rows than the most", 2, 512, "a", "c", told="more rows together than the most, 1000000")
    shutil.rmtree(folder)


def test_merge_beside_runs(rounds):
    """`ledger merge a b -o a` waits for a run that writes a, and the run for it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="contentlint-ledger-"))
    big(folder / "a", 10)
    for i in range(8):
        big(folder / f"b{i}", 2000, 10 + 2000 * i)
    for _ in range(rounds):
        big(folder / "a", 10)
        children = [subprocess.Popen([binary, "ledger", "merge", "a", f"b{i}", "-o", "a"], cwd=folder) for i in range(8)]
        ended = [child.wait() for child in children]
        judge("merged at once", not any(ended) and len((folder / "a").read_text().splitlines()) == 16011 and not
              (folder / "a.lock").exists(), f"{ended} {len((folder / 'a').read_text().splitlines())}")
    shutil.rmtree(folder)


def main():
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    server = Server()
    numbers = random.Random(9)
    test_kills(server, kills, numbers)
    test_interrupted(server)
    test_ignored(server)
    test_together(server, max(kills // 5, 2))
    test_full_disk(server, 40 if len(sys.argv) > 2 else 400)
    test_refused(server)
    test_beside(server)
    test_merge(1000000 if len(sys.argv) > 2 else 100000)
    test_merge_beside_runs(3)
    return TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
