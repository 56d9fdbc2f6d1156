"""What a branch may make the program ask and send, and what of secrets ends in its output. Only loopback is asked: names
come from CONTENTLINT_RESOLVE."""
import contextlib
import http.server
import os
import threading

from hostile import site
from hostile.site import config, each, judge, row

SIGNED = "X-Amz-Signature=s3cr3t-signature"
WORDS = ("s3cr3t", "s%33cr3t")  # of every secret below


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.headers.get("Host", "").split(":")[0], self.path, self.headers.as_string()))
        to = self.server.redirects.get(self.path) or self.server.redirects.get(f"{self.command} {self.path}")
        self.send_response(301 if to else 404 if self.path.startswith("/gone") else 200)
        if to:
            self.send_header("Location", to.replace("PORT", str(self.server.server_port)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def server(redirects=()):
    http_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http_server.asked, http_server.redirects = [], dict(redirects)
    thread = threading.Thread(target=http_server.serve_forever, daemon=True)
    thread.start()
    try:
        yield http_server
    finally:
        http_server.shutdown()
        http_server.server_close()


def environment(**more):
    names = " ".join(f"{name}.loop.dev=127.0.0.1" for name in ("a", "b", "c.a"))
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy") and not k.startswith("CONTENTLINT")}
    return {**clean, "CONTENTLINT_RESOLVE": names, "TOKEN": "s3cr3t", **more}


def reach(name, links, text, arguments, status, *words, sent=(), unsent=(), redirects=(), asked=None, without=(), **more):
    """PORT is the server's in links, text and arguments. sent and unsent: words of "host path headers" of any request;
    asked: the hosts, None for any."""
    with server(redirects) as http_server:
        def ported(s):
            return s.replace("PORT", str(http_server.server_port))
        page = "---\ntitle: A\ndescription: b\n---\n\n" + "".join(f"<{url}>\n\n" for url in links)
        row(name, each(config(ported(text)), lambda s: s.write("content/a.md", ported(page))), [ported(a) for a in arguments],
            status, *words, without=without, env=environment(**{k: ported(v) for k, v in more.items()}))
        requests = [" ".join(r) for r in http_server.asked]
        wrong = [w for w in sent if not any(w in r for r in requests)] + [w for w in unsent if any(w in r for r in requests)]
        hosts = sorted({r[0] for r in http_server.asked})
        judge(f"{name}: what was asked", not wrong and (asked is None or hosts == sorted(asked)), wrong, hosts, requests[:5])


def hosts(text, more=""):
    return f"links:\n  external:\n    retry_after: 0.1\n{more}    hosts:\n{text}"


CHECK = ["check", "--external", "--new-only", "--only", "dead-link,unverifiable-link"]
OPEN = ["--allow-address", "127.0.0.0/8"]
A, B = "http://a.loop.dev:PORT/x", "http://b.loop.dev:PORT/y"
WANTS = "      a.loop.dev: {authorization_env: TOKEN, cookie_env: TOKEN}\n"
BOUND = ["--secret", "TOKEN=http://a.loop.dev:PORT"]


def test_secrets():
    unbound = "contentlint.yml:5: 1 URL of a.loop.dev"
    reach("a variable that nothing binds", [A, B], hosts(WANTS), CHECK + OPEN, 0, unbound, "for want of TOKEN", "--secret TOKEN=",
          unsent=["s3cr3t"], asked=["b.loop.dev"])
    reach("a variable bound by option", [A, B], hosts(WANTS), CHECK + OPEN + BOUND, 0, sent=["Authorization: s3cr3t", "Cookie: s3cr3t"],
          unsent=["b.loop.dev /y s3cr3t"], asked=["a.loop.dev", "b.loop.dev"])
    reach("a variable bound by the environment", [A], hosts(WANTS), CHECK + OPEN, 0, sent=["Authorization: s3cr3t"],
          CONTENTLINT_SECRETS="OTHER=x.org  TOKEN=http://*.loop.dev:PORT")
    for name, binding in (("another host", "TOKEN=http://b.loop.dev:PORT"), ("another variable", "TOKE=http://a.loop.dev:PORT"),
                          ("another port", "TOKEN=http://a.loop.dev:1"), ("https", "TOKEN=a.loop.dev:PORT"),
                          ("names below", "TOKEN=http://*.a.loop.dev:PORT"), ("a suffix", "TOKEN=http://*.op.dev:PORT")):
        reach(f"a variable bound to {name}", [A], hosts(WANTS), [*CHECK, *OPEN, "--secret", binding], 0, unbound, unsent=["s3cr3t"], asked=[])
    reach("a pattern of the configuration is wider than the binding", [A, B, "http://c.a.loop.dev:PORT/z"],
          hosts("      '*.loop.dev': {authorization_env: TOKEN}\n"), CHECK + OPEN + BOUND, 0, "URL of b.loop.dev", "URL of c.a.loop.dev",
          asked=["a.loop.dev"])
    reach("a redirect from the bound host", [A], hosts(WANTS), CHECK + OPEN + BOUND, 0, sent=["a.loop.dev /x", "b.loop.dev /z"],
          redirects={"/x": "http://b.loop.dev:PORT/z"}, asked=["a.loop.dev", "b.loop.dev"])
    with_headers = "      a.loop.dev: {headers: {X-H: '1'}, authorization_env: TOKEN}\n"
    reach("a header beside a secret", [A], hosts(with_headers), CHECK + OPEN + BOUND, 2, "contentlint.yml:5: ", "together with a secret", asked=[])
    reach("a variable that is not set", [A], hosts("      a.loop.dev: {authorization_env: UNSET}\n"),
          [*CHECK, *OPEN, "--secret", "UNSET=http://a.loop.dev:PORT"], 0, unbound, "for want of UNSET", asked=[])
    for wrong in ("TOKEN", "=a.org", "TOKEN=", "TOKEN=*", "TOKEN=a.org/x", "TOKEN=u@a.org", "T K=a.org"):
        reach(f"--secret {wrong}", [A], hosts(WANTS), [*CHECK, "--secret", wrong], 2, "a secret is bound with NAME=HOST", asked=[])
    reach("a wrong binding in the environment", [A], hosts(WANTS), CHECK, 2, "bound with NAME=HOST", asked=[], CONTENTLINT_SECRETS="TOKEN")


def test_addresses():
    closed = "    allow_addresses: [127.0.0.0/8]\n"
    reach("the configuration opens private addresses", [A, "http://127.0.0.1:PORT/"], hosts("      x.org: {rate: 1}\n", closed), CHECK, 0,
          "contentlint.yml:4: no private address is asked", asked=[])
    reach("0.0.0.0/0 and ::/0 of the configuration", [A, "http://[::ffff:127.0.0.1]:PORT/"],
          hosts("      x.org: {rate: 1}\n", "    allow_addresses: ['0.0.0.0/0', '::/0']\n"), CHECK, 0, "no private address is asked", asked=[])
    reach("the option opens them", [A], hosts("      x.org: {rate: 1}\n"), CHECK + OPEN, 0, asked=["a.loop.dev"])
    reach("the environment opens them", [A], hosts("      x.org: {rate: 1}\n"), CHECK, 0, asked=["a.loop.dev"],
          CONTENTLINT_ALLOW_ADDRESSES="10.0.0.0/8 127.0.0.0/8")
    reach("the configuration narrows them", [A], hosts("      x.org: {rate: 1}\n", "    allow_addresses: [10.0.0.0/8]\n"),
          CHECK + ["--allow-private"], 0, asked=[])
    reach("not an address", [A], hosts("      x.org: {rate: 1}\n", "    allow_addresses: [intranet]\n"), ["check"], 2,
          'contentlint.yml:4: "intranet" is not an address', asked=[])
    reach("not an address for the option", [A], "", [*CHECK, "--allow-address", "127.0.0.1/33"], 2, "is not an address", asked=[])


def test_headers():
    for name, value in (("a line end", r'"b\nX-I: y"'), ("CR LF", r'"b\r\nX-I: y"'), ("CR", r'"b\rX-I: y"'), ("NUL", r'"b\0c"'), ("ESC", r'"\e[1m"'),
                        ("DEL", r'"\x7f"')):
        text = hosts(f"      a.loop.dev: {{headers: {{X-A: {value}}}}}\n")
        reach(f"{name} in the value of a header", [A], text, CHECK + OPEN, 2, "contentlint.yml:5: ", "control character", asked=[])
        reach(f"{name} in a header, without the network", [A], text, ["check"], 2, "contentlint.yml:5: ", asked=[])
        for key in ("user_agent", "contact"):
            reach(f"{name} in {key}", [A], f"links:\n  external:\n    {key}: {value}\n", CHECK + OPEN, 2, f"contentlint.yml:3: {key} has", asked=[])
    for name in (r'"A: b\r\nX"', '"X Y"', '"X:"', '""', '"Ä"'):
        reach(f"a header named {name}", [A], hosts(f"      a.loop.dev: {{headers: {{{name}: v}}}}\n"), CHECK + OPEN, 2, "contentlint.yml:5: ",
              "not the name of a header", asked=[])
    for name in ("Host", "content-length", "Transfer-Encoding", "Connection", "Proxy-Authorization", "Authorization", "cookie", "X-HTTP-Method-Override",
                 "Range", "If-None-Match", "X-Forwarded-For", "Metadata-Flavor"):
        reach(f"header {name}", [A], hosts(f"      a.loop.dev: {{headers: {{{name}: '1'}}}}\n"), CHECK + OPEN, 2, "contentlint.yml:5: ",
              "cannot be set here", asked=[])
    reach("an honest header", [A, B], hosts("      a.loop.dev: {headers: {X-Version: '2'}}\n"), CHECK + OPEN, 0, sent=["a.loop.dev /x", "X-Version: 2"])


def test_bounds():
    for text in ("in_flight: 257", "per_host: 9", "max_redirects: 21", "retry_after: 61", "retry_after: 0.001", "timeouts: {whole: 3600}",
                 "timeouts: {connect: 61}", "hosts: {a.org: {rate: 1000000}}", "hosts: {a.org: {rate: 0.0001}}", "hosts: {a.org: {concurrency: 100}}"):
        reach(f"links.external.{text}", [A], f"links:\n  external:\n    {text}\n", CHECK + OPEN, 2, "contentlint.yml:3: ", asked=[])


PAGE_SECRETS = ["http://us:s3cr3t@a.loop.dev:PORT/gone/1", "http://a.loop.dev:PORT/gone/2?x=1&token=s3cr3t", "http://a.loop.dev:PORT/gone/3;token=s3cr3t",
                "http://a.loop.dev:PORT/gone/4?%74oken=s%33cr3t", "http://a.loop.dev:PORT/gone/5#access_token=s3cr3t", "http://s3cr3t@nosuch.loop.dev/",
                "http://a.loop.dev:PORT/moved", "http://a.loop.dev:PORT/lost", "https://s3cr3t:x@[::1/"]
REDIRECTS = {"/moved": f"http://b.loop.dev:PORT/z?{SIGNED}", "/lost": f"http://us:s3cr3t@b.loop.dev:PORT/gone/6?{SIGNED}"}


def test_redaction():
    for name in ("full", "concise", "sarif", "json-lines", "github", "summary"):
        reach(f"secrets of URLs in {name}", PAGE_SECRETS, "", ["check", "--external", "--report", name, *OPEN], 1, "gone/2?",
              redirects=REDIRECTS, without=WORDS)
    for option in ("--all", "--list"):
        reach(f"secrets of URLs in links {option}", PAGE_SECRETS, "", ["links", option, *OPEN], 0 if option == "--list" else 1, "gone/2?",
              redirects=REDIRECTS, without=WORDS)
    reach("secrets of URLs in links", PAGE_SECRETS, "", ["links", *OPEN], 1, redirects=REDIRECTS, without=WORDS)
    front = "---\ntitle: A\ndescription: b\nwebsite: 'https://us:s3cr3t@x.dev/'\nweight: 'https://x.dev/?sig=s3cr3t'\n---\n\n[a](/nowhere?api_key=s3cr3t)\n"
    for name in ("full", "concise", "sarif", "json-lines", "github", "summary"):
        row(f"secrets without the network in {name}", lambda s: s.write("content/a.md", front), ["--report", name], 1, "nowhere", without=WORDS)


def test_ledger():
    with server(REDIRECTS) as http_server:
        port = str(http_server.server_port)
        page = "---\ntitle: A\ndescription: b\n---\n\n" + "".join(f"<{url}>\n\n" for url in PAGE_SECRETS).replace("PORT", port)
        row("secrets of URLs in the ledger", lambda s: s.write("content/a.md", page),
            ["-c", '"$0" links --quiet --allow-address 127.0.0.0/8 >/dev/null 2>&1; cat .contentlint-links',
             site.binary], 0, "gone/1", program="/bin/sh", env=environment(), without=WORDS)


def ledger(line):
    def change(s):
        s.write("content/a.md", "---\ntitle: A\ndescription: b\n---\n\n<https://a.loop.dev/x>\n")
        s.write(".contentlint-links", "# contentlint links 1\nhttps://a.loop.dev/x\t" + line + "\n")
    return change


def test_sentences():
    """Each sentence is about the host that it belongs to."""
    since = "2026-03-01\t2026-01-01\t2026-02-01\t4\t-\tcrawl"
    row("a refused connection", ledger(f"unverifiable\t-\t{since}\trefused\t-\t-"), ["--now", "2026-03-02"], 0,
        "cannot be checked: the host refuses the connection")
    row("a proxy that refuses", ledger(f"unverifiable\t-\t{since}\tproxy\t-\t-"), ["--now", "2026-03-02"], 0,
        "cannot be checked: the proxy refuses")
    row("an answer", ledger(f"unverifiable\t403\t{since}\tforbidden\t-\t-"), ["--now", "2026-03-02"], 0, "cannot be checked: it answers 403")
    row("a host that is gone", ledger(f"broken\t-\t{since}\tno-such-host\t-\t-"), ["--now", "2026-03-02"], 1, "a.loop.dev cannot be reached", "[dead-host]")
    row("a redirect to a host that is gone", ledger(f"broken\t302\t{since}\tno-such-host\t-\t-"), ["--now", "2026-03-02"], 1,
        "leads to another page: the host does not exist. [dead-link]", without=["dead-host"])
    reach("HEAD alone makes no error", [A], "", CHECK + OPEN, 0, redirects={"HEAD /x": "/gone"}, without=["error"])
    reach("HEAD alone moves no address", [A], "", ["check", "--external", *OPEN], 0, redirects={"HEAD /x": "/new"}, without=["moved"])
    reach("the place that a redirect leads to", [A + "#old"], "", ["check", "--external", *OPEN, "--report", "sarif"], 0,
          "/new/#chapter", redirects={"/x": "/new/#chapter"}, without=["#chapter#old"])
