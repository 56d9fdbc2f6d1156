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


def nested(text):
    return lambda s: s.write("content/sub/contentlint.yml", text)


def test_extended():
    for path in ("/etc/passwd", "https://example.org/c.yml"):
        row("extends what is no file of the repository", config(f"extends: {path}\n"), [], 2,
            "contentlint.yml:1: extends: takes a file of this repository", without=["root:"])
    row("extends a file of another place", config("extends: ../../../../../../etc/passwd\n"), [], 2,
        "contentlint.yml:1: extends: ../../../../../../etc/passwd: this leads out", without=["root:"])
    row("extends through a link", each(config("extends: c.yml\n"), link("c.yml", "/etc/passwd")), [], 2,
        "contentlint.yml:1: extends: c.yml: this leads out", without=["root:"])
    row("extends a pipe", each(config("extends: c.yml\n"), lambda s: os.mkfifo(s.path("c.yml"))), [], 2,
        "contentlint.yml:1: extends: c.yml: this is no file")
    row("extends a folder", config("extends: content\n"), [], 2, "contentlint.yml:1: extends: content: this is a folder")
    row("extends nothing", config("rules: {}\nextends: [c.yml]\n"), [], 2, "contentlint.yml:2: extends: c.yml: there is no such file")
    row("extends itself", config("extends: ./contentlint.yml\n"), [], 2, "contentlint.yml:1: extends: ./contentlint.yml extends this file")
    row("extends in a circle", each(config("extends: a.yml\n"), lambda s: s.write("a.yml", "extends: contentlint.yml\n")), [], 2,
        "a.yml:1: extends: contentlint.yml extends this file")
    row("extends without end", each(config("extends: a0.yml\n"), *[
        (lambda i: lambda s: s.write(f"a{i}.yml", f"extends: a{i + 1}.yml\n"))(i) for i in range(20)]), [], 2,
        "a6.yml:1: extends: more than 8 files extend one another")
    row("extends too much", each(config("extends: [" + ", ".join(f"a{i}.yml" for i in range(120)) + "]\n"), *[
        (lambda i: lambda s: s.write(f"a{i}.yml", "rules: {}\n"))(i) for i in range(120)]), [], 2, "more than 100 files")
    row("extends what is wrong", each(config("extends: a.yml\n"), lambda s: s.write("a.yml", "rules: [\n")), [], 2, "a.yml:2: ")
    row("extends an enormous file", each(config("extends: a.yml\n"), lambda s: s.write("a.yml", "#" * (1 << 20) + "\n")), [], 2,
        "contentlint.yml:1: extends: a.yml: ", "larger than 1 MiB")
    row("overrides without end", config("overrides: [" + "{files: a, rules: {}}," * 1100 + "]\n"), [], 2, "more than 1000 entries")
    row("overrides of no rule", config("overrides: [{files: a, rules: {broken-lnk: off}}]\n"), [], 2,
        "contentlint.yml:1: there is no rule 'broken-lnk', did you mean 'broken-link'?")
    row("overrides with a bad pattern", config("overrides:\n  - files: a\n    rules: {placeholder-text: {pattern: '('}}\n"), [], 2,
        "contentlint.yml:3: option 'pattern'")
    row("overrides with a typing error", config("overrides: [{file: a, rules: {}}]\n"), [], 2, 'unknown key "file" in overrides[0], did you mean "files"?')


def test_nested():
    row("nested configuration that is wrong", nested("rules: [\n"), [], 2, "content/sub/contentlint.yml:2: ")
    row("nested configuration with a typing error", nested("rule: {}\n"), [], 2,
        'content/sub/contentlint.yml:1: unknown key "rule", did you mean "rules"?')
    folder = lambda s: os.makedirs(s.path("content/sub"))
    row("nested configuration of another place", each(folder, link("content/sub/contentlint.yml", "/etc/passwd")), [], 0,
        "content/sub/contentlint.yml: leads out of the repository", without=["root:"])
    row("nested configuration that is a pipe", each(folder, lambda s: os.mkfifo(s.path("content/sub/contentlint.yml"))), [], 0)
    row("nested configuration that cannot be read", each(nested("rules: {}\n"), lambda s: os.chmod(s.path("content/sub/contentlint.yml"), 0)),
        [], 0 if os.geteuid() == 0 else 2)
    row("nested configuration that extends another place", nested("extends: ../../../../../../../etc/passwd\n"), [], 2,
        "content/sub/contentlint.yml:1: extends: ../../../../../../../etc/passwd: this leads out", without=["root:"])
    row("nested configuration for a whole site", nested("links: {external: {ledger: /etc/passwd}}\nrules_dir: /etc\n"), [], 0,
        "content/sub/contentlint.yml: what is for a whole site is not read in a sub-folder: links, rules_dir")


def test_ledger():
    for path in ("/etc/passwd", "../../../../../../etc/passwd"):
        row("ledger of another place", config(f"links: {{external: {{ledger: {path}}}}}\n"), [], 2,
            "contentlint.yml:1: the ledger leads out of the repository", without=["root:"])
    row("ledger through a link", link(".contentlint-links", "/etc/passwd"), [], 2, "leads out", without=["root:"])
    row("ledger in a folder to be made", config("links: {external: {ledger: x/y/z}}\n"), [], 0)
