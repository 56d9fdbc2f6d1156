"""Files and folders that lead elsewhere, files that change or cannot be read, and outputs that cannot be written."""
import os
import pathlib
import re
import shutil
import tempfile

from hostile.site import PAGE, each, hugo, judge, link, row, shell, Site


def test_outside():
    for key, line, text in (("contentDir", 2, "contentDir = '/etc'"), ("contentDir", 2, "contentDir = '../../../../..'"),
                            ("staticDir", 2, "staticDir = '/'"), ("staticDir", 2, "staticDir = ['static', '../..']"),
                            ("staticDir3", 2, "staticDir3 = '/'"), ("dataDir", 2, "dataDir = '/etc'"), ("i18nDir", 2, "i18nDir = '..'"),
                            ("layoutDir", 2, "layoutDir = '/etc'"), ("contentDir", 2, "contentDir = '.git'"),
                            ("contentDir", 2, "contentDir = 'content/../.GIT/hooks'"),
                            ("contentDir", 4, "[languages.en]\n[languages.fr]\ncontentDir = '/etc'"),
                            ("module.mounts.source", 3, "[[module.mounts]]\nsource = '/'\ntarget = 'content'"),
                            ("module.mounts.source", 3, "[[module.mounts]]\nsource = '/'\ntarget = 'layouts'"),
                            ("module.mounts.source", 3, "[[module.mounts]]\nsource = '../..'\ntarget = 'content/x'")):
        for git, border in ((True, "repository"), (False, "site's folder")):
            note = not git and "'.." in text  # folders beside the site may be meant
            for arguments in ([], ["urls"]):
                row(f"{text}, {border}, {arguments}", hugo(text + "\n"), arguments, 0 if note else 2,
                    f"hugo.toml:{line}: {key} leads out of the {border}", without=["/etc/", "/proc/"], git=git)
    for key in ("source", "collections_dir", "data_dir", "layouts_dir", "includes_dir"):
        row(f"Jekyll's {key}", each(lambda s: os.remove(s.path("hugo.toml")),
                                    lambda s, k=key: s.write("_config.yml", f"title: x\n{k}: ../..\n")),
            [], 2, f"_config.yml:2: {key} leads out of the repository")
    row("theme of another place", hugo("themesDir = '/'\ntheme = 'etc'\n"), [], 0, "hugo.toml:2: themesDir leads out of the repository",
        'the module "etc" is not here')

    def content_elsewhere(site):
        shutil.rmtree(site.path("content"))
        os.symlink("/etc", site.path("content"))

    row("content of another place", content_elsewhere, [], 0, "content: leads out of the repository and is not read", "no file was checked", without=["/etc"])
    row("links between folders", link("content/loop", "."), [], 0, "in 2 files.")
    row("a page through a link", link("content/c.md", "/etc/passwd"), [], 0, "in 2 files.", without=["root:"])


def test_output():
    """Standard output is closed, full, or left by its reader: status 2, or the run's own when nobody reads on."""
    for arguments in ([], ["urls"], ["rules"], ["--help"], ["--version"], ["explain", "broken-link"]):
        for name, redirection, status, said in (("full", ">/dev/full", 2, "No space left"), ("closed", ">&-", 2, "Bad file")):
            name = f"output is {name}, {' '.join(arguments)}"
            shell(name, f'"$0" {" ".join(arguments)} {redirection}', status, f"contentlint: standard output: {said}")
    shell("the reader leaves", '{ "$0" urls; echo "status $?" >&2; } | true', 0, "status 0")
    shell("no standard error", '"$0" 2>&- ; echo "status $?"', 0, "status 0")
    shell("the report's folder is not there", '"$0" --report sarif=no/x.sarif', 2, "no/x.sarif: cannot be written")


def test_input():
    shell("standard input is closed", '"$0" --stdin-filename content/a.md <&-', 2, "standard input: cannot be read: Bad file")
    shell("standard input is endless", 'head -c 20000000 /dev/zero | "$0" --stdin-filename content/a.md', 2, "larger than")
    shell("standard input and files", '"$0" --stdin-filename content/a.md content/b.md </dev/null', 2, "content/b.md: --stdin-filename")


SECRET = "KEY hunter2-secret extra words 1 https://example.org/hunter2-secret [x](/hunter2-secret)"
REPORTS = ("full", "concise", "sarif", "json-lines", "github", "summary")
SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src"
SUFFIXES = r"toml|yaml|yml|json|jsonc|md|html|txt"


