#!/usr/bin/env python3
"""tests/suite_lsp.py BINARY [--accept]: the editor server: the rules of the protocol, what is told when, and the answers to
tests/lsp/questions.txt about tests/lsp/site, whose marks (⟦name⟧) are taken out. Prints "N passed, N failed" last. --accept
writes tests/lsp/answers.txt anew."""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lsp")
sys.path.insert(0, HERE)
import client as lsp  # noqa: E402

BINARY = os.path.abspath(sys.argv[1])
NOW = "2026-01-01"
ROOMS = os.path.realpath(tempfile.mkdtemp(prefix="contentlint-lsp-"))
passed = failed = 0
LOCK = threading.Lock()


def judge(what, good, more=""):
    global passed, failed
    with LOCK:
        passed += bool(good)
        failed += not good
    if not good:
        print("failed: %s %s" % (what, str(more)[:1500]))
    return good


# ---- sites --------------------------------------------------------------------------------------------------------------

def make_site(name):
    """The site of the questions in a folder of its own, in git: (folder, {file: {mark: index}})."""
    folder, marks = os.path.join(ROOMS, name), {}
    for source, _, names in os.walk(os.path.join(HERE, "site")):
        for file in names:
            path = os.path.join(source, file)
            inner = os.path.relpath(path, os.path.join(HERE, "site"))
            with open(path, encoding="utf-8", newline="") as opened:
                text = opened.read()
            marks[inner] = {}
            while "⟦" in text:
                at, end = text.index("⟦"), text.index("⟧")
                marks[inner][text[at + 1 : end]] = at
                text = text[:at] + text[end + 1 :]
            os.makedirs(os.path.dirname(os.path.join(folder, inner)), exist_ok=True)
            with open(os.path.join(folder, inner), "w", encoding="utf-8", newline="") as opened:
                opened.write(text)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return folder, marks


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=folder, check=True, capture_output=True)


def small_site(name, files):
    folder = os.path.join(ROOMS, name)
    for path, text in files.items():
        put(folder, path, text)
    return folder


def put(folder, path, text):
    os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
    with open(os.path.join(folder, path), "w", encoding="utf-8", newline="") as opened:
        opened.write(text)


SMALL = {"hugo.toml": 'baseURL = "https://example.org/"\n', "content/a.md": "---\ntitle: A\n---\n\n## Part\n\n[b](/b/)\n",
         "content/b.md": "---\ntitle: B\n---\n\n[part](/a/#part) [lost](/lost/)\n"}


def start(folder=None, capabilities=None, options=None, **more):
    client = lsp.Client(BINARY, "--now", NOW)
    client.initialize(folder, capabilities=capabilities, options=options, **more)
    return client


def codes(items):
    return sorted(d.get("code") or "-" for d in items)


