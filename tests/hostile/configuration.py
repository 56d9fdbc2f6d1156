"""What configuration, rules and the ledger of a stranger may say."""

import os

from hostile.site import config, each, link, row


def test_configuration():
    row("configuration is a pipe", lambda s: os.mkfifo(s.path("contentlint.yml")), [], 2, "contentlint.yml: is not a regular")
    row("configuration is a folder", lambda s: os.mkdir(s.path("contentlint.yml")), [], 2, "contentlint.yml: is a folder")
    row("configuration is a loop", link("contentlint.yml", "contentlint.yml"), [], 2, "contentlint.yml: cannot be opened")
    row("configuration is gone", link("contentlint.yml", "nowhere"), [], 2, "contentlint.yml: cannot be opened")
    row("configuration is a device", link("contentlint.yml", "/dev/zero"), [], 2, "contentlint.yml: leads out of the repository")
    row("configuration is a pipe", lambda s: os.mkfifo(s.path("contentlint.yml")), [], 2, "contentlint.yml: is not a regular file")
    row("configuration of another place", link("contentlint.yml", "/etc/passwd"), [], 2,
        "contentlint.yml: leads out of the repository", without=["root:"])
    row("configuration elsewhere in the repository",
        each(lambda s: s.write("tools/c.yml", "exclude: [content/b.md]\n"), link("contentlint.yml", "tools/c.yml")),
        [], 0, "in 1 file.")
    row("enormous configuration", config("#" * (1 << 20) + "\nexclude: [b]\n"), [], 2, "larger than 1 MiB")
    row("deep configuration", config("exclude: " + "[" * 100000), [], 2, "contentlint.yml:1: ", "64 deep")
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    row("aliases without end", config(bomb), [], 2, "contentlint.yml:6: ", "262144 values")
    row("keys that do nothing", config("hugo: {root: x}\n"), [], 2, 'unknown key "root"')
    for path in ("/etc", "../../../../../../etc"):
        row("rules of another place", config(f"rules_dir: {path}\n"), [], 2, "contentlint.yml:1: rules_dir leads out")
    row("rules through a link", link(".contentlint", "/etc"), [], 2, ".contentlint: leads out of the repository")
    untrue = "---\ncheck: pattern\nseverity: error\nmessage: x\npattern: 'fo+'\ngood: nowhere\n---\nX.\n\n" \
             "## Bad\n\n```\nbar\n```\n\n## Good\n\n```\nfoo\n```\n"
    row("examples that are not true", each(config(""), lambda s: s.write(".contentlint/rules/no-foo.md", untrue)), ["rules", "--test"], 1,
        "no-foo.md:12: a Bad example has no finding of no-foo\n", "no-foo.md:18: a Good example has 1 findings of no-foo\n",
        "no-foo.md:6: the example cannot run: there is no such folder\n")
    row("own rules without a configuration", lambda s: s.write(".contentlint/rules/x.md", "nothing"), [], 2, "x.md:1: ")


def test_ledger():
    for path in ("/etc/passwd", "../../../../../../etc/passwd"):
        row("ledger of another place", config(f"links: {{external: {{ledger: {path}}}}}\n"), [], 2,
            "contentlint.yml:1: the ledger leads out of the repository", without=["root:"])
    row("ledger through a link", link(".contentlint-links", "/etc/passwd"), [], 2, "leads out", without=["root:"])
    row("ledger in a folder to be made", config("links: {external: {ledger: x/y/z}}\n"), [], 0)