def names_in_source():
    """Every file name that the program's source spells out, so that one that is added later is tried as well."""
    names = {"content/c.md", "content/sub/c.md", "content/c.html", "data/d.yml", "_data/d.yml", "i18n/en.toml", "static/_redirects",
             "static/_headers", "content/_redirects", "public/_redirects", "config/_default/menus.toml", ".contentlint/rules/x.md",
             ".contentlint/schemas/page.yaml", ".contentlint/trademarks/x.yaml", ".github/workflows/w.yml", "content/.gitignore",
             "layouts/shortcodes/x.html", "themes/t/hugo.toml", "_posts/2020-01-01-a.md", "_layouts/x.html", "syllabus.yaml"}
    literal = re.compile(r'"((?:[\w.-]+/)*(?:[\w-]+\.(?:' + SUFFIXES + r')|_redirects|_headers|CNAME|Gemfile|\.gitignore|\.contentlint-links))"')
    for path in SOURCE.rglob("*.[ch]"):
        names.update(literal.findall(path.read_text()))
    return sorted(names)


def make_link(site, name, target):
    path = site.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.lexists(path):
        os.remove(path)
    os.symlink(target, path)


def leaks(name, prepare, kind):
    """No report of a site with that link shows what it leads to; nor does `urls`, nor does a signal end a run."""
    site = Site()
    site.write(".git/config", f'[http]\n\textraheader = {SECRET}\n')
    if kind != "hugo":
        os.remove(site.path("hugo.toml"))
    if kind == "jekyll":
        site.write("_config.yml", "title: x\n")
    outside = tempfile.mkdtemp(prefix="contentlint-outside-")
    with open(os.path.join(outside, "secret"), "w", encoding="utf-8") as file:
        file.write(SECRET + "\n")
    try:
        prepare(site, outside)
        bad = []
        shown = [part for r in ("full", "concise", "github", "summary") for part in ("--report", r)]
        for arguments in shown + ["--report", "sarif=s.sarif", "--report", "json-lines=l.jsonl"], ["urls"]:
            done = site.run(arguments)
            files = [pathlib.Path(site.path(n)) for n in ("s.sarif", "l.jsonl")]
            said = done.stdout + done.stderr + b"".join(f.read_bytes() for f in files if f.is_file())
            if b"hunter2" in said or done.returncode not in (0, 1, 2):
                bad.append((arguments, done.returncode))
        judge(f"{name}, {kind}", not bad, bad)
    finally:
        shutil.rmtree(site.folder)
        shutil.rmtree(outside)


def test_links_by_name():
    for name in names_in_source():
        up = "../" * name.count("/")
        for kind in ("hugo", "jekyll"):
            leaks(f"{name} leads out", lambda s, out, n=name: make_link(s, n, out + "/secret"), kind)
        leaks(f"{name} leads into .git", lambda s, out, n=name, u=up: make_link(s, n, u + ".git/config"), "hugo")


def test_links_of_folders():
    def folder(site, outside, name, base, target="{}"):
        os.rename(os.path.join(outside, "secret"), os.path.join(outside, base))
        shutil.rmtree(site.path(name), ignore_errors=True)
        make_link(site, name, target.format(outside))

    for name, base in (("static", "_redirects"), ("config/_default", "menus.toml"), ("config", "x.toml"), ("data", "d.yml"),
                       ("content", "c.md"), ("content/sub", "c.md"), (".contentlint", "x.md"), (".contentlint/rules", "x.md"),
                       (".github", "w.yml"), (".github/workflows", "w.yml"), ("layouts", "x.html"), ("themes", "hugo.toml")):
        leaks(f"the folder {name} leads out", lambda s, out, n=name, b=base: folder(s, out, n, b), "hugo")
    leaks("a chain of links", lambda s, out: (make_link(s, "one", "two"), make_link(s, "two", out), make_link(s, "static/_redirects", "../one/secret")), "hugo")
    leaks("a link and two dots", lambda s, out: make_link(s, "static/_redirects", "../content/../.GIT/../.git/config"), "hugo")
    leaks("a link with what HFS+ ignores", lambda s, out: (s.write(".g\u200cit/config", SECRET), make_link(
        s, "static/_redirects", "../.g\u200cit/config")), "hugo")
    for name in (".git.", ".git ", ".git::$INDEX_ALLOCATION", "git~1", "GIT~1", ".Git", "\ufeff.git"):
        leaks(f"a link into {name!r}", lambda s, out, n=name: (s.write(n + "/config", SECRET), make_link(
            s, "static/_redirects", f"../{n}/config")), "hugo")
    leaks("an absolute link into .git", lambda s, out: make_link(s, "netlify.toml", s.path(".git/config")), "hugo")


