"""Pages without end."""
import os

from hostile.site import PAGE, config, each, hugo, row


def test_pages():
    definitions = "---\ntitle: x\n---\n" + "".join(f"[a{i}]: /b\n" for i in range(100000))
    row("definitions without end", lambda s: s.write("content/a.md", definitions), [], 0, "in 1 of 2 files")
    row("a page over the limit", lambda s: s.write("content/a.md", b"x" * ((16 << 20) + 1)), [], 2,
        "content/a.md was not checked: is larger than 16 MiB")


def many(form, count):
    return "".join(form.replace("N", str(i)) for i in range(count))


def test_findings():
    check = ["check", "--no-network", "--report", "concise"]
    broken = PAGE + many("[a](#bN) ", 2500)
    same = "---\ntitle: x\naliases:\n" + "- /same/\n" * 3000 + "---\n"
    row("links that lead nowhere, without end", lambda s: s.write("content/c.md", broken), [*check, "--each"], 1,
        "1500 more findings of this rule in this file are not shown", "[missing-anchor]", without=("#b1001 ",))
    row("the same from every thread", lambda s: s.write("content/c.md", broken), [*check, "--each", "-j8"], 1,
        "1500 more findings of this rule in this file are not shown")
    row("joined they are one finding", lambda s: s.write("content/c.md", broken), check, 1, "one of 2500 links", without=("#b21 ",))
    row("what is suppressed counts for nothing", lambda s: s.write(
        "content/c.md", PAGE + many("[a](#bN)\n", 1500) + "<!-- contentlint-disable-file missing-anchor -->\n"), check, 0,
        without=("not shown",))
    row("one alias, again and again", lambda s: s.write("content/c.md", same), check, 0, "1999 more findings")
    row("an alias of two pages, again and again", each(
        lambda s: s.write("content/c.md", same), lambda s: s.write("content/d.md", same)), check, 1,
        "2000 more findings", "[duplicate-alias]")
    row("aliases in one line without end", lambda s: s.write(
        "content/c.org", "#+title: x\n#+aliases[]: " + "/x " * 120000), check, 0, "118999 more findings")
    row("lines that no redirect file has", lambda s: s.write("static/_redirects", "/a\n" * 3000), check, 1, "2000 more findings")


def test_wall():
    """As many findings as a person may be shown one by one, and one more."""
    def broken(count):
        return lambda s: s.write("content/c.md", PAGE + many("[a](#bN)\n", count))

    check = ["check", "--no-network", "--each"]
    row("500 findings are a list", broken(500), check, 1, "no anchor #b499", "500 problems", without=("Too many to list",))
    row("501 findings are a table", broken(501), check, 1, "Too many to list", "501 problems", without=("no anchor #b499",))


def test_rules_of_redirects():
    def rules(count, form="/old-N /a/\n"):
        return lambda s: (s.write("static/_redirects", many(form, count)),
                          s.write("content/c.md", PAGE + f"[old](/old-{count - 1}/)\n"))

    check = ["check", "--no-network", "--report", "concise", "content/c.md"]
    row("more redirects than a host reads", rules(30000), check, 0, "/old-29999/ is redirected to /a/")
    row("redirects without end", rules(260000), check, 0, without=("old-259999",))
    row("redirects without end are said", rules(260000), ["check", "--no-network", "--report", "concise"], 1,
        "more than 250000 redirect rules")


def test_globs():
    long = "/".join(["content/posts/" + "a" * 200, "b" * 200, "x/index.md"])
    cascade = '[[cascade]]\n[cascade.build]\nrender = "never"\n[cascade._target]\npath = "{**/x,**/x/**}"\n'
    row("a glob of two globs and a long path", each(hugo(cascade), lambda s: s.write(long, PAGE)), ["urls"], 0, "/a/",
        without=("/x/",))
    row("a glob of stars", each(hugo(cascade.replace("{**/x,**/x/**}", "*a" * 400)), lambda s: s.write(long, PAGE)), ["urls"],
        0, "/x/")
    row("a glob that is too long to be read", hugo(cascade.replace("{**/x,**/x/**}", "a" * 5000)), ["check", "--no-network"], 0,
        "a glob of more than 4096 bytes is not read")


