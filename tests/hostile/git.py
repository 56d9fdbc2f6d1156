"""Repositories that a stranger made: nothing that one names is run, and no other repository is read. Each door is opened
in a copy of one small repository, and the program is run with every option that asks git; what a door would run makes
the file RAN beside the copy."""
import os
import pathlib
import shutil
import subprocess
import tempfile

from hostile import site as suite
from hostile.site import PAGE, Site, judge

ASKING = (["--changed", "HEAD"], ["--changed", "HEAD~1", "--changed-only"], ["--since", "HEAD~1"], ["--since", "other..."],
          ["--staged"], ["--since", "HEAD", "--staged"], ["--changed", "HEAD", "--since", "HEAD~1", "--staged"])
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_COMMITTER_NAME": "a",
               "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_EMAIL": "a@example.org"}
# Everything whose value git, or a program it starts, runs: `git help --config`.
PROGRAMS = """core.fsmonitor core.sshCommand core.gitProxy core.askPass core.editor core.pager core.alternateRefsCommand
credential.helper credential.https://example.org.helper diff.external diff.d.command diff.d.textconv difftool.d.cmd
filter.f.clean filter.f.smudge filter.f.process gpg.program gpg.ssh.program gpg.x509.program gpg.ssh.defaultKeyCommand
interactive.diffFilter merge.d.driver mergetool.d.cmd pager.ls-files pager.diff pager.ls-tree pager.cat-file pager.rev-parse
sequence.editor sendemail.sendmailCmd submodule.sub.update tar.tar.command trailer.t.command trailer.t.cmd
uploadpack.packObjectsHook remote.origin.uploadpack remote.origin.receivepack web.browser browser.b.cmd man.m.cmd
instaweb.httpd imap.tunnel guitool.g.cmd alias.diff alias.ls-files alias.ls-tree alias.cat-file alias.rev-parse""".split()


