#!/usr/bin/env python3
"""tests/github_api.py FOLDER: what packaging/suggest.py asks of GitHub, on loopback: FOLDER/files.json and comments.json are
answered, a review that is written goes to FOLDER/review.json; FOLDER/status is the status of every answer, if there. Prints its
port; ends with its standard input."""
import http.server
import os
import sys
import threading

FOLDER = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, data):
        status = 200
        if os.path.exists(os.path.join(FOLDER, "status")):
            with open(os.path.join(FOLDER, "status"), encoding="ascii") as file:
                status = int(file.read())
        if self.headers["Authorization"] != "Bearer secret-token":
            status = 401
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return status

    def do_GET(self):
        path, _, query = self.path.partition("?")
        name = {"/repos/owner/site/pulls/7/files": "files.json", "/repos/owner/site/pulls/7/comments": "comments.json"}.get(path)
        data = b"[]"
        if name and "page=1" in query.split("&"):
            with open(os.path.join(FOLDER, name), "rb") as file:
                data = file.read()
        self.answer(data)

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.answer(b"{}") == 200 and self.path == "/repos/owner/site/pulls/7/reviews":
            with open(os.path.join(FOLDER, "review.json"), "wb") as file:
                file.write(data)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
