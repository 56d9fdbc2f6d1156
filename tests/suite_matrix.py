#!/usr/bin/env python3
"""tests/suite_matrix.py BINARY: the scheduled crawl in parts (packaging/crawl.sh) against a server on loopback: four parts, joined,
leave the ledger that one run leaves, a part that failed takes nothing away, and what is new becomes a branch and one pull request.
Prints "N passed, N failed" last."""
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from tally import Tally

HOSTS, URLS, PARTS = 40, 80, 4
CRAWL = pathlib.Path(__file__).resolve().parent.parent / "packaging" / "crawl.sh"
binary = pathlib.Path(sys.argv[1]).resolve()
TALLY = Tally()
judge = TALLY.check



class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.send_response(404 if "gone" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    work = pathlib.Path(tempfile.mkdtemp(prefix="contentlint-matrix-"))
    (work / "bin").mkdir()
    # gh says what it was asked, and knows a pull request once it has made one.
    (work / "bin" / "gh").write_text(f'#!/bin/sh\necho "$*" >>"{work}/gh"\nif [ "$2" = list ]; then cat "{work}/open" 2>/dev/null; '
                                     f'else echo 1 >"{work}/open"; fi\nexit 0\n')
    (work / "bin" / "gh").chmod(0o755)
    environment = dict(os.environ, PATH=f"{work / 'bin'}:{binary.parent}:{os.environ['PATH']}", CONTENTLINT_ALLOW_ADDRESSES="127.0.0.0/8",
                       CONTENTLINT_RESOLVE=" ".join(f"h{i}.loop.dev=127.0.0.1" for i in range(HOSTS)), HOME=str(work),
                       GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="a",
                       GIT_COMMITTER_EMAIL="a@example.org", GITHUB_STEP_SUMMARY=str(work / "summary"))
    site = work / "site"
    (site / "content").mkdir(parents=True)
    (site / "hugo.toml").write_text('baseURL = "https://www.example.org/"\n')
    (site / "contentlint.yml").write_text("links: {external: {allow_addresses: [127.0.0.0/8], hosts: {'*.loop.dev': {rate: 50}}}}\n")
    links = [f"[l](http://h{i % HOSTS}.loop.dev:{port}/{'gone' if i % 7 == 0 else 'page'}{i})" for i in range(URLS)]
    (site / "content" / "a.md").write_text("---\ntitle: A page of links to other sites\n---\n" + "\n\n".join(links) + "\n")

    def run(*words, check=True):
        done = subprocess.run([str(word) for word in words], cwd=site, env=environment, capture_output=True, text=True, timeout=120)
        if check and done.returncode:
            judge(" ".join(map(str, words[-3:])), False, done.stdout + done.stderr)
        return done

    def rows(path):
        """Without what the clock decides: dates, and when an answer gets old."""
        return [re.sub(r"\d{4}-\d\d-\d\d", "DATE", row) for row in path.read_text().splitlines()]
    run("git", "init", "-q", "-b", "main")
    run("git", "add", "-A")
    run("git", "commit", "-qm", "site")
    run("git", "init", "-q", "--bare", work / "origin")
    run("git", "remote", "add", "origin", work / "origin")
    old = run(binary, "links", "--fail-on", "never", "--ledger", "whole")
    whole = rows(site / "whole")
    judge("the run without parts knows all", len(whole) == URLS + 1, old.stdout + old.stderr)
    ledger = site / ".contentlint-links"

    def shards(last):
        """Each on a checkout of its own, as it were."""
        before = ledger.read_bytes() if ledger.exists() else None
        for k in range(1, last + 1):
            run(CRAWL, "shard", f"{k}/{PARTS}", work / "parts")
            ledger.unlink(missing_ok=True)
            if before is not None:
                ledger.write_bytes(before)
    shards(PARTS)
    parts = [rows(work / "parts" / str(k)) for k in range(1, PARTS + 1)]
    judge("each part asks of its hosts alone", sum(len(part) - 1 for part in parts) == URLS and all(len(part) > 1 for part in parts))
    run(CRAWL, "merge", work / "parts")
    judge("joined they are what one run knows", rows(ledger) == whole)
    judge("the summary tells of every part", (work / "summary").read_text().count("#") >= PARTS)
    # Again, from the ledger, with a link that nobody has any more, and without the answer of a part.
    text = (site / "content" / "a.md").read_text()
    (site / "content" / "a.md").write_text(text.replace(links[1], "Nothing."))
    shutil.rmtree(work / "parts")
    shards(PARTS - 1)
    run(CRAWL, "merge", work / "parts")
    joined = rows(ledger)
    judge("a part that failed takes nothing away", [row for row in whole if "/page1\t" not in row] == joined, set(whole) ^ set(joined))
    judge("no part at all is an error", run(CRAWL, "merge", work / "bin" / "none", check=False).returncode == 2)
    judge("a part that is none is refused", run(CRAWL, "shard", "x", work / "parts", check=False).returncode == 2)
    for _ in range(2):
        run(CRAWL, "propose", "contentlint-links")
    shown = run("git", "-C", work / "origin", "show", "contentlint-links:.contentlint-links")
    judge("what is new is on the branch", shown.stdout == ledger.read_text())
    judge("and in one pull request", (work / "gh").read_text().count("pr create") == 1, (work / "gh").read_text())
    shutil.rmtree(work)
    sys.exit(TALLY.end())


main()
