#!/usr/bin/env python3
"""tests/schema_editor.py BINARY YAML-LANGUAGE-SERVER: `schema print` in an editor: what the server underlines in files whose
first line names a printed schema, and what it completes. Prints "N passed, N failed" last."""
import json
import os
import subprocess
import sys
import tempfile

# Name, schema printed by, text, words that must stand in a complaint each (none: no complaint).
FILES = [
    ("config-good", [], "types:\n  - {files: 'content/**', schema: page}\nrules:\n  duplicate-alias: warning\n"
     "  lost-url: {severity: error, allow: [{reason: moved by hand}]}\nlinks:\n  external: {robots: true, timeouts: {connect: 5}}\n", []),
    ("config-key", [], "typos: []\n", ["typos"]),
    ("config-severity", [], "rules:\n  duplicate-alias: fatal\n", ["not accepted"]),
    ("config-option", [], "rules:\n  duplicate-alias: {problems: twice}\n", ["problems"]),
    ("config-word", [], "rules:\n  duplicate-alias: {problem: thrice}\n", ["not accepted"]),
    ("config-number", [], "links:\n  external: {in_flight: many}\n", ["integer"]),
    ("config-own-rule", [], "rules:\n  our-own-rule: {severity: note, pattern: x}\n", []),
    ("page-good", ["page"], "title: A page\ndate: 2026-05-01\ndraft: false\naliases: [/old/]\nmenu: main\n", []),
    ("page-draft", ["page"], "title: A page\ndraft: perhaps\n", ["not accepted"]),
    ("page-aliases", ["page"], "title: A page\naliases: {a: b}\n", ["array"]),
    ("course-missing", ["course"], "title: A course\n", ["course_code", "description"]),
    ("course-page", ["course"], "title: A course\ndraft: perhaps\n", ["not accepted"]),
    ("syllabus-key", ["syllabus"], "syllabus: none\n", ["array"]),
]
# Schema printed by, text, line and column, a word that is proposed there.
COMPLETIONS = [([], "rules:\n  duplic\n", 1, 8, "duplicate-alias"), ([], "rules:\n  duplicate-alias: \n", 1, 19, "warning"),
               (["page"], "alia\n", 0, 4, "aliases")]


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.last, self.said = 0, {}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {"textDocument": {
            "completion": {"completionItem": {"snippetSupport": True}}}}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": {"schemaStore": {"enable": False}}}})

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            sys.exit("the server ended")
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.said[message["params"]["uri"]] = [found["message"] for found in message["params"]["diagnostics"]]
        elif "id" in message and "method" in message:  # it asks for settings: none
            asked = message.get("params") or {}
            self.send({"id": message["id"], "result": [None] * len(asked.get("items", []))})
        return message

    def ask(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while (message := self.read()).get("id") != self.last or "method" in message:
            pass
        return message.get("result")

    def open(self, uri, text):
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})


def printed(binary, words, folder):
    path = os.path.join(folder, "-".join(words) or "contentlint") + ".json"
    if not os.path.exists(path):
        with open(path, "wb") as file:
            subprocess.run([binary, "schema", "print", *words], cwd=folder, stdout=file, check=True)
    return path


def main():
    binary = os.path.realpath(sys.argv[1])
    server, failed, passed = Server(sys.argv[2]), 0, 0

    def verdict(name, good, said):
        nonlocal failed, passed
        passed, failed = passed + bool(good), failed + (not good)
        if not good:
            print(f"failed: {name}: {said}")
    with tempfile.TemporaryDirectory() as folder:
        for name, words, text, wanted in FILES:
            uri = f"file://{folder}/{name}.yaml"
            server.open(uri, f"# yaml-language-server: $schema={printed(binary, words, folder)}\n{text}")
            while uri not in server.said:
                server.read()
            said = server.said[uri]
            verdict(name, all(any(word in one for one in said) for word in wanted) if wanted else not said, said)
        for i, (words, text, line, column, wanted) in enumerate(COMPLETIONS):
            uri = f"file://{folder}/complete-{i}.yaml"
            server.open(uri, f"# yaml-language-server: $schema={printed(binary, words, folder)}\n{text}")
            result = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": line + 1, "character": column}})
            items = [item["label"] for item in (result["items"] if isinstance(result, dict) else result or [])]
            verdict(f"completion {i}", wanted in items, items[:10])
    server.process.kill()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
