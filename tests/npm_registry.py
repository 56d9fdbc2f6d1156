#!/usr/bin/env python3
"""tests/npm_registry.py FOLDER: a registry on loopback that has the packed packages of a folder and no others. Prints its
port; ends with its standard input."""
import http.server
import io
import json
import os
import sys
import tarfile
import threading

packages = {}
for file in sorted(os.listdir(sys.argv[1])):
    if file.endswith(".tgz"):
        with open(os.path.join(sys.argv[1], file), "rb") as opened:
            data = opened.read()
        manifest = json.load(tarfile.open(fileobj=io.BytesIO(data)).extractfile("package/package.json"))
        packages[manifest["name"]] = (manifest, file, data)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/")
        for manifest, file, data in packages.values():
            if name == f"files/{file}":
                return self.answer(200, data)
        if name not in packages:
            return self.answer(404, b"{}")
        manifest, file, _ = packages[name]
        entry = {**manifest, "dist": {"tarball": f"http://127.0.0.1:{server.server_port}/files/{file}"}}
        version = manifest["version"]
        self.answer(200, json.dumps({"name": name, "dist-tags": {"latest": version}, "versions": {version: entry}}).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
