#!/usr/bin/env python3
"""corpus_since.py: `check --since` on real sites, against the files Hugo publishes before and after random changes.

    tests/corpus_since.py BINARY CORPORA [SITE…] [--seed N] [--rounds N] [--changes N] [--verbose]

Each Hugo site that the hugo on PATH can build (corpus_stub.py completes it) becomes a git repository. A round changes
its working tree at random; then the published files of before that are not published any more, without those that a
redirect or a `gone:` entry covers, must be exactly the findings of lost-url with all its kinds, each in the file its
page has become, else in the configuration. The fixes of the SARIF report are applied: what they bring back must be
served, in Hugo's own build too, and findings that propose an alias must be gone. Rounds add up; the seed is printed.
"""
import argparse
import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import corpus_changes
import corpus_stub
from git_site import GitSite

KINDS = {"home", "section", "page", "taxonomy", "term", "alias", "resource", "static"}
PAGES = {"home", "section", "page", "alias"}


class Corpus(GitSite):
    """A site of a corpus: `table` and `files` are what HEAD publishes, as the model and as Hugo have it."""

    def __init__(self, binary, name, folder, site):
        super().__init__(binary, folder, site)
        self.name = name
        self.version = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
        self.version = self.version.split()[1].lstrip("v").split("-")[0].split("+")[0]
        self.options = ["--hugo-version", self.version]
        # With disableAliases Hugo writes no alias; lost-url takes them for served, by redirects that a template writes.
        text = corpus_stub.configuration_text(self.path(site))
        self.aliases_off = re.search(r"^disableAliases *[:=] *true", text, re.M) is not None
        self.git("init", "-q")
        self.commit()
        self.files = self.published()
        self.table = self.rows()

    def rows(self):
        command = [self.binary, "urls", "--hugo-version", self.version, "--format", "json-lines"]
        lines = subprocess.run(command, cwd=self.path(self.site), capture_output=True, text=True, check=True).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def published(self):
        return corpus_stub.published(self.folder, self.site)

    def reset(self):
        self.git("reset", "-q", "--hard")
        self.git("clean", "-qfdx")

    def lost(self, covered):
        """URL -> row of before, of what Hugo published then and does not now."""
        gone = self.files - self.published()
        rows = [row for row in self.table if row["file"] in gone and row["kind"] in KINDS]
        return {row["url"]: row for row in rows if row["url"] not in covered}


class Figures(collections.Counter):
    def line(self):
        keys = ("rounds", "changes", "lost", "found", "missed", "wrong", "place", "aliases", "fixed", "nofix", "unfixed")
        return ", ".join(f"{self[key]} {key}" for key in keys)


def compare(corpus, changes, figures, report):
    """One round: lost URLs, their places, and what the fixes bring back."""
    lost = corpus.lost(changes.covered)
    results = {r["properties"]["url"]: r for r in corpus.results()}
    figures.update(rounds=1, changes=len(changes.done), lost=len(lost), found=len(lost.keys() & results.keys()))
    for url in sorted(lost.keys() - results.keys()):
        report("missed", url, lost[url])
    for url in sorted(results.keys() - lost.keys()):
        report("wrong", url, results[url]["properties"]["problem"])
    for url in sorted(results.keys() & lost.keys()):
        want, place = changes.place(lost[url], PAGES), results[url]["path"]
        if want is not None and place != want and (want or corpus_changes.PAGE.search(place)):
            report("place", url, f"in {place}, not {want or 'the configuration'}")
    figures["aliases"] += sum(bool(r["properties"]["alias"]) for r in results.values())
    if changes.done:
        compare_fixed(corpus, changes, results, figures, report)


def compare_fixed(corpus, changes, results, figures, report):
    mended = corpus.fix()
    proposed = {url: r["path"] in mended for url, r in results.items() if r["properties"]["alias"]}
    figures["nofix"] += len(proposed) - sum(proposed.values())
    proposed = {url for url, edited in proposed.items() if edited}
    after = {r["properties"]["url"] for r in corpus.results()}
    still = corpus.lost(changes.covered | (proposed if corpus.aliases_off else set()))
    for url in sorted(proposed & after):
        report("unfixed", url, "the finding is still there")
    for url in sorted((proposed & still.keys()) - after):
        report("unfixed", url, "Hugo does not publish it with the fix")
    for url in sorted(after - results.keys()):
        report("wrong", url, "only after the fix")
    figures["fixed"] += len(proposed - after - still.keys())


def run_site(binary, folder, site, name, options):
    figures = Figures()
    rng = random.Random(f"{options.seed} {name}")
    corpus_stub.stub(folder, os.path.join(folder, site))
    try:
        corpus = Corpus(binary, name, folder, site)
    except corpus_stub.Unbuildable as why:
        print(f"{name}: hugo cannot build it: {why}")
        return figures
    for number in range(options.rounds):
        changes = corpus_changes.Changes(corpus, rng)
        changes.make(options.changes)

        def report(what, url, detail, number=number, changes=changes):
            figures[what] += 1
            figures["failed"] += 1
            if figures[what] <= options.show:
                print(f"  {name} round {number}: {what} {url}: {detail}")
                if figures["failed"] == 1:
                    print("".join(f"    after: {line}\n" for line in changes.done), end="")

        if options.verbose:
            print("".join(f"  {line}\n" for line in changes.done), end="")
        try:
            compare(corpus, changes, figures, report)
        except corpus_stub.Unbuildable as why:
            figures["unbuildable"] += 1
            print(f"  {name} round {number}: hugo does not build it: {why}")
        corpus.reset()
    print(f"{name}: {figures.line()}", flush=True)
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("corpora")
    parser.add_argument("sites", nargs="*")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--changes", type=int, default=20)
    parser.add_argument("--show", type=int, default=10, help="failures of a kind to print, a site")
    parser.add_argument("--keep", action="store_true", help="leave the repositories where they are made")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    binary, total = os.path.abspath(options.binary), Figures()
    if not shutil.which("hugo"):
        print("skipped: hugo is not installed\n0 passed, 0 failed")
        return 0
    print(f"seed {options.seed}")
    for name in options.sites or sorted(os.listdir(options.corpora)):
        work = tempfile.mkdtemp(prefix="contentlint-corpus-")
        folder = os.path.join(work, "copy")
        shutil.copytree(os.path.join(options.corpora, name), folder)
        for site in corpus_stub.sites_of(folder):
            total.update(run_site(binary, folder, os.path.relpath(site, folder), name, options))
        if not options.keep:
            shutil.rmtree(work)
    print(total.line())
    print(f"{total['found'] + total['fixed']} passed, {total['failed']} failed")
    return int(total["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
