"""Files and folders that lead elsewhere, and outputs that cannot be written."""
import os
import shutil

from hostile.site import each, hugo, link, row, shell


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