class Repository(Site):
    """The small site with two commits, a branch, and a broken link that is not committed. With `folder` the site lies there."""

    def __init__(self, folder="", change=None):
        self.folder = tempfile.mkdtemp(prefix="contentlint-hostile-")
        self.top, self.where = self.folder, folder
        self.ran = self.folder + "-RAN"
        self.write("hugo.toml", 'baseURL = "https://www.example.org/"\n')
        self.write("content/a.md", PAGE)
        self.write("content/b.md", PAGE.replace("A", "B", 1))
        self.git("init", "-q", "-b", "main")
        if change:
            change(self)
        self.commit()
        self.git("branch", "other")
        self.write("content/b.md", PAGE.replace("A", "B", 1) + "More.\n")
        self.commit()
        self.write("content/a.md", PAGE + "[broken](/nope/)\n")

    def path(self, name):
        return os.path.join(self.folder, self.where, name)

    def git(self, *arguments, text=None):
        done = subprocess.run(["git", *arguments], cwd=self.folder, env={**os.environ, **ENVIRONMENT}, input=text,
                              capture_output=True, check=True)
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commit(self):
        self.git("add", "-A", "-f")
        self.git("commit", "-qm", "x", "--allow-empty")

    def set(self, key, value):
        self.git("config", key, value)

    def program(self):
        """What a key is set to: a command that leaves its mark and then does as a filter does."""
        return f"touch '{self.ran}'; cat; true"

    def run_in(self, folder, arguments, **variables):
        command = [suite.binary, "check", "--no-network", "--report", "concise", *arguments]
        return subprocess.run(command, cwd=folder, env={**os.environ, **ENVIRONMENT, **variables}, capture_output=True,
                              timeout=suite.SECONDS, check=False)

    def done(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        pathlib.Path(self.ran).unlink(missing_ok=True)


def closed(name, door, folder="", change=None, asking=ASKING, start="", statuses=(0, 1), said=""):
    """`door` opens one in the repository: no option makes the program go through it."""
    repository = Repository(folder, change)
    try:
        if door:
            door(repository)
        for arguments in asking:
            pathlib.Path(repository.ran).unlink(missing_ok=True)
            done = repository.run_in(os.path.join(repository.folder, start or folder), arguments)
            output = (done.stdout + done.stderr).decode("utf-8", "replace")
            ran = os.path.exists(repository.ran)
            judge(f"{name}, {' '.join(arguments)}", not ran and done.returncode in statuses and said in output,
                  "RAN" if ran else f"status {done.returncode}, wanted {statuses}", output[:600])
    finally:
        repository.done()


def attributes(site):
    """Tracked, so that every page goes through what the configuration names."""
    site.write(".gitattributes", "* filter=f diff=d merge=d\n")


def setting(*keys, **others):
    def door(site):
        for key in keys:
            site.set(key, site.program())
        for key, value in others.items():
            site.set(key.replace("__", "."), value)

    return door


def test_configuration():
    for key in ("filter.f.clean", "filter.f.smudge", "filter.f.process", "diff.external", "diff.d.command", "diff.d.textconv",
                "core.fsmonitor"):
        closed(key, setting(key, filter__f__required="true"), change=attributes)
    closed("every key that names a program", setting(*PROGRAMS), change=attributes)
    closed("every key, of a site in a folder", setting(*PROGRAMS), "docs/site", change=attributes)
    closed("every key, from above the site", setting(*PROGRAMS), "docs/site", change=attributes, start=".")

    def included(key):
        def door(site):
            pathlib.Path(site.folder, "more").write_text(f'[filter "f"]\nclean = "{site.program()}"\n')
            site.set(key.format(site.folder), site.folder + "/more")

        return door

    closed("include.path", included("include.path"), change=attributes)
    closed("includeIf", included("includeIf.gitdir:{}/.path"), change=attributes)

    def of_work_tree(site):
        site.set("core.repositoryFormatVersion", "1")
        site.set("extensions.worktreeConfig", "true")
        site.git("config", "--worktree", "filter.f.clean", site.program())

    closed("the work tree's configuration", of_work_tree, change=attributes)

    def elsewhere(where):
        def door(site):
            site.set("filter.f.clean", site.program())
            path = pathlib.Path(site.folder, ".git/info/attributes" if where == "info" else "../attributes" + site.folder[-8:])
            path.parent.mkdir(exist_ok=True)
            path.write_text("* filter=f\n")
            if where != "info":
                site.set("core.attributesFile", str(path))

        return door

    closed("attributes of .git/info", elsewhere("info"))


def test_hooks():
    names = ("pre-commit", "post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc")

    def hooks(folder):
        def door(site):
            for name in names:
                path = pathlib.Path(site.folder, folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"#!/bin/sh\ntouch '{site.ran}'\n")
                path.chmod(0o755)
            if not folder.startswith(".git/"):
                site.set("core.hooksPath", folder)

        return door

    closed("hooks", hooks(".git/hooks"))
    closed("core.hooksPath", hooks("hooks"))


def missing(what, **others):
    """A repository that lacks an object, and says where to fetch it."""

    def door(site):
        site.set("core.repositoryFormatVersion", "1")
        site.set("extensions.partialClone", "origin")
        site.set("remote.origin.promisor", "true")
        site.set("remote.origin.url", "ssh://host.invalid/x")
        for key, value in others.items():
            site.set(key.replace("__", "."), value.replace("RUN", f"touch {site.ran}").replace("FOLDER", site.folder))
        name = site.git("rev-parse", f"HEAD~1{what}")
        pathlib.Path(site.folder, ".git/objects", name[:2], name[2:]).unlink()

    return door


def test_lazy_fetch():
    asking = [arguments for arguments in ASKING if "HEAD~1" in arguments and "--staged" not in arguments]
    for name, door in (
            ("ext::", {"remote__origin__url": "ext::sh -c RUN", "protocol__ext__allow": "always"}),
            ("remote.uploadpack", {"remote__origin__url": "FOLDER", "remote__origin__uploadpack": "RUN; false"}),
            ("core.sshCommand", {"core__sshCommand": "RUN; false"}),
            ("remote.vcs", {"remote__origin__vcs": "ext", "remote__origin__url": "sh -c RUN", "protocol__allow": "always"}),
            ("credential.helper", {"remote__origin__url": "http://127.0.0.1:9/x", "credential__helper": "!RUN"}),
            ("fetch.bundleURI", {"fetch__bundleURI": "http://127.0.0.1:9/x", "credential__helper": "!RUN"}),
            ("core.gitProxy", {"remote__origin__url": "git://host.invalid/x", "core__gitProxy": "RUN"})):
        closed(f"a page that is fetched, {name}", missing(":content/a.md", **door), asking=asking, statuses=(2,),
               said="git fetch --refetch --no-filter")
        closed(f"a tree that is fetched, {name}", missing("^{tree}", **door), asking=asking, statuses=(2,),
               said="git fetch --refetch --no-filter")
    closed("a commit that is fetched", missing("", remote__origin__url="ext::sh -c RUN", protocol__ext__allow="always"),
           asking=asking, statuses=(2,))

    def damaged(site):
        name = site.git("rev-parse", "HEAD~1:content/b.md")
        pathlib.Path(site.folder, ".git/objects", name[:2], name[2:]).unlink()

    closed("an object is missing", damaged, asking=[["--since", "HEAD~1"]], statuses=(2,), said="objects of that revision are missing")


def test_embedded():
    """Tracked files that look like a bare repository."""

    def embed(*where):
        def change(site):
            for folder in where:
                for name in ("objects/info/x", "refs/heads/x"):
                    path = pathlib.Path(site.folder, folder, name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text("")
                pathlib.Path(site.folder, folder, "HEAD").write_text("ref: refs/heads/main\n")
                pathlib.Path(site.folder, folder, "config").write_text(
                    f'[core]\nrepositoryformatversion = 0\nfsmonitor = "{site.program()}"\n[filter "f"]\nclean = "{site.program()}"\n')
            attributes(site)

        def door(site):
            head, objects = site.git("rev-parse", "HEAD"), os.path.join(site.folder, ".git/objects")
            for folder in where:
                shutil.copy(os.path.join(site.folder, ".git/index"), os.path.join(site.folder, folder, "index"))
                shutil.copytree(objects, os.path.join(site.folder, folder, "objects"), dirs_exist_ok=True)
                pathlib.Path(site.folder, folder, "refs/heads/main").write_text(head + "\n")

        return change, door

    for name, folder, where in (("the site", "docs/site", ["docs/site"]), ("above the site", "docs/site", ["docs"]),
                                ("below the site", "", ["content", "content/.git.git"]), ("the root", "", ["."])):
        change, door = embed(*where)
        closed(f"an embedded repository, {name}", door, folder, change)
        closed(f"an embedded repository, {name}, from the root", door, folder, change, start=".")


def test_submodule():
    """A folder with a repository of its own, whose configuration a comparison would obey."""

    def nested(site):
        sub = os.path.join(site.folder, "themes/x")
        os.makedirs(sub)
        pathlib.Path(sub, "theme.toml").write_text("")
        pathlib.Path(sub, ".gitattributes").write_text("* filter=f\n")
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *arguments], cwd=sub, env={**os.environ, **ENVIRONMENT}, check=True, capture_output=True)

    def door(site):
        for key in ("core.fsmonitor", "filter.f.clean"):
            subprocess.run(["git", "config", key, site.program()], cwd=os.path.join(site.folder, "themes/x"), check=True)
        pathlib.Path(site.folder, "themes/x/theme.toml").write_text("a = 1\n")

    closed("a submodule", door, change=nested)


