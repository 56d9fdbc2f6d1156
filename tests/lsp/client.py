"""A client of `contentlint lsp` for tests: sends messages, keeps the protocol's own rules, and keeps what it was told."""
import json
import os
import queue
import subprocess
import threading
import urllib.parse


def uri_of(path):
    return "file://" + urllib.parse.quote(path)


def offset_of(text, place, encoding):
    """The index into text of a position."""
    lines = split_lines(text)
    if place["line"] >= len(lines):
        return len(text)
    start = sum(len(line) for line in lines[: place["line"]])
    line = lines[place["line"]].rstrip("\r\n")
    units = 0
    for i, c in enumerate(line):
        if units >= place["character"]:
            return start + i
        units += len(c.encode("utf-8")) if encoding == "utf-8" else len(c.encode("utf-16-le")) // 2
    return start + len(line)


def place_of(text, offset, encoding):
    lines, at = split_lines(text), 0
    for number, line in enumerate(lines):
        if at + len(line) > offset or number == len(lines) - 1:
            part = text[at:offset]
            units = len(part.encode("utf-8")) if encoding == "utf-8" else len(part.encode("utf-16-le")) // 2
            return {"line": number, "character": units}
        at += len(line)
    return {"line": 0, "character": 0}


def split_lines(text):
    """Lines with their ends: LF, CR LF, CR; a last line without one, if only an empty one."""
    lines, start, i = [], 0, 0
    while i < len(text):
        if text[i] == "\r" and text[i + 1 : i + 2] == "\n":
            i += 1
        elif text[i] not in "\r\n":
            i += 1
            continue
        lines.append(text[start : i + 1])
        i += 1
        start = i
    lines.append(text[start:])
    return lines


def apply(text, edits, encoding):
    """The text with edits made, which must not overlap and must lie within it."""
    places = sorted(
        ((offset_of(text, e["range"]["start"], encoding), offset_of(text, e["range"]["end"], encoding), i, e["newText"])
         for i, e in enumerate(edits)))
    for a, b in zip(places, places[1:]):
        assert a[1] <= b[0], "edits overlap"
    out, at = [], 0
    for start, end, _, new in places:
        out += [text[at:start], new]
        at = end
    return "".join(out) + text[at:]