def capabilities(**changes):
    made = json.loads(json.dumps(lsp.CAPABILITIES))
    for key, value in changes.items():
        place = made
        *way, last = key.split("__")
        for step in way:
            place = place.setdefault(step, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return made


# ---- the frames ------------------------------------------------------------------------------------------------------------

def frame(text):
    body = text.encode() if isinstance(text, str) else text
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


INIT = frame('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}')
BYE = frame('{"jsonrpc":"2.0","id":99,"method":"shutdown"}') + frame('{"jsonrpc":"2.0","method":"exit"}')
LONG = b"x" * 9000


def talk(data, piecewise=False):
    """All that is said to these bytes: (status, list of answers, standard error)."""
    process = subprocess.Popen([BINARY, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        if piecewise:
            for i in range(len(data)):
                process.stdin.write(data[i : i + 1])
                process.stdin.flush()
            out, err = process.communicate(timeout=60)
        else:
            out, err = process.communicate(data, timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        return None, [], b""
    answers = []
    while out:
        head, _, rest = out.partition(b"\r\n\r\n")
        length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
        answers.append(json.loads(rest[:length]))
        out = rest[length:]
    return process.returncode, answers, err


def error_codes(answers):
    return [a["error"]["code"] if "error" in a else "ok" for a in answers if "method" not in a]


def check_frames():
    rows = [  # what, bytes, status, answers
        ("a whole life", INIT + BYE, 0, ["ok", "ok"]),
        ("exit without shutdown", INIT + frame('{"jsonrpc":"2.0","method":"exit"}'), 1, ["ok"]),
        ("nothing at all", b"", 1, []),
        ("an end after initialize", INIT, 1, ["ok"]),
        ("an end within a header", INIT + b"Content-Le", 2, ["ok"]),
        ("an end within a message", INIT + b"Content-Length: 100\r\n\r\n{", 2, ["ok"]),
        ("no header", b'{"jsonrpc":"2.0"}\n\n', 2, []),
        ("no length", b"Content-Type: x\r\n\r\n{}", 2, []),
        ("a length that is no number", b"Content-Length: ten\r\n\r\n{}", 2, []),
        ("a length below nothing", b"Content-Length: -1\r\n\r\n{}", 2, []),
        ("a length without end", b"Content-Length: 99999999999999999999999\r\n\r\n{}", 2, []),
        ("a message that is too long", b"Content-Length: 200000000\r\n\r\n{}", 2, []),
        ("a header without end", b"X: " + LONG, 2, []),
        ("a header in small letters", INIT.replace(b"Content-Length", b"content-length") + BYE, 0, ["ok", "ok"]),
        ("a type of content", b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n" + INIT + BYE, 0, ["ok", "ok"]),
        ("lines that end in LF alone", INIT.replace(b"\r\n", b"\n") + BYE, 0, ["ok", "ok"]),
        ("lines between messages", INIT + b"\r\n\r\n" + BYE, 0, ["ok", "ok"]),
        ("no JSON", INIT + frame("{") + BYE, 0, ["ok", -32700, "ok"]),
        ("an empty message", INIT + frame("") + BYE, 0, ["ok", -32700, "ok"]),
        ("bytes that are no text", INIT + frame(b'{"jsonrpc":"2.0","id":2,"method":"\xff\xfe"}') + BYE, 0, ["ok", -32601, "ok"]),
        ("a list", INIT + frame("[1]") + BYE, 0, ["ok", -32600, "ok"]),
        ("a number", INIT + frame("7") + BYE, 0, ["ok", -32600, "ok"]),
        ("neither request nor answer", INIT + frame("{}") + BYE, 0, ["ok", -32600, "ok"]),
        ("an id that is a list", INIT + frame('{"id":[1],"method":"shutdown"}') + BYE, 0, ["ok", -32600, "ok"]),
        ("an id that is a text", INIT + frame('{"id":"a","method":"x"}') + BYE, 0, ["ok", -32601, "ok"]),
        ("depth", INIT + frame('{"id":2,"method":"x","params":' + "[" * 5000 + "]" * 5000 + "}") + BYE, 0, ["ok", -32700, "ok"]),
        ("a method that is not known", INIT + frame('{"id":2,"method":"a/b","params":null}') + BYE, 0, ["ok", -32601, "ok"]),
        ("a notification that is not known", INIT + frame('{"method":"$/x"}') + BYE, 0, ["ok", "ok"]),
        ("a request before initialize", frame('{"id":5,"method":"textDocument/hover"}') + INIT + BYE, 0, [-32002, "ok", "ok"]),
        ("initialize twice", INIT + INIT + BYE, 0, ["ok", -32600, "ok"]),
        ("a request after shutdown", INIT + frame('{"id":2,"method":"shutdown"}') + frame('{"id":3,"method":"textDocument/hover"}')
         + frame('{"method":"exit"}'), 0, ["ok", "ok", -32600]),
        ("a cancelled request", INIT + frame('{"id":2,"method":"workspace/symbol","params":{"query":""}}')
         + frame('{"method":"$/cancelRequest","params":{"id":2}}') + BYE, 0, None),
        ("an answer to nothing", INIT + frame('{"id":77,"result":null}') + BYE, 0, ["ok", "ok"]),
        ("documents without anything", INIT + frame('{"method":"textDocument/didOpen"}') + frame('{"method":"textDocument/didChange","params":[]}')
         + frame('{"method":"textDocument/didClose","params":{"textDocument":3}}') + BYE, 0, ["ok", "ok"]),
        ("questions without anything", INIT + b"".join(frame('{"id":%d,"method":"textDocument/%s","params":{}}' % (i + 10, m)) for i, m in enumerate(
            ["hover", "definition", "references", "completion", "documentLink", "documentSymbol", "foldingRange", "codeLens", "codeAction",
             "prepareRename", "diagnostic"])) + BYE, 0, ["ok"] * 13),
    ]
    for what, data, status, wanted in rows:
        got, answers, err = talk(data)
        judge("frames: %s: status %s" % (what, status), got == status, (got, err))
        if wanted is None:
            ids = [a["id"] for a in answers if "method" not in a]
            judge("frames: %s: one answer each" % what, sorted(map(str, ids)) == ["1", "2", "99"], answers)
        else:
            # What is no request is answered at once, whatever waits.
            judge("frames: %s: answers" % what, sorted(map(str, error_codes(answers))) == sorted(map(str, wanted)), error_codes(answers))
        if status == 2:
            judge("frames: %s: a reason" % what, err.startswith(b"contentlint: ") and err.count(b"\n") == 1, err)
    got, answers, _ = talk(INIT + BYE, piecewise=True)
    judge("frames: a byte at a time", got == 0 and error_codes(answers) == ["ok", "ok"], (got, answers))


# ---- what is told ---------------------------------------------------------------------------------------------------------------

def check_told():
    folder = small_site("told", SMALL)
    client = start(folder)
    a, b = lsp.uri_of(os.path.join(folder, "content/a.md")), lsp.uri_of(os.path.join(folder, "content/b.md"))
    client.open(os.path.join(folder, "content/a.md"))
    judge("told: a page without a fault", client.until(a) == [])
    client.settle()
    judge("told: nothing of pages that are not open", list(client.diagnostics) == [a], client.diagnostics)
    text = client.sent_texts[a]
    at = text.index("Part")
    client.change(a, [(at, at + 4, "Other")])
    client.settle()
    judge("told: a page that is not open, and changes", codes(client.diagnostics.get(b, [])) == ["broken-link", "missing-anchor"],
          client.diagnostics)
    client.change(a, [(at, at + 5, "Part")])
    client.settle()
    judge("told: it is as it was", client.diagnostics[b] == [], client.diagnostics)
    before = client.published
    client.change(a, [(len(text), len(text), "\nMore.\n")])
    client.settle()
    judge("told: once for an edit", client.published == before + 1, client.published - before)
    client.tell("workspace/didChangeConfiguration", {"settings": {"contentlint": {"diagnostics": "site"}}})
    client.settle()
    judge("told: of the whole site when that is wanted", codes(client.diagnostics[b]) == ["broken-link"], client.diagnostics)
    client.tell("workspace/didChangeConfiguration", {"settings": {"contentlint": {"diagnostics": "open"}}})
    client.settle()
    judge("told: of open pages alone when that is wanted", client.diagnostics[b] == [], client.diagnostics)
    client.open(os.path.join(folder, "content/b.md"))
    judge("told: when it is opened", codes(client.until(b)) == ["broken-link"])
    client.close(b)
    client.settle()
    judge("told: nothing once it is closed", client.diagnostics[b] == [])
    judge("told: the protocol", not client.faults and client.stop() == 0, client.faults)


def check_pulled():
    folder = small_site("pulled", SMALL)
    client = start(folder, capabilities(textDocument__diagnostic={}, workspace__diagnostics={"refreshSupport": True}))
    b = client.open(os.path.join(folder, "content/b.md"))
    ask = lambda uri, id="": client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}, "previousResultId": id})  # noqa: E731
    first = ask(b)
    judge("pulled: in full", first["kind"] == "full" and codes(first["items"]) == ["broken-link"], first)
    second = ask(b, first["resultId"])
    judge("pulled: unchanged", second["kind"] == "unchanged" and second["resultId"] == first["resultId"], second)
    client.settle()
    judge("pulled: nothing is pushed", client.published == 0)
    a = client.open(os.path.join(folder, "content/a.md"))
    client.settle()
    judge("pulled: no refresh without need", not [r for r in client.requests if r["method"] == "workspace/diagnostic/refresh"])
    text = client.sent_texts[a]
    client.change(a, [(text.index("Part"), text.index("Part") + 4, "Other")])
    ask(a)
    client.settle()
    judge("pulled: a refresh for another page", [r["method"] for r in client.requests if "refresh" in r["method"]] == ["workspace/diagnostic/refresh"],
          client.requests)
    third = ask(b, second["resultId"])
    judge("pulled: what it became", third["kind"] == "full" and codes(third["items"]) == ["broken-link", "missing-anchor"], third)
    whole = client.call("workspace/diagnostic", {"previousResultIds": []})
    judge("pulled: the workspace", sorted(len(i["items"]) for i in whole["items"]) == [2], whole)
    judge("pulled: the protocol", not client.faults and client.stop() == 0, client.faults)


def check_trouble():
    folder = small_site("trouble", dict(SMALL, **{"contentlint.yml": "rules: {}\n"}))
    client = start(folder)
    b = client.open(os.path.join(folder, "content/b.md"))
    client.until(b)
    config = client.open(os.path.join(folder, "contentlint.yml"), language="yaml")
    client.settle()
    client.replace(config, "rules:\n  no-such-rule: error\n")
    client.settle()
    judge("trouble: at its place", [d["range"]["start"]["line"] for d in client.diagnostics.get(config, [])] == [1], client.diagnostics)
    shown = [n["params"]["message"] for n in client.notes if n["method"] == "window/showMessage"]
    judge("trouble: shown once", len(shown) == 1 and "no-such-rule" in shown[0], shown)
    client.replace(config, "rules:\n  broken-link: warning\n")
    client.settle()
    judge("trouble: over", client.diagnostics[config] == [] and [d["severity"] for d in client.diagnostics[b]] == [2], client.diagnostics)
    client.close(config)
    client.settle()
    judge("trouble: without the buffer", [d["severity"] for d in client.diagnostics[b]] == [1], client.diagnostics)
    judge("trouble: the protocol", not client.faults and client.stop() == 0, client.faults)


def check_files():
    """Files of the disk, with a client that watches them and with one that does not."""
    for watches in (True, False):
        what = "files, watched by the %s" % ("client" if watches else "server")
        folder = small_site("files-%s" % watches, SMALL)
        client = start(folder, capabilities(workspace__didChangeWatchedFiles={"dynamicRegistration": watches}))
        registered = [r["method"] for r in client.requests]
        b = client.open(os.path.join(folder, "content/b.md"))
        client.until(b)
        client.settle()
        registered = [r for r in client.requests if r["method"] == "client/registerCapability"]
        judge("%s: asked" % what, bool(registered) == watches, registered)

        def wait(wanted, name, kind):
            if watches:
                client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": lsp.uri_of(os.path.join(folder, name)), "type": kind}]})
                client.settle()
            end = time.time() + 20
            while codes(client.diagnostics[b]) != wanted and time.time() < end:
                client.take(0.5)
            judge("%s: %s" % (what, name), codes(client.diagnostics[b]) == wanted, client.diagnostics)

        put(folder, "content/lost.md", "---\ntitle: Lost\n---\n")
        wait([], "content/lost.md", 1)
        put(folder, "content/a.md", "---\ntitle: A\n---\n\n## Renamed heading\n")
        wait(["missing-anchor"], "content/a.md", 2)
        os.remove(os.path.join(folder, "content/lost.md"))
        wait(["broken-link", "missing-anchor"], "content/lost.md", 3)
        put(folder, "contentlint.yml", "rules:\n  missing-anchor: off\n")
        wait(["broken-link"], "contentlint.yml", 1)
        put(folder, "content/b.md", "---\ntitle: B\n---\n\nNothing.\n")
        if watches:
            client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": b, "type": 2}]})
        client.settle()
        judge("%s: a buffer beats the disk" % what, codes(client.diagnostics[b]) == ["broken-link"], client.diagnostics)
        client.close(b)
        client.settle()
        judge("%s: the protocol" % what, not client.faults and client.stop() == 0, client.faults)


def check_outside():
    """Files of no site: they are looked at for themselves, and nothing around them is read."""
    home = small_site("home", {"notes/a.md": "---\ntitle: A\ntitle: B\n---\n\n[x](b.md)\n", "big/c.md": "[y](nowhere.md)\n"})
    environment = dict(os.environ, HOME=home)
    client = lsp.Client(BINARY, "--now", NOW, env=environment)
    client.initialize(home, options={"diagnostics": "site"})
    a = client.open(os.path.join(home, "notes/a.md"))
    judge("outside: a file below home", "duplicate-key" in codes(client.until(a)), client.diagnostics)
    client.settle()
    judge("outside: nothing else of it", list(client.diagnostics) == [a], client.diagnostics)
    judge("outside: the protocol", not client.faults and client.stop() == 0, client.faults)
    client = start(None)
    for uri in ("untitled:Untitled-1", "git:/x/a.md?ref", "file://elsewhere/a.md", "file:///%00/a.md", "nonsense", ""):
        client.open("untitled:x" if not uri else uri, "# A\n\n[x](y.md)\n")
        client.call("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
    client.settle()
    judge("outside: nothing is said of what is no file", not client.diagnostics, client.diagnostics)
    judge("outside: the protocol of these", not client.faults and client.stop() == 0, client.faults)


def check_roots():
    """Several roots, each a site of its own; one of them goes."""
    one, two = small_site("root-one", SMALL), small_site("root-two", dict(SMALL, **{"content/b.md": "---\ntitle: B\n---\n\n[x](/nowhere/)\n"}))
    client = start(one, workspaceFolders=[{"uri": lsp.uri_of(r), "name": r} for r in (one, two)], options={"diagnostics": "site"})
    client.settle(quiet=0.2)
    names = sorted(os.path.relpath(lsp.urllib.parse.unquote(u[7:]), ROOMS) for u, d in client.diagnostics.items() if d)
    judge("roots: both are told of", names == ["root-one/content/b.md", "root-two/content/b.md"], names)
    client.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [{"uri": lsp.uri_of(two), "name": "two"}]}})
    client.settle()
    link = os.path.join(ROOMS, "by-link")
    os.symlink(one, link)
    a = client.open(os.path.join(link, "content/b.md"))
    judge("roots: by a symbolic link it is the same document", codes(client.until(a)) == ["broken-link"], client.diagnostics)
    judge("roots: the protocol", not client.faults and client.stop() == 0, client.faults)