def test_other_repositories():
    """.git, or a part of it, leads to a repository that is not the site's: it is not read."""
    secret = Repository()
    secret.write("content/secret-plan.md", PAGE.replace("A", "Secret"))
    secret.commit()
    secret.git("rm", "-q", "content/secret-plan.md")
    secret.commit()
    there = os.path.join(secret.folder, ".git")

    def lead(how):
        def door(site):
            own = pathlib.Path(site.folder, ".git")
            if how in ("file", "link"):
                shutil.rmtree(own)
                own.write_text(f"gitdir: {there}\n") if how == "file" else own.symlink_to(there)
                return
            if how == "commondir":
                (own / "commondir").write_text(there + "\n")
                return
            for name in how.split():
                path = own / name
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
                path.symlink_to(os.path.join(there, name))

        return door

    for how in ("file", "link", "commondir", "objects refs HEAD", "refs", "objects"):
        closed(f"another repository by {how}", lead(how), asking=[["--since", "HEAD~1"], ["--changed", "HEAD~1"], ["--staged"]],
               statuses=(2,), said="not this folder's")
    secret.done()


def test_trees():
    """Trees that git would not check out: their entries are none of the files."""

    def odd(name, mode="100644"):
        def door(site):
            blob = site.git("rev-parse", "HEAD:content/b.md")
            inner = f"{mode} {name}\0".encode() + bytes.fromhex(site.git("rev-parse", "HEAD") if mode == "160000" else blob)
            tree = site.git("hash-object", "-t", "tree", "--literally", "-w", "--stdin", text=inner)
            commit = site.git("commit-tree", tree, "-m", "x")
            site.git("update-ref", "refs/heads/odd", commit)

        return door

    for name, mode in (("..", "160000"), ("../../../../etc", "160000"), (".git", "100644"), ("../x.md", "100644"), ("", "100644")):
        closed(f"an entry {name!r}", odd(name, mode), asking=[["--since", "odd"], ["--changed", "odd"]], statuses=(0, 1, 2))


