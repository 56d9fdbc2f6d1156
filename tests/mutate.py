#!/usr/bin/env python3
"""mutate.py: misses, measured. Seeded defects, at least one per rule, are put into clean pages of real sites; the
finding must appear at the exact place and nothing else may change.

    tests/mutate.py BINARY SUITES [--server PROGRAM] [--seed N] [--per-site 2] [--sites A,B] [--rules A,B] [--verbose]

The defects are in tests/mutations/; a rule without one is named in the output. PROGRAM is tests/httpd_serve, for the
rules that ask the network: loopback only, and no other name resolves.
"""
import argparse
import collections
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mutations  # noqa: E402
from mutate_round import Round  # noqa: E402
from mutate_site import Site  # noqa: E402
from mutations import aliases, body, crawl, front, links, lost, redirects, schema, setups  # noqa: E402, F401

SITES = "nkdsitetemplates,falco,kubeflow,eks-workshop,dapr,hugoguides,opentelemetry.io,digitalgov.gov,jekyll-docs,opensearch-docs"

# Rules whose defect cannot be seeded into a site's files: id -> why.
SENSELESS = {}


class Server:
    """The test server, and what the program needs in its environment to find it."""

    environment = {"CONTENTLINT_RESOLVE": "ok.loop.dev=127.0.0.1 get.loop.dev=127.0.0.1"}

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(prefix="contentlint-mutate-")
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([program, self.folder.name], stdin=pipe, stdout=pipe, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.communicate()
        self.folder.cleanup()


def rounds(site, setup, wanted, args, server):
    """Seeds per_site defects of every mutation, in as few runs as they fit in; yields the rounds, ready to judge."""
    rng = random.Random("%d %s %s" % (args.seed, site.name, setup))
    pages = site.enter(setup, server)
    together = [m for m in wanted if not m.alone for _ in range(args.per_site)]
    groups = [[m] * args.per_site for m in wanted if m.alone]
    for pending in [together] + groups:
        rng.shuffle(pending)
        while pending:
            run = Round(site, setup, pages, rng, server)
            left = [mutation for mutation in pending if not run.seed(mutation)]
            if len(left) == len(pending):
                break  # none of them finds a page in this site
            yield run
            pending = left
    site.leave(setup)


def measure(sites, wanted, args, server):
    results, others = collections.defaultdict(lambda: [0, 0, []]), []
    for site in sites:
        began = time.time()
        count = 0
        for setup in setups.ALL:
            chosen = [m for m in wanted if m.setup == setup and site.generator in m.on]
            if setup == "crawl" and not server:
                continue
            for run in rounds(site, setup, chosen, args, server) if chosen else ():
                found, strays = run.judge()
                count += 1
                others += strays
                for mutation, (seeded, right, problems) in found.items():
                    row = results[mutation]
                    row[0], row[1] = row[0] + seeded, row[1] + right
                    row[2].extend(problems)
        print("%-18s %4d runs, %3d s" % (site.name, count, time.time() - began), flush=True)
    return results, others


def table(results, verbose):
    """Prints what was found by rule, or by mutation; returns the sums and how many other changes there were."""
    rows = collections.defaultdict(lambda: [0, 0, []])
    for mutation, (seeded, found, problems) in results.items():
        row = rows[mutation.rule + (" / " + mutation.name if verbose else "")]
        row[0], row[1] = row[0] + seeded, row[1] + found
        row[2].extend("%s (%s)" % (problem, mutation.name) for problem in problems)
    print("%-52s seeded  found missed" % "rule")
    for name, (seeded, found, problems) in sorted(rows.items()):
        print("%-52s %6d %6d %6d" % (name, seeded, found, seeded - found))
        for problem in problems[:None if verbose else 6]:
            print("    " + problem)
    beside = sum(problem.startswith("besides") for row in rows.values() for problem in row[2])
    return sum(row[0] for row in rows.values()), sum(row[1] for row in rows.values()), beside


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("suites", help="the folder that holds corpora/")
    options.add_argument("--server", help="tests/httpd_serve, built")
    options.add_argument("--work", default="build/mutate")
    options.add_argument("--sites", default=SITES)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--per-site", type=int, default=2)
    options.add_argument("--rules", default="")
    options.add_argument("--verbose", action="store_true", help="one row per mutation, all problems")
    args = options.parse_args()
    program, corpora = os.path.abspath(args.binary), os.path.join(args.suites, "corpora")
    print("seed %d" % args.seed, flush=True)
    only = set(filter(None, args.rules.split(",")))
    wanted = [m for m in mutations.ALL if not only or m.rule in only]
    server = Server(args.server) if args.server else None
    sites = (Site(program, corpora, name, os.path.abspath(args.work)) for name in args.sites.split(","))
    results, others = measure(sites, wanted, args, server)
    if server:
        server.stop()
    total, found, beside = table(results, args.verbose)
    for problem in others:
        print("other change: " + problem)
    listed = subprocess.run([program, "rules"], capture_output=True, text=True).stdout.split("\n")
    known = {line.split()[0] for line in listed if line.strip()}
    without = sorted(known - {m.rule for m, row in results.items() if row[0]} - set(SENSELESS)) if not only else []
    print("rules without a mutation: " + (", ".join(without) or "none"))
    for name, why in SENSELESS.items():
        print("    left out: %s: %s" % (name, why))
    changes = beside + len(others)
    share = 100.0 * found / max(total, 1)
    print("%d of %d seeded defects found at the exact place (%.2f%%), %d other changes" % (found, total, share, changes))
    return 0 if total and share >= 99.0 and changes * 100 <= total else 1


if __name__ == "__main__":
    sys.exit(main())