def test_globs_of_the_configuration():
    check = ["check", "--no-network"]
    braces, long = "{a,b}" * 9, "a" * 1025
    place = "contentlint.yml:2:"
    row("too many braces to leave out", config(f"\nexclude: ['{braces}']\n"), check, 2, place, "more than 256 alternatives")
    row("alternatives without end", config("\nexclude: '{" + ",".join(["a"] * 300) + "}'\n"), check, 2, place, "256 alternatives")
    row("a type with a long glob", config(f"\ntypes: [{{files: ['{long}'], schema: page}}]\n"), check, 2, place, "longer than 1024")
    row("a long glob of what is gone", config(f"\ngone: [{{url: '{long}', reason: x}}]\n"), check, 2, place, "longer than 1024")
    row("an allow-list with a long glob", config(f"\nrules: {{missing-anchor: {{allow: [{{files: '{long}', reason: known}}]}}}}\n"),
        check, 2, place, "longer than 1024")
    row("an option with many braces", lambda s: None, [*check, "--exclude", braces], 2, "--exclude", "256 alternatives")
    row("a glob of 256 alternatives", config("exclude: '{" + "a," * 255 + "b.md}'\n"), check, 0, "in 1 file")


def test_limits_of_results():
    languages = "".join(f"[languages.l{i}]\nweight={i + 1}\n" for i in range(400))
    taxonomies = "[taxonomies]\n" + many('tN="tNs"\n', 400)
    aliases = "[cascade]\naliases=[" + many('"/aN",', 400) + "]\n"
    check = ["check", "--no-network"]
    row("languages times taxonomies", hugo(languages + taxonomies), check, 2, "hugo.toml:2: the languages have more than 50,000")
    row("languages without end", hugo("".join(f"[languages.l{i}]\n" for i in range(2000))), check, 2, "more than 1,000 languages")
    row("mounts without end", hugo(many('[[module.mounts]]\nsource="content"\ntarget="content/N"\n', 12000)), check, 2,
        "more than 10,000 mounts")
    row("pages times cascaded aliases", each(hugo(aliases), lambda s: [
        s.write(f"content/p{i}.md", PAGE) for i in range(1200)]), check, 2, "make more than 600,000 URLs")


def jekyll(configuration, pages=3, text=PAGE, folder=""):
    def make(site):
        os.remove(site.path("hugo.toml"))
        site.write("_config.yml", configuration)
        for i in range(pages):
            site.write(f"{folder}p{i:05}.md", text)
    return make


def test_limits_of_taxonomies():
    many = "[taxonomies]\n" + "".join(f"a{i} = 'b{i}'\n" for i in range(1500))
    row("taxonomies without end", hugo(many), ["check", "--report", "concise"], 2, "hugo.toml:2:", "there are more than 1,000 taxonomies")


def test_limits_of_addresses():
    """One pattern for every page, all pages in every language: the result is bounded, not the input alone."""
    urls, long = ["urls"], "a" * 5000
    row("a permalink that no path can have", jekyll(f"collections: {{docs: {{output: true, permalink: /{long}/:title/}}}}\n", folder="_docs/"),
        urls, 2, "an address has more than 4,096 bytes")
    row("a permalink of titles without end", jekyll(
        "permalink: /" + ":slug/" * 600 + "\n", text=PAGE.replace("title: A", "title: A\nslug: " + "b" * 900), folder="_posts/2020-01-01-"),
        urls, 2, "an address has more than 4,096 bytes")
    row("a base that no address can have", jekyll(f"baseurl: /{long}\n"), urls, 2, "an address has more than 4,096 bytes")
    row("redirects of a Jekyll site without end", jekyll("plugins: [jekyll-redirect-from]\n", 160, "---\ntitle: x\nredirect_from:\n" + many(
        "- /N\n", 1000) + "---\n"), urls, 2, "more than 300,000 addresses")
    row("defaults without end", jekyll("defaults:\n" + many("- {scope: {path: 'aN'}, values: {layout: x}}\n", 2001)), urls, 2,
        "_config.yml:2: there are more than 2,000 defaults")
    row("defaults with a star without end", jekyll("defaults:\n" + many("- {scope: {path: 'a*N'}, values: {layout: x}}\n", 501)), urls, 2,
        "_config.yml:2: there are more than 500 defaults whose path has a star")
    row("defaults with a long glob", jekyll(f"defaults:\n- {{scope: {{path: '{'a' * 1025}*'}}, values: {{layout: x}}}}\n"),
        ["check", "--no-network"], 1, "note: _config.yml: the glob is longer than 1024 bytes", "which files this path of defaults stands for is unknown")
    row("a pattern of Hugo that no path can have", hugo(f"[permalinks]\nposts='/{long}/:slug/'\n"), urls, 0)
    posts = lambda s: s.write("content/posts/p.md", PAGE.replace("title: A", "title: " + "b" * 3000))  # noqa: E731
    row("the same with a page", each(hugo(f"[permalinks]\nposts='/{long}/:slug/'\n"), posts), urls, 2,
        "the pattern of an address has more than 4,096 bytes")
    row("a pattern of titles without end", each(hugo("[permalinks]\nposts='/" + ":title/" * 500 + "'\n"), posts), urls, 2,
        "an address has more than 4,096 bytes")
    languages = "".join(f"[languages.l{i}]\nweight={i + 1}\n" for i in range(400))
    row("languages times menus", hugo(languages + many("[[menus.main]]\nname='N'\nurl='/nN/'\n", 1300)), urls, 2,
        "hugo.toml:802: the languages have more than 500,000 entries of menus")