def check_positions():
    text = "---\r\ntitle: Ä\r\n---\r\n\r\n😀😀 [x](/nowhere/) ü [y](/no-😀/)\r\rrest [z](/none/)\n"
    folder = small_site("positions", dict(SMALL, **{"content/p.md": text}))
    for encoding in ("utf-16", "utf-8"):
        client = start(folder, capabilities(general__positionEncodings=[encoding]))
        p = client.open(os.path.join(folder, "content/p.md"))
        got = [(d["range"]["start"], d["range"]["end"]) for d in client.until(p)]
        want = [tuple(lsp.place_of(text, text.index(t) + k * len(t), encoding) for k in (0, 1)) for t in ("/nowhere/", "/no-😀/", "/none/")]
        judge("positions: %s" % encoding, got == want, (got, want))
        # Edits by position, among them some that lie behind lines and texts.
        client.tell("textDocument/didChange", {"textDocument": {"uri": p, "version": 50}, "contentChanges": [
            {"range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 9999}}, "text": "[q](/q/)"},
            {"range": {"start": {"line": 999, "character": 3}, "end": {"line": 1000, "character": 1}}, "text": "[r](/r/)\n"}]})
        client.known_versions[p] = 50
        client.sent_texts[p] = None
        places = [(d["range"]["start"]["line"], d["range"]["start"]["character"]) for d in client.until(p)]
        judge("positions: %s, edits beyond what is there" % encoding, places == [(4, 4), (6, 9), (7, 4)], client.diagnostics[p])
        judge("positions: the protocol", not client.faults and client.stop() == 0, client.faults)


# ---- what is done about it ---------------------------------------------------------------------------------------------------------

def apply_edit(client, folder, edit):
    """Makes a WorkspaceEdit in open documents and on the disk: what was there before."""
    undo = []
    for change in edit["documentChanges"]:
        if change.get("kind") == "create":
            path = client_path(change["uri"])
            assert not os.path.exists(path), path
            put("/", path[1:], "")
            continue
        uri = change["textDocument"]["uri"]
        path = client_path(uri)
        if uri in client.sent_texts:
            assert change["textDocument"]["version"] == client.known_versions[uri]
            undo.append((uri, client.sent_texts[uri]))
            client.replace(uri, lsp.apply(client.sent_texts[uri], change["edits"], client.encoding))
        else:
            with open(path, encoding="utf-8", newline="") as opened:
                text = opened.read()
            undo.append((uri, text))
            put("/", path[1:], lsp.apply(text, change["edits"], client.encoding))
            client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    return undo


def client_path(uri):
    return lsp.urllib.parse.unquote(uri[len("file://"):])


def all_of(client):
    return {u: codes(d) for u, d in client.diagnostics.items() if d}


def check_mended():
    """Each action at each finding mends it, or hides it, and brings nothing new; undone, all is as it was."""
    folder, marks = make_site("mended")
    client = start(folder, options={"diagnostics": "site"})
    uri = client.open(os.path.join(folder, "content/docs/alpha.md"))
    client.until(uri)
    client.settle()
    for found in list(client.diagnostics[uri]):
        ask = lambda: client.call("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": found["range"],  # noqa: E731,B023
                                                              "context": {"diagnostics": [found], "only": ["quickfix"]}})
        count = len(ask())
        judge("mended: %s has an action" % found["code"], count)
        for i in range(count):
            action = ask()[i]  # its edit is of this version
            if "edit" not in action or "contentlint.yml" in str(action["edit"]):
                continue
            before = all_of(client)
            undo = apply_edit(client, folder, action["edit"])
            client.settle()
            after = all_of(client)
            want = {u: list(c) for u, c in before.items()}
            if "in the site" in action["title"]:
                want = {u: [x for x in c if x != found["code"]] for u, c in want.items()}
            else:
                want[uri].remove(found["code"])
            want = {u: c for u, c in want.items() if c}
            judge("mended: %s: %s" % (found["code"], action["title"]), after == want, (before, after))
            for changed, text in undo:
                if changed in client.sent_texts:
                    client.replace(changed, text)
                else:
                    put("/", client_path(changed)[1:], text)
                    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": changed, "type": 2}]})
            client.settle()
            judge("mended: %s: undone" % action["title"], all_of(client) == before, (before, all_of(client)))
    actions = client.call("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": {"start": {"line": 0, "character": 0},
                                                      "end": {"line": 0, "character": 0}}, "context": {"diagnostics": [], "only": ["source.fixAll"]}})
    judge("mended: all at once", [a["kind"] for a in actions] == ["source.fixAll.contentlint"], actions)
    apply_edit(client, folder, actions[0]["edit"])
    client.settle()
    judge("mended: what was safe is gone", "link-to-alias" not in codes(client.diagnostics[uri]), client.diagnostics[uri])
    judge("mended: the protocol", not client.faults and client.stop() == 0, client.faults)


