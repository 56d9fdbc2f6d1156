"""What a ledger may say that comes with a branch, from another machine or another clock."""
import os

from hostile.site import each, row

NAME = ".contentlint-links"
HEADING = "# contentlint links 1\n"
URL = "https://h.site.dev/a"
OFFLINE = dict(os.environ, CONTENTLINT_RESOLVE="none=127.0.0.1")  # no name exists: what is asked says so
ASKED = "no network: no host answered"


def line(url=URL, verdict="ok", status="200", checked="2026-06-01", good="2026-06-01", failed="-", runs="-", expires="2026-06-15",
         by="crawl", reason="fine", final="-", validator="-"):
    return "\t".join((url, verdict, status, checked, good, failed, runs, expires, by, reason, final, validator)) + "\n"


def ledger(*lines, url=URL):
    return each(lambda s: s.write(NAME, HEADING + "".join(lines)), lambda s: s.write("content/c.md", f"---\ntitle: c\n---\n\n<{url}>\n"))


def now(day, *arguments):
    return ["links", "--now", day, "--report", "full", *arguments]


def asked(name, change, day, *arguments):
    row(name, change, now(day, *arguments), 2, ASKED, env=OFFLINE)


def believed(name, change, day, *arguments):
    row(name, change, now(day, *arguments), 0, "No problems", without=[ASKED], env=OFFLINE)


def test_clocks():
    """A good row stands for an answer as long as a fresh one would, and no longer."""
    believed("a good row", ledger(line()), "2026-06-10")
    asked("a good row at its date", ledger(line()), "2026-06-15")
    asked("good for years", ledger(line(expires="2099-01-01")), "2026-07-01")
    asked("good for ever", ledger(line(expires="9999-12-31")), "2026-06-19")
    believed("good for years, while a fresh one would be", ledger(line(expires="2099-01-01")), "2026-06-10")
    asked("of the future", ledger(line(checked="2099-01-01", good="2099-01-01", expires="2099-01-14")), "2026-07-01")
    asked("of a clock that is two days ahead", ledger(line(checked="2026-06-12", expires="2026-06-20")), "2026-06-10")
    believed("of a clock that is a day ahead", ledger(line(checked="2026-06-11", expires="2026-06-20")), "2026-06-10")
    asked("of the future, new ones alone", ledger(line(checked="2099-01-01", expires="2099-01-14")), "2026-07-01", "--new-only")
    believed("new ones alone", ledger(line()), "2026-07-01", "--new-only")
    believed("a person's word", ledger(line(by="manual", expires="2027-06-01")), "2026-12-01")
    row("broken since the future, often", ledger(line(
        verdict="broken", status="404", checked="2099-01-01", failed="2099-01-01", runs="60000", expires="-", reason="not-found")),
        ["check", "--now", "2026-07-01"], 0, ": note: ", without=[": error: "])
    row("broken since yesterday, often", ledger(line(
        verdict="broken", status="404", failed="2026-05-31", runs="60000", expires="-", reason="not-found")),
        ["check", "--now", "2026-06-01"], 0, ": note: ", without=[": error: "])
    future = line(checked="2099-01-01", good="2099-01-01", expires="2099-01-14")
    newer = line(verdict="broken", status="404", checked="2026-06-02", failed="2026-06-02", runs="1", expires="-", reason="not-found")
    row("joined with one of the future", each(ledger(future), lambda s: s.write("x", HEADING + newer)),
        ["ledger", "merge", NAME, "x", "--now", "2026-06-03"], 0, "\tbroken\t404\t2026-06-02")


def test_rows():
    """Rows that say what no crawl could have found are left out, said, and their URLs asked about."""
    for what, final in (("a script", "javascript:alert(1)"), ("a file", "file:///etc/passwd"), ("credentials", "https://u:p@h.site.dev/"),
                        ("no URL", "https://]/")):
        row(f"moved to {what}", ledger(line(verdict="moved", final=final)), ["check", "--now", "2026-06-02"], 1,
            f"{NAME}:2:1: error: ", "the final URL is not a plain http or https URL")
    for reason in ("interrupted", "other-shard", "excluded", "robots", "no-network", "not-in-ledger", "nonsense"):
        row(f"a row because of {reason}", ledger(line(verdict="broken", reason=reason)), ["check", "--now", "2026-06-02"], 1,
            f"{NAME}:2:1: error: ", "not one that an answer can have")
    for what, byte in (("a line break", "\r"), ("an escape", "\x1b"), ("a NUL", "\0"), ("a delete", "\x7f")):
        row(f"{what} in a row", ledger(line(validator=f'"a{byte}b"')), ["check", "--now", "2026-06-02"], 1,
            f"{NAME}:2:1: error: ", "control character", without=[byte] if byte not in "\r\0" else ())
    asked("a row for a URL with a secret", ledger(line(url="https://h.site.dev/?access_token=x"), url="https://h.site.dev/?access_token=x"),
          "2026-06-02")
    row("a row for a URL with credentials", ledger(line(url="https://u:p@h.site.dev/a")), ["check", "--now", "2026-06-02"], 1,
        "not a plain http or https URL")
    row("a row for a private address", ledger(line(url="http://127.0.0.1/", verdict="broken", reason="not-found", expires="-"),
                                              url="http://127.0.0.1/"), now("2026-06-02", "--list"), 0, "skipped\thttp://127.0.0.1/")
    believed("one URL three times, line ends of Windows", lambda s: (ledger()(s), s.write(NAME, (HEADING + line() * 3).replace(
        "\n", "\r\n"))), "2026-06-02")
    row("a merge that was left unfinished", ledger("<<<<<<< ours\n", line(), "=======\n", line(), ">>>>>>> theirs\n"),
        ["check", "--now", "2026-06-02"], 1, f"{NAME}:2:1: error: ", f"{NAME}:6:1: error: ")


def test_sizes():
    """What is written can be read: 1,000,000 rows, and a clear word past them."""
    many = [line(url=f"https://h.site.dev/{i:07}/{'x' * 60}") for i in range(200000)]
    believed("200,000 rows", ledger(line(), *many), "2026-06-02")
    row("200,000 rows, joined", ledger(line(), *many), ["ledger", "merge", NAME, NAME, "--output", NAME], 0)
    row("a million rows and one", ledger(line() * 1000001), ["check", "--now", "2026-06-02"], 1,
        f"{NAME}:1000002:1: error: ", "more rows than the most, 1,000,000")

    def endless(site):
        with open(site.path(NAME), "wb") as file:
            file.truncate((256 << 20) + 1)

    row("more than 256 MiB", endless, ["check"], 2, f"{NAME}: is larger than 256 MiB, the limit")
    row("50,000 lines of nothing", each(ledger(), lambda s: s.write("x", HEADING + "nothing\n" * 50000)),
        now("2026-06-02", "--list", "--ledger", "x"), 0, "content/c.md:5:2")
    row("50,000 lines of nothing, checked", ledger("nothing\n" * 50000), ["check", "--now", "2026-06-02", "--report", "concise"], 1, ":1001:1: ",
        "this line and perhaps more cannot be read")