def test_limits_of_routes():
    def made(files, pages):
        def make(site):
            os.remove(site.path("hugo.toml"))
            for path, text in files.items():
                site.write(path, text)
            for i in range(1000):
                site.write(f"{pages}p{i:05}.md", PAGE)
        return make

    locales = ",".join(f"'l{i}'" for i in range(400))
    docusaurus = {"package.json": '{"dependencies": {"@docusaurus/core": "3.0.0"}}', "docusaurus.config.js":
                  "module.exports = {title: 'x', url: 'https://e.org', baseUrl: '/', presets: [['classic', {}]], i18n: "
                  "{defaultLocale: 'l0', locales: [LOCALES]}};"}
    docs = lambda text: made({path: value.replace("LOCALES", text) for path, value in docusaurus.items()}, "docs/")  # noqa: E731
    row("locales times docs", docs(locales), ["urls"], 2, "more than 300,000 addresses")
    row("locales without end", docs(",".join(f"'l{i}'" for i in range(1001))), ["urls"], 2, "more than 1,000 languages")
    mkdocs = "site_name: x\nplugins:\n- i18n:\n    languages:\n" + many("    - {locale: lN, name: x, build: true}\n", 400)
    row("languages of MkDocs times pages", made({"mkdocs.yml": mkdocs}, "docs/"), ["urls"], 2, "more than 300,000 addresses")


