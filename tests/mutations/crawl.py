"""External links: what the ledger says of them, and what the test server (tests/httpd.h) answers."""
from mutations import in_body, rule

BOTH = ("hugo", "jekyll")


def answered(path, host="ok.loop.dev"):
    """A link to the test server, where the path says what the answer is."""
    def apply(page, draw):
        url = "http://%s:%d/n%s/%s" % (host.replace("N", draw.serial()), draw.server.port, draw.serial(), path)
        return in_body(page, draw, "Read [the guide](%s) first." % url, url)
    return apply


def loop_dev(rule_id, name, *arguments):
    rule(rule_id, "server " + name, "crawl", on=BOTH)(answered(*arguments))


loop_dev("dead-link", "404", "status=404")
loop_dev("dead-link", "410", "status=410")
loop_dev("dead-link", "endless redirects", "endless=302")
loop_dev("dead-host", "no such name", "a", "nosuchN.loop.dev")
loop_dev("unverifiable-link", "403", "status=403")
loop_dev("unverifiable-link", "401", "auth=secret")
loop_dev("unverifiable-link", "500", "status=500")
loop_dev("moved-link", "301", "status=301/to=%2Fmoved")
loop_dev("moved-link", "308", "status=308/to=%2Fmoved")
loop_dev("soft-404", "title", "body=sorry", "get.loop.dev")
loop_dev("missing-remote-anchor", "anchor", "body=ids#no-such-part")


# Columns: URL, verdict, status, checked, first seen, failing since, failures, expires, by, reason, final URL, note.
GOOD = ["ok", "200", "2026-11-20", "2026-11-01", "-", "0", "2026-12-10", "crawl", "fine", "-", "-"]
BROKEN = ["broken", "404", "2026-11-20", "2026-01-01", "2026-02-01", "4", "-", "crawl", "not-found", "-", "-"]


def ledger_path(draw):
    return draw.site.root + ".contentlint-links"


def recorded(columns, host="www.scrum.org"):
    """A link whose row in the ledger has these columns behind the URL."""
    def apply(page, draw):
        url = "https://%s/guide-%s" % (host.replace("N", draw.serial()), draw.serial())
        link = in_body(page, draw, "Read [the guide](%s) first." % url, url)
        if link:
            add_row(draw, [url] + [column.replace("URL", url) for column in columns])
        return link
    return apply


def add_row(draw, columns, mark=None):
    listing = draw.list_in(ledger_path(draw))
    listing.start = "# contentlint links 1\n"
    listing.add("\t".join(columns) + "\n", mark)


def row(**changes):
    names = ["verdict", "status", "checked", "seen", "since", "failures", "expires", "by", "reason", "final", "note"]
    base = BROKEN if changes.get("verdict") in ("broken", "unverifiable") else GOOD
    return [changes.get(name, value) for name, value in zip(names, base)]


rule("dead-link", "ledger", on=BOTH)(recorded(row(verdict="broken")))
rule("dead-host", "ledger", on=BOTH)(recorded(row(verdict="broken", status="-", reason="no-such-host"), "wwwN.scrum.org"))
rule("unverifiable-link", "ledger", on=BOTH)(recorded(row(verdict="unverifiable", status="403", reason="forbidden")))
rule("moved-link", "ledger", on=BOTH)(recorded(row(verdict="moved", since="2026-02-01", failures="4", final="URL/v2")))
rule("soft-404", "ledger", on=BOTH)(recorded(row(reason="soft-not-found")))


def damaged(text):
    def apply(page, draw):
        url = "https://www.scrum.org/row-%s" % draw.serial()
        line = text.replace("URL", url)
        add_row(draw, [line], line[:12])
        return []
    return apply


rule("damaged-ledger", "conflict", on=BOTH)(damaged("<<<<<<< HEAD"))
rule("damaged-ledger", "columns", on=BOTH)(damaged("URL\tok\t200"))
rule("damaged-ledger", "date", on=BOTH)(damaged("URL\tok\t200\tyesterday\t2026-03-01\t-\t0\t2099-01-01\tcrawl\tfine\t-\t-"))


@rule("stale-ledger", on=BOTH)
def answers_of_last_year(page, draw):
    """One finding for all of them, at the first."""
    first = not any("2025-01-14" in entry for entry, _, _ in draw.list_in(ledger_path(draw)).entries)
    url = "https://www.scrum.org/stale-%s" % draw.serial()
    add_row(draw, [url] + row(checked="2025-01-01", seen="2025-01-01", expires="2025-01-14"), url if first else None)
    return []