def test_repeated():
    """A tree that has a name twice, which git refuses to make and reads all the same: the file is there once."""
    repository = Repository()
    for name in "bcd":
        repository.write(f"content/{name}.md", PAGE.replace("A", name))
    repository.commit()
    blob, configuration = repository.git("rev-parse", "HEAD:content/b.md"), repository.git("rev-parse", "HEAD:hugo.toml")
    twice = "".join(f"100644 blob {blob}\t{name}.md\n" for name in "bbccdd")
    content = repository.git("mktree", text=twice.encode())
    tree = repository.git("mktree", text=f"100644 blob {configuration}\thugo.toml\n040000 tree {content}\tcontent\n".encode())
    commit = repository.git("commit-tree", tree, "-m", "x")
    repository.git("rm", "-q", "content/d.md")
    for asking in (["--since", commit], ["--changed", commit], ["--since", commit, "--changed", commit, "--changed-only"]):
        done = repository.run_in(repository.folder, asking)
        lost = done.stdout.count(b"/d/ is no longer served")
        judge(f"a name twice in a tree, {asking[0]}", done.returncode in (0, 1) and lost == ("--since" in asking), done.returncode, done.stdout, done.stderr)
    repository.done()


def test_replaced():
    """Replace refs and grafts: a revision is what its id says."""
    repository = Repository()
    repository.write("content/gone.md", PAGE.replace("A", "Gone"))
    repository.commit()
    before = repository.git("rev-parse", "HEAD")
    repository.git("rm", "-q", "content/gone.md")
    repository.commit()
    asking = ["--since", "HEAD~1", "--only", "lost-url"]
    for name in ("nothing", "a replace ref", "a graft"):
        if name == "a replace ref":
            repository.git("replace", "-f", before, "HEAD")
        if name == "a graft":
            repository.git("replace", "-d", before)
            os.makedirs(os.path.join(repository.folder, ".git/info"), exist_ok=True)
            head = repository.git("rev-parse", "HEAD")
            pathlib.Path(repository.folder, ".git/info/grafts").write_text(f"{head} {repository.git('rev-parse', 'HEAD~2')}\n")
        done = repository.run_in(repository.folder, asking)
        judge(f"{name} hides no page that is lost", done.returncode == 1 and b"/gone/ is no longer served" in done.stdout,
              done.returncode, done.stdout, done.stderr)
    repository.done()


def test_right():
    """What is an honest repository's still works: line ends that git converts, work trees, an index of a hook's, names."""
    repository = Repository()
    changed = ["--changed", "HEAD", "--changed-only"]

    def expect(name, arguments, status, *words, without=(), folder=None, **variables):
        done = repository.run_in(folder or repository.folder, arguments, **variables)
        output = (done.stdout + done.stderr).decode("utf-8", "replace")
        holds = done.returncode == status and all(w in output for w in words) and not any(w in output for w in without)
        judge(name, holds, f"status {done.returncode}, wanted {status}", output)

    expect("the new link is told", changed, 1, "content/a.md:7:", "/nope/")
    repository.write("content/a.md", (PAGE + "[old](/old/)\n").replace("\n", "\r\n"))
    repository.commit()
    repository.write("content/a.md", PAGE + "[old](/old/)\n")
    expect("a line end is no change", changed, 0, without=["/old/"])
    repository.write("content/a.md", "---\r\ntitle: A\r\ndescription: b\r\n---\r\n\r\n[new](/new/)\r\nText [x](/b/).\r\n[old](/old/)\r\n")
    expect("one line among converted ones", changed, 1, "content/a.md:6:", "/new/", without=["/old/"])
    repository.write("content/new.md", PAGE + "[new](/nope/)\n")
    expect("a file that is not added yet has changed", changed, 1, "content/new.md:7:")
    repository.write(".gitignore", "content/new.md\n")
    expect("one that is ignored has not", [*changed, "content/new.md"], 0)
    tree = repository.folder + "-tree"
    repository.git("worktree", "add", "-q", tree)
    with open(os.path.join(tree, "content/a.md"), "a", encoding="utf-8") as file:
        file.write("[tree](/tree/)\n")
    for name, variables in (("", {}), (", as a hook", {"GIT_DIR": os.path.join(repository.folder, ".git/worktrees", os.path.basename(tree))}),
                            (", as a hook of another repository", {"GIT_DIR": "/nowhere/.git", "GIT_WORK_TREE": "/nowhere"})):
        expect(f"a linked work tree{name}", changed, 1, "content/a.md:8:", "/tree/", without=["/old/"], folder=tree, **variables)
    shutil.rmtree(tree)
    repository.done()


def test_order_of_changes():
    """Findings on changed lines come first, whatever the order of the files: none is counted twice, and nothing aborts."""
    suite.shell("a later file has the change", "printf '[x](/nope/)\\n' | tee -a content/a.md >> content/b.md; rm -rf .git; git init -q . && git add -A && "
                "git -c user.name=t -c user.email=t@example.org commit -qm x && echo '[y](/none/)' >> content/b.md; \"$0\" --changed HEAD", 1,
                "3 problems (3 errors) in 2 of 2 files")