def test_links_are_noted():
    for name in ("static/_redirects", "netlify.toml", "vercel.json", "content/c.md", "content/sub/c.md", "staticwebapp.config.json"):
        row(f"{name} is noted", lambda s, n=name: make_link(s, n, "/etc/passwd"), [], 0,
            f"note: {name}: leads out of the repository and is not read.", without=["root:"])
    row("a link within the repository", each(lambda s: s.write("shared/r", "/old/ /b/\n"),
                                             lambda s: make_link(s, "static/_redirects", "../shared/r"),
                                             lambda s: s.write("content/c.md", PAGE.replace("/b/", "/old/"))), [], 0, "/old/ is redirected to /b/", without=["is not read"])
    row("without git", lambda s: make_link(s, "static/_redirects", "/etc/passwd"), [], 0, "leads out of the site's folder", git=False)
    row("a rule that leads out", lambda s: make_link(s, ".contentlint/rules/x.md", "/etc/passwd"), [], 2,
        ".contentlint/rules/x.md: leads out of the repository")

    def above(site):
        os.rename(site.path("hugo.toml"), site.path("keep"))
        for name in ("hugo.toml", "content/a.md"):
            site.write("sub/" + name, PAGE if name.endswith("md") else 'baseURL = "https://www.example.org/"\n')
        site.write("contentlint.yml", "exclude: ['**']\n")

    row("a configuration above, with git", above, ["sub"], 0, "in 0 files")
    row("a configuration above, without git", above, ["sub"], 1, "in 1 of 1 file", git=False)


def test_reports_harm_nothing():
    for path, said in (("content/a.md", "is no report"), ("./content/../content/a.md", "is no report"), ("hugo.toml", "is no report"),
                       (".contentlint-links", "is no report"), (".contentlint/rules/x.md", "is no report"), ("static/_redirects", "is no report"),
                       ("contentlint.yml", "name of a configuration"), (".git/config", "git's own folder"), (".GIT/x", "git's own folder"),
                       ("content/../.git/x", "git's own folder"), ("other/x.sarif", "other is a symbolic link"),
                       ("static/other/x.sarif", "other is a symbolic link"), ("out.sarif", "symbolic link"), ("hard.sarif", "hard link"),
                       ("pipe", "not a regular file"), ("content", "not a regular file"), ("links.tsv", "is no report")):
        site = Site()
        for name, text in ((".contentlint-links", "# contentlint links 1\n"), ("links.tsv", "# contentlint links 1\n"),
                           (".contentlint/rules/x.md", "x"), ("static/_redirects", "/x /b/\n"), (".git/config", "x"), ("kept", "x")):
            site.write(name, text)
        os.symlink("content", site.path("other"))
        os.symlink("../content", site.path("static/other"))
        os.symlink("kept", site.path("out.sarif"))
        os.link(site.path("content/b.md"), site.path("hard.sarif"))
        os.mkfifo(site.path("pipe"))
        before = snapshot(site)
        for report in REPORTS:
            done = site.run(["--report", f"{report}={path}"])
            judge(f"--report {report}={path}", done.returncode == 2 and said.encode() in done.stderr and snapshot(site) == before,
                  done.returncode, done.stderr)
        shutil.rmtree(site.folder)


def snapshot(site):
    found = {}
    for folder, _, names in os.walk(site.folder):
        for name in names:
            path = os.path.join(folder, name)
            found[path] = open(path, "rb").read() if os.path.isfile(path) else None
    return found


def test_older_reports():
    """A run that fails leaves nothing that could be taken for its own report."""
    old = 'echo old > out.sarif; '
    shell("a failed run and an older report", old + '"$0" --report sarif=out.sarif --only nosuch; echo "status $?"; ls out.sarif', 2, "status 2", "No such file")
    shell("a broken configuration and an older report", old + 'echo "[" > hugo.toml; "$0" --report sarif=out.sarif; ls out.sarif', 2, "No such file")
    shell("a report is replaced", 'for i in 1 2; do "$0" --report sarif=out.json --report summary=out.md --report json-lines=l.json || exit 9; done; grep -c .version.*2.1.0 out.json', 0, "1")
    shell("a temporary file of a killed run", 'sleep 0 & p=$!; wait; touch out.sarif.$p-0.tmp out.sarif.$$-0.tmp; "$0" --report sarif=out.sarif; ls', 0,
          "out.sarif\n", ".tmp")

    def stale(site):
        for name in ("out.sarif.4194304-0.tmp", "out.sarif.x-0.tmp"):
            site.write(name, "")

    row("temporary files that are none of ours", stale, ["--report", "sarif=out.sarif"], 0)


def test_unreadable():
    large = lambda s: s.write("content/c.md", "x" * ((16 << 20) + 1))
    for report in REPORTS:
        row(f"a page over the limit, {report}", large, ["--report", report], 2, "content/c.md was not checked: is larger than 16 MiB")
        row(f"a redirect file over the limit, {report}", lambda s: s.write("static/_redirects", "x" * ((16 << 20) + 1)), ["--report", report], 2,
            "redirects: is larger than 16 MiB")
    row("a redirect file over the limit, urls", lambda s: s.write("netlify.toml", "x" * ((16 << 20) + 1)), ["urls"], 2, "netlify.toml: is larger than")
    for arguments in ("", "urls", "content/a.md", "links --no-network", "rules --test x"):
        shell(f"a working directory that was removed, {arguments}", f'mkdir gone && cd gone && rmdir ../gone && "$0" {arguments}', 2, "contentlint: ")