class Client:
    def __init__(self, binary, *options, env=None, cwd=None):
        self.process = subprocess.Popen([binary, "lsp", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=env, cwd=cwd)
        self.inbox = queue.Queue()
        self.next_id = 0
        self.answers = {}          # id -> message
        self.asked = set()
        self.diagnostics = {}      # uri -> list
        self.versions = {}         # uri -> version of those
        self.published = 0
        self.sent_texts = {}       # uri -> text
        self.known_versions = {}   # uri -> version of that; never one that was used before
        self.encoding = "utf-16"
        self.notes = []            # other notifications
        self.requests = []         # of the server
        self.faults = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    # ---- the wire
    def read(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    self.inbox.put(None)
                    return
                line = line.decode().strip()
                if not line:
                    break
                name, _, value = line.partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.inbox.put(json.loads(out.read(length)))

    def write(self, message):
        body = json.dumps(dict(message, jsonrpc="2.0")).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def raw(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def take(self, timeout):
        try:
            message = self.inbox.get(timeout=timeout)
        except queue.Empty:
            return False
        if message is None:
            self.inbox.put(None)
            return False
        self.handle(message)
        return True

    def handle(self, message):
        if "method" not in message:
            if message["id"] is None:
                self.notes.append(message)
            elif message["id"] not in self.asked:
                self.faults.append("an answer to no request: %r" % message["id"])
            elif message["id"] in self.answers:
                self.faults.append("a second answer: %r" % message["id"])
            else:
                if ("result" in message) == ("error" in message):
                    self.faults.append("neither result nor error, or both: %r" % message)
                self.answers[message["id"]] = message
            return
        if "id" in message:
            self.requests.append(message)
            self.write({"id": message["id"], "result": None})
        elif message["method"] == "textDocument/publishDiagnostics":
            params = message["params"]
            self.check_places(params["uri"], params["diagnostics"], params.get("version"))
            self.published += 1
            self.diagnostics[params["uri"]] = params["diagnostics"]
            self.versions[params["uri"]] = params.get("version")
        else:
            self.notes.append(message)

    def check_places(self, uri, items, version):
        """Each place lies in the text that the client has, if it is of that version."""
        text = self.sent_texts.get(uri)
        if text is None or version != self.known_versions.get(uri):
            return
        lines = split_lines(text)
        for item in items:
            for side in ("start", "end"):
                place = item["range"][side]
                if place["line"] >= len(lines):
                    self.faults.append("a place behind the text: %r" % item)
                    continue
                line = lines[place["line"]].rstrip("\r\n")
                units = len(line.encode("utf-8")) if self.encoding == "utf-8" else len(line.encode("utf-16-le")) // 2
                if place["character"] > units:
                    self.faults.append("a place behind its line: %r" % item)

    # ---- requests
    def ask(self, method, params=None):
        """Sends a request; its id."""
        self.next_id += 1
        self.asked.add(self.next_id)
        message = {"id": self.next_id, "method": method}
        if params is not None:
            message["params"] = params
        self.write(message)
        return self.next_id

    def wait(self, id, timeout=60):
        while id not in self.answers:
            if not self.take(timeout):
                raise AssertionError("no answer to request %r: %s" % (id, self.death()))
        return self.answers[id]

    def call(self, method, params=None, timeout=60):
        answer = self.wait(self.ask(method, params), timeout)
        if "error" in answer:
            raise AssertionError("%s: %r" % (method, answer["error"]))
        return answer["result"]

    def tell(self, method, params=None):
        self.write({"method": method, "params": params or {}})

    def death(self):
        if self.process.poll() is None:
            return "it runs"
        return "status %r: %s" % (self.process.returncode, self.process.stderr.read().decode("utf-8", "replace")[-2000:])

    # ---- a session
    def initialize(self, root=None, capabilities=None, options=None, **more):
        capabilities = capabilities if capabilities is not None else CAPABILITIES
        params = {"processId": os.getpid(), "rootUri": uri_of(root) if root else None, "capabilities": capabilities}
        if root:
            params["workspaceFolders"] = [{"uri": uri_of(root), "name": "site"}]
        if options:
            params["initializationOptions"] = options
        params.update(more)
        result = self.call("initialize", params)
        self.encoding = result["capabilities"].get("positionEncoding", "utf-16")
        self.tell("initialized")
        return result

    def open(self, path, text=None, language="markdown"):
        uri = path if ":" in path.split("/")[0] else uri_of(path)
        if text is None:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
        self.known_versions[uri] = self.known_versions.get(uri, 0) + 1
        self.sent_texts[uri] = text
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language,
                                                            "version": self.known_versions[uri], "text": text}})
        return uri

    def change(self, uri, edits):
        """Edits of [start, end) indexes of the text, one after the other."""
        changes = []
        for start, end, new in edits:
            text = self.sent_texts[uri]
            changes.append({"range": {"start": place_of(text, start, self.encoding), "end": place_of(text, end, self.encoding)},
                            "text": new})
            self.sent_texts[uri] = text[:start] + new + text[end:]
        self.known_versions[uri] += 1
        self.tell("textDocument/didChange",
                  {"textDocument": {"uri": uri, "version": self.known_versions[uri]}, "contentChanges": changes})

    def replace(self, uri, text):
        self.sent_texts[uri] = text
        self.known_versions[uri] += 1
        self.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": self.known_versions[uri]},
                                             "contentChanges": [{"text": text}]})

    def close(self, uri):
        self.sent_texts.pop(uri, None)
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def settle(self, quiet=0.01, timeout=60):
        """Until the server has said all that it has to say. What it does by itself it does between two requests, a step at a
        time, and answers none meanwhile."""
        rounds = 0
        while rounds < 10:  # more than there are documents and sites
            self.wait(self.ask("contentlint/none"), timeout)
            rounds += 1
            while self.take(quiet):
                rounds = 0

    def until(self, uri, timeout=30):
        """Diagnostics of the version that was sent last."""
        while self.versions.get(uri) != self.known_versions[uri]:
            assert self.take(timeout), "no diagnostics of %s: %s" % (uri, self.death())
        return self.diagnostics[uri]

    def stop(self):
        """Says goodbye; the status."""
        self.call("shutdown")
        self.tell("exit")
        self.process.stdin.close()
        status = self.process.wait(timeout=30)
        while self.take(0.2):
            pass
        return status

    def kill(self):
        self.process.kill()
        self.process.wait()


CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "tagSupport": {"valueSet": [1, 2]},
                               "dataSupport": True, "codeDescriptionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
                       "isPreferredSupport": True},
        "completion": {"completionItem": {"snippetSupport": True}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "applyEdit": True,
    },
    "window": {"workDoneProgress": True},
}
