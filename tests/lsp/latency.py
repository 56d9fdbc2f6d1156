#!/usr/bin/env python3
"""tests/lsp/latency.py BINARY [PAGES…]: how long an editor waits, on made sites of so many pages (1,000, 5,000 and 20,000), and
what the server keeps. Times in milliseconds; `re-read` is a bare read of the page and a walk over its bytes, measured in between."""
import os
import random
import shutil
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import client as lsp  # noqa: E402

BINARY = os.path.abspath(sys.argv[1])
WORDS = "course agile team review sprint value delivery customer product owner flow change system release quality".split()


def make(folder, pages):
    pick = random.Random(7)
    os.makedirs(os.path.join(folder, "content"))
    with open(os.path.join(folder, "hugo.toml"), "w") as file:
        file.write('baseURL = "https://example.org/"\n')
    for i in range(pages):
        section = os.path.join(folder, "content", "s%d" % (i % 50))
        os.makedirs(section, exist_ok=True)
        lines = ["---", "title: Page %d of many" % i, "description: What page %d is about." % i, "tags: [t%d, t%d]" % (i % 30, i % 7),
                 "aliases: [/old/%d/]" % i, "---", ""]
        for k in range(8):
            other = pick.randrange(pages)
            text = " ".join(pick.choice(WORDS) for _ in range(60))
            lines += ["## Part %d" % k, "", "%s [link](/s%d/p%d/) %s [there](/s%d/p%d/#part-%d)." % (text, other % 50, other, text, i % 50, i, k), ""]
        with open(os.path.join(section, "p%d.md" % i), "w") as file:
            file.write("\n".join(lines) + "\n")


def memory(client):
    with open("/proc/%d/status" % client.process.pid) as file:
        rows = dict(line.split(":", 1) for line in file)
    return tuple(int(rows[k].split()[0]) / 1024 for k in ("VmRSS", "VmHWM"))


def reread(path):
    start = time.perf_counter()
    with open(path, "rb") as file:
        file.read().count(b"\n")
    return (time.perf_counter() - start) * 1000


def until(client, uri):
    start = time.perf_counter()
    client.until(uri)
    return (time.perf_counter() - start) * 1000


def high(list):
    return sorted(list)[int(len(list) * 0.95)]


def measure(pages):
    folder = os.path.realpath(tempfile.mkdtemp(prefix="contentlint-latency-"))
    try:
        make(folder, pages)
        path = os.path.join(folder, "content/s1/p1.md")
        start = time.perf_counter()
        client = lsp.Client(BINARY)
        client.initialize(folder)
        uri = client.open(path)
        client.until(uri)
        first = (time.perf_counter() - start) * 1000
        client.settle()
        whole = (time.perf_counter() - start) * 1000
        body, site, floor = [], [], []
        for i in range(60):
            text = client.sent_texts[uri]
            client.change(uri, [(len(text) - 1, len(text) - 1, " x")])
            body.append(until(client, uri))
            client.settle()
            floor.append(reread(path))
        for i in range(20):
            text = client.sent_texts[uri]
            at = text.index("slug") if "slug" in text else text.index("tags")
            client.change(uri, [(at, at + (10 if "slug" in text else 0), "slug: s%03d\n" % i if "slug" not in text else "slug: s%03d" % i)])
            start = time.perf_counter()
            client.until(uri)
            client.settle()
            site.append((time.perf_counter() - start) * 1000 - 100)
        kept, most = memory(client)
        client.stop()
        print("| %6d | %6.0f | %6.0f | %6.1f | %6.1f | %6.0f | %6.0f | %5.0f | %5.0f | %6.3f |" % (
            pages, first, whole, statistics.median(body), high(body), statistics.median(site), high(site), kept, most, statistics.median(floor)))
    finally:
        shutil.rmtree(folder)


print("|  pages |  first |  whole | edit 50 | edit 95 | site 50 | site 95 |  MiB |  most | re-read |")
for count in [int(a) for a in sys.argv[2:]] or [1000, 5000, 20000]:
    measure(count)