def check_renamed():
    """A new name leaves no broken link behind."""
    rows = [("content/docs/alpha.md", "heading", "Ganz neue Überschrift"), ("content/docs/alpha.md", "slug", "primo"),
            ("content/docs/alpha.md", "use", "mark"), ("content/docs/alpha.md", "tag", "uno")]
    for name, mark, new in rows:
        folder, marks = make_site("renamed-%s" % mark)
        client = start(folder, options={"diagnostics": "site"})
        uri = client.open(os.path.join(folder, name))
        client.settle()
        before = all_of(client)
        place = lsp.place_of(client.sent_texts[uri], marks[name][mark], client.encoding)
        edit = client.call("textDocument/rename", {"textDocument": {"uri": uri}, "position": place, "newName": new})
        apply_edit(client, folder, edit)
        client.settle()
        judge("renamed: %s" % mark, all_of(client) == before, (before, all_of(client)))
        judge("renamed: %s: the protocol" % mark, not client.faults and client.stop() == 0, client.faults)
    folder, marks = make_site("renamed-file")
    client = start(folder, options={"diagnostics": "site"})
    client.settle(quiet=0.2)
    before = sorted(c for list in all_of(client).values() for c in list)
    old, new = (lsp.uri_of(os.path.join(folder, "content/docs", n)) for n in ("beta.md", "moved/delta.md"))
    edit = client.call("workspace/willRenameFiles", {"files": [{"oldUri": old, "newUri": new}]})
    apply_edit(client, folder, edit)
    os.makedirs(os.path.join(folder, "content/docs/moved"))
    os.rename(client_path(old), client_path(new))
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": old, "type": 3}, {"uri": new, "type": 1}]})
    client.settle()
    after = sorted(c for list in all_of(client).values() for c in list)
    judge("renamed: a file", before == after, (before, after))
    judge("renamed: its old address is an alias", "/docs/beta/" in open(client_path(new), encoding="utf-8").read())
    judge("renamed: a file: the protocol", not client.faults and client.stop() == 0, client.faults)


