"""python3 -I packaging/suggest.py FINDINGS DIRECTORY: fixes of contentlint's findings (its report json-lines, of a run in DIRECTORY)
as suggestions in a review of the pull request of the event. Only lines that the pull request shows can have one. Nothing that
fails here decides the check: it is said in an annotation.

The tree, its names and the messages are a stranger's: files outside of the workspace and in .git are not read, and what
is written names nobody and shows no markup but its own."""
import json
import os
import re
import sys
import urllib.error
import urllib.request

MOST = 30  # suggestions of one review
PAGES = 30  # of an answer, 100 entries each: what the API has at most
SECONDS = 30
BYTES = 16 << 20


def say(level, text):
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::{level} title=contentlint::{text}")
    sys.exit(0)


def call(path, body=None):
    request = urllib.request.Request(os.environ["GITHUB_API_URL"] + path, None if body is None else json.dumps(body).encode(), {
        "Authorization": "Bearer " + os.environ["TOKEN"], "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.loads(answer.read(BYTES))


def pages(path):
    for page in range(1, PAGES + 1):
        entries = call(f"{path}?per_page=100&page={page}")
        yield from entries
        if len(entries) < 100:
            return


def shown_lines(patch):
    """Lines of the new file that a patch shows, with their texts."""
    shown, line = {}, 0
    for text in patch.split("\n"):
        hunk = re.match(r"@@ -\d+(?:,\d+)? \+(\d+)", text)
        if hunk:
            line = int(hunk[1])
        elif text[:1] in ("+", " "):
            shown[line] = text[1:]
            line += 1
    return shown


def read(path, workspace):
    """The text of a file of the workspace, None when it is none or lies elsewhere."""
    real = os.path.realpath(path)
    parts = os.path.relpath(real, workspace).split(os.sep)
    if parts[0] == os.pardir or any(part.lower() == ".git" for part in parts) or not os.path.isfile(real):
        return None
    with open(real, "rb") as file:
        return file.read(BYTES).decode("utf-8", "surrogateescape")


def mended(text, edits):
    """(first line, last line, what they become) when the edits are made; None when they do not fit the text."""
    starts = [0] + [found.end() for found in re.finditer("\n", text)]
    starts += [] if text.endswith("\n") else [len(text)]  # where the line behind the last begins

    def offset(line, column):
        return starts[line - 1] + column - 1 if 1 <= line <= len(starts) else -1
    spans = sorted((offset(e["line"], e["column"]), offset(e["endLine"], e["endColumn"]), e["text"]) for e in edits)
    out, at = "", 0
    for start, end, new in spans:
        if start < at or not start <= end <= len(text):
            return None
        out, at = out + text[at:start] + new, end
    out += text[at:]
    first = min(e["line"] for e in edits)
    last = max(e["endLine"] - (e["endColumn"] == 1 and e["endLine"] > e["line"]) for e in edits)
    if last >= len(starts):
        return None
    tail = text[starts[last]:]
    block = out[starts[first - 1]:len(out) - len(tail)]
    block = block.replace("\r\n", "\n")
    return first, last, block[:-1] if block.endswith("\n") else block


def plain(text):
    """Text that a comment shows as it is: no markup, nobody is called."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", text).replace("@", "@\u200b")


def comment(finding, path, text):
    change = mended(text, finding["fix"]["edits"])
    if change is None:
        return None
    first, last, block = change
    if any("\udc80" <= c <= "\udcff" for c in block):  # bytes that are not UTF-8 cannot be said in JSON
        return None
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block)), default=0))
    title = plain(finding["fix"]["title"])
    body = f"**{finding['severity']}** {plain(finding['message'])} (`{finding['rule']}`): {title}\n\n{fence}suggestion\n{block}\n{fence}\n"
    if block == "" and text:  # an empty block deletes the lines
        body = body.replace("suggestion\n\n", "suggestion\n")
    place = {"path": path, "line": last, "side": "RIGHT", "body": body}
    return {**place, "start_line": first, "start_side": "RIGHT"} if first < last else place


def comments(findings, folder, workspace, shown):
    """A comment for each fix that lies in one file, on lines that the pull request shows, and not on those of another."""
    found, taken = [], set()
    for line in findings:
        finding = json.loads(line)
        edits = finding.get("fix", {}).get("edits", [])
        if not edits or any(edit["path"] != finding["path"] for edit in edits):
            continue
        path = os.path.relpath(os.path.join(folder, finding["path"]), workspace)
        text = read(os.path.join(folder, finding["path"]), workspace) if path in shown else None
        made = comment(finding, path, text) if text is not None else None
        if not made:
            continue
        lines = {(path, n) for n in range(made.get("start_line", made["line"]), made["line"] + 1)}
        rows = text.split("\n")
        if lines & taken or any(shown[path].get(n, "\n").rstrip("\r") != rows[n - 1].rstrip("\r") for _, n in lines):
            continue  # what was checked may be the merge, whose lines are others
        taken |= lines
        found.append(made)
    return found


def main():
    workspace = os.path.realpath(os.environ["GITHUB_WORKSPACE"])
    try:
        with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
            pull = json.load(file)["pull_request"]
        number, head = int(pull["number"]), str(pull["head"]["sha"])
    except (KeyError, TypeError, ValueError, OSError):
        say("notice", "suggestions are made on pull requests alone: this event has none")
    at = f"/repos/{os.environ['GITHUB_REPOSITORY']}/pulls/{number}"
    try:
        shown = {file["filename"]: shown_lines(file.get("patch", "")) for file in pages(at + "/files")}
        with open(sys.argv[1], encoding="utf-8") as findings:
            made = comments(findings, os.path.realpath(sys.argv[2]), workspace, shown)
        said = {(old["path"], old["body"].replace("\r\n", "\n").strip()) for old in pages(at + "/comments")} if made else set()
        new = [one for one in made if (one["path"], one["body"].strip()) not in said]
        rest = f" {len(new) - MOST} more can be had when these are in." if len(new) > MOST else ""
        if new:
            call(at + "/reviews", {"commit_id": head, "event": "COMMENT", "comments": new[:MOST],
                                   "body": "contentlint can mend this." + rest})
        print(f"contentlint: {min(len(new), MOST)} suggestions, {len(made) - len(new)} were there")
    except urllib.error.HTTPError as error:
        say("warning", f"suggestions cannot be written: the API answers {error.code} (they need pull-requests: write, "
            "which a fork's token has not)")
    except (OSError, KeyError, TypeError, ValueError) as error:
        say("warning", f"suggestions cannot be written: {error}")


main()