def test_memory():
    check = ["check", "--no-network", "--report", "concise", "-j2"]
    size = (16 << 20) - 200
    for name, form in {"brackets": "[", "emphasis": "*a_ ", "ampersands": "&", "headings": "# a\n", "lists": "- a\n"}.items():
        text = PAGE + (form * size)[:size // len(form) * len(form)]
        row(f"a page of {name}", lambda s, text=text: s.write("content/c.md", text), check, 1, "it takes more memory", "[page-too-complex]")
    row("a tag with attributes without end", lambda s: s.write(
        "content/c.html", "<a " + many("aN=b ", 100000) + ">x</a>"), check, 1, "[page-too-complex]")
    row("values of TOML without end", lambda s: s.write("content/c.md", "+++\na = [" + "1," * 4000000 + "]\n+++\n"), check, 1,
        "more than 262144 values")


def test_values_of_org():
    row("values of an Org list without end", lambda s: s.write("content/c.org", "#+title: x\n#+tags[]: " + "x " * 5000000),
        ["check", "--no-network", "--report", "concise"], 1, "more than 262144 values", "[front-matter-too-complex]")


def pattern_rule(pattern):
    return lambda s: s.write(".contentlint/rules/r.md", (
        f"---\ncheck: pattern\npattern: '{pattern}'\nin: [text]\nseverity: note\nmessage: 'found {{match}}'\n---\n\nT\n\n"
        "## Bad\n\n````markdown\naaab\n````\n\n## Good\n\n````markdown\nx\n````\n"))


def test_patterns():
    check = ["check", "--no-network", "--report", "concise"]
    late = lambda s: s.write("content/c.md", PAGE + "a" * 40 + "! aaaaab\n")  # noqa: E731
    row("a pattern that is given up", each(pattern_rule("(?:(a+)+[bc]$)|aaaab"), late), check, 1, "takes too many steps here", "[r]")
    row("a pattern that is given up, in each paragraph", each(pattern_rule("(a+)+$"), lambda s: s.write(
        "content/c.md", PAGE + ("a" * 100 + "!\n\n") * 20000)), check, 1, "takes too many steps here")
    exclude = "links: {external: {exclude: ['(a+)+$']}}\n"
    row("an exclusion that is given up", lambda s: (s.write("contentlint.yml", exclude), s.write(
        ".contentlint-links", "# contentlint links 1\n"), s.write("content/c.md", PAGE + "[x](https://a.example/" + "a" * 60 + "!)\n")),
        ["check", "--report", "concise", "--no-network"], 2, "a pattern takes too many steps on some URLs")


def pages(count, text, every=lambda i: ""):
    return lambda s: [s.write(f"content/p{i:05}.md", PAGE + every(i) + text) for i in range(count)]


def test_patterns_of_many_pages():
    """What a rule may cost ends for the run as well, at the same file whatever the number of threads."""
    check = ["check", "--no-network", "--report", "concise"]
    told = "the patterns of the rule r take too many steps: content/p"
    given_up, slow = "a" * 40 + "!\n", ("a" * 17 + "! ") * 3 + "\n"
    unused = lambda i: "<!-- contentlint-disable-file r -->\n" if i > 200 else ""  # noqa: E731
    for jobs in ("-j1", "-j8"):
        row(f"a pattern that is given up on every page, {jobs}", each(pattern_rule("(a+)+$"), pages(400, given_up)), [*check, jobs], 2,
            told, "content/p00125.md:6:1", "content/p00126.md and the files after it", without=("content/p00126.md:6", "p00399"))
        row(f"a pattern that is slow on every page, {jobs}", each(pattern_rule("(a+)+$"), pages(400, slow, unused)), [*check, jobs], 2,
            told, without=("p00399",))
    row("a pattern that is given up on some pages", each(pattern_rule("(a+)+$"), pages(10, given_up), lambda s: [
        s.write(f"content/q{i:05}.md", PAGE + "baa\n") for i in range(200)]), check, 1, "content/q00199.md:7:2", without=(told,))
    row("a part of pages that a pattern is slow on", each(pattern_rule("(a+)+$"), pages(400, slow)), [*check, "content/p00399.md"], 0,
        without=(told,))
    allow = config("\nrules: {r: {allow: [{match: zz, reason: known}]}}\n")
    row("what a rule that stopped is allowed", each(pattern_rule("(a+)+$"), pages(400, slow), allow), check, 2, told,
        without=("unused-allowance",))
    row("a rule that did not stop is allowed what it did not find", each(pattern_rule("(a+)+$"), allow), check, 0, "unused-allowance")


def test_one_long_text():
    """The limit of a search is not one of each place in the text where a match might begin."""
    check = ["check", "--no-network", "--report", "concise"]
    for pattern, unit in {"(?:a[ab]*|x)?q?[cd]": "ab", "[ab]*[ab]*[cd]": "ab", "[ab]*[cd]": "ab", "(?:a|b)*[cd]": "ab", "([ab])+[cd]": "ab", "(a+)+$": "a" * 17 + "! ", '(?:[^x]|xx)*[0-9]': "ab",
                          '(?s).*.*[cd]{2}': "ab", '(?s).*b.*[cd]': "ab"}.items():
        row(f"one paragraph for {pattern}", each(pattern_rule(pattern), lambda s, unit=unit: s.write(
            "content/c.md", PAGE + unit * 20000 + "\n")), check, 1, "takes too many steps here")


def test_patterns_of_schemas():
    check = ["check", "--no-network", "--report", "concise"]
    types = "types: [{files: '**', schema: own}]\n"
    def schema(text):
        return lambda s: (s.write("contentlint.yml", types), s.write(".contentlint/schemas/own.yaml", text))

    def titles(count, title):
        return lambda s: [s.write(f"content/p{i:05}.md", f"---\ntitle: {title}\n---\n") for i in range(count)]
    slow, long = "a" * 60 + "!", ("a" * 17 + "! ") * 40
    told = "the patterns of the schemas take too many steps: content/p"
    value = schema("type: object\nproperties: {title: {type: string, pattern: '^(a+)+$'}}\n")
    search = schema("type: object\nproperties: {title: {type: string, not: {pattern: '(a+)+$'}}}\n")
    row("a schema's pattern on every page", each(value, titles(400, slow)), check, 2, told, without=("p00399",))
    row("a schema's slow pattern on every page", each(search, titles(400, long)), check, 2, told, without=("p00399",))
    row("a pattern that must not match, and is given up", each(search, titles(1, slow)), check, 1, "takes too many steps")
    row("a pattern on values without end", each(schema(
        "type: object\nproperties: {tags: {items: {pattern: '^(a+)+$'}}}\n"), lambda s: s.write(
            "content/c.md", "---\ntags:\n" + f"- {slow}\n" * 50000 + "---\n")), check, 1, "too many steps")


def test_patterns_of_exclusions():
    exclude = "links: {external: {exclude: ['(a+)+$']}}\n"
    row("an exclusion that is given up on every link", lambda s: (s.write("contentlint.yml", exclude), s.write(
        ".contentlint-links", "# contentlint links 1\n"), s.write("content/c.md", PAGE + "".join(
            f"[x](https://a.example/{i}/{'a' * 60}!)\n" for i in range(5000)))),
        ["check", "--report", "concise", "--no-network"], 2, "a pattern takes too many steps on some URLs")


def test_patterns_of_hugo():
    check = ["check", "--no-network", "--report", "concise"]
    slow = "content/" + "a" * 60 + "!.md"
    for name, arguments in {"check": check, "urls": ["urls"]}.items():
        row(f"ignoreFiles that is given up: {name}", each(hugo("ignoreFiles = ['^/content/(a+)+$']\n"), lambda s: s.write(
            slow, PAGE)), arguments, 2, "hugo.toml:2:", "the pattern of ignoreFiles takes too many steps on " + slow)
    many = "ignoreFiles = [" + ", ".join(f"'a*a*a*c{i}$'" for i in range(300)) + "]\n"
    row("ignoreFiles that costs too much on all files", each(hugo(many), lambda s: [
        s.write(f"content/{'a' * 200}{i}.md", PAGE) for i in range(200)]), check, 2, "hugo.toml:2:", "ignoreFiles take together too many steps on content/aaa")
    row("ignoreFiles that matches", hugo("ignoreFiles = ['(/|a+)+b[.]md$']\n"), ["urls"], 0, "/a/", without=("/b/",))
    allow = "[module.hugoVersion]\nmin='0.162.0'\n[security]\nallowContent = ['^" + ".*" * 30 + "[!?]$']\n"
    row("security.allowContent that is given up", each(hugo(allow), lambda s: [
        s.write(f"content/c{i}.html", PAGE) for i in range(3)]), check, 1, "hugo.toml:5:",
        "the pattern takes too many steps on", without=("access denied",))


def test_trademark_owners():
    """A site's own owner may hold whatever its schema allows; what a text holds costs its length."""
    owner = "owner: Acme\nsource: https://acme.example\nchecked: 2026-09-01\nmarks:\n"
    names = ".contentlint/trademarks/acme.yaml"
    check = ["check", "--no-network", "--report", "concise"]
    row("an owner's key that is not known", lambda s: (s.write(names, owner + "  - {text: Foo}\nwording: x\n"), s.write(
        "content/c.md", PAGE)), check, 2, 'unknown key "wording"', names)
    row("an owner without marks", lambda s: (s.write(names, owner + "  []\n"), s.write("content/c.md", PAGE)), check, 2, names)
    row("an owner without a date", lambda s: (s.write(names, owner.replace("2026-09-01", "lately") + "  - {text: Foo}\n"), s.write(
        "content/c.md", PAGE)), check, 2, "needs a date in checked")
    many = "".join("  - {text: 'Foo " + " ".join(["bar"] * (i % 20)) + f" {i}', symbol: \"®\", near: [a, b]" + "}\n" for i in range(900))
    row("many marks with one beginning", lambda s: (s.write(names, owner + many), s.write("content/c.md", PAGE + "Foo " + "bar " * 60000 + "®\n")),
        check, 0)
    row("many predicates in one sentence", lambda s: (s.write(names, owner + "  - {text: Foo}\n"), s.write(
        "content/c.md", PAGE + "Foo is a trademark of Acme, and " * 4000 + "\n")), check, 0)
    row("many names in one notice", lambda s: (s.write(names, owner + "  - {text: Foo}\n"), s.write(
        "content/c.md", PAGE + "Foo, " * 20000 + "are trademarks of Acme " * 20000 + "\n")), check, 0)