# ---- questions ------------------------------------------------------------------------------------------------------------------

def check_questions(accept):
    folder, marks = make_site("questions")
    client = start(folder)
    lines, opened = [], {}
    with open(os.path.join(HERE, "questions.txt"), encoding="utf-8") as file:
        rows = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    for row in rows:
        method, name, mark, *more = row.split(" ", 3)
        if name not in opened:
            opened[name] = client.open(os.path.join(folder, name))
            client.until(opened[name])
        uri = opened[name]
        place = lsp.place_of(client.sent_texts[uri], marks[name][mark], client.encoding)
        params = {"textDocument": {"uri": uri}, "position": place, "range": {"start": place, "end": place},
                  "context": {"diagnostics": [], "includeDeclaration": True}}
        params.update(json.loads(more[0]) if more else {})
        answer = client.wait(client.ask("textDocument/" + method, params))
        result = answer.get("result", answer.get("error"))
        lines.append("== %s" % row)
        for part in result if isinstance(result, list) else result.get("items", [result]) if isinstance(result, dict) else [result]:
            lines.append(json.dumps(part, ensure_ascii=False, sort_keys=True).replace(lsp.uri_of(folder), "site:"))
    judge("questions: the protocol", not client.faults and client.stop() == 0, client.faults)
    path = os.path.join(HERE, "answers.txt")
    if accept:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    with open(path, encoding="utf-8") as file:
        wanted = blocks(file.read().split("\n"))
    for question, answer in blocks(lines).items():
        judge("questions: %s" % question, wanted.get(question) == answer, "\n  wanted: %s\n  got:    %s" % (wanted.get(question), answer))


def blocks(lines):
    made = {}
    for line in lines:
        if line.startswith("== "):
            made[line[3:]] = []
        elif line:
            made[list(made)[-1]].append(line)
    return made


CHECKS = [check_frames, check_told, check_pulled, check_trouble, check_files, check_outside, check_roots, check_positions, check_mended,
          check_renamed, lambda: check_questions("--accept" in sys.argv)]
try:
    with concurrent.futures.ThreadPoolExecutor(len(CHECKS)) as pool:  # they wait for most of their time
        for done in [pool.submit(check) for check in CHECKS]:
            done.result()
finally:
    shutil.rmtree(ROOMS)
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)
