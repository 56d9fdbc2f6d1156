#!/usr/bin/env python3
"""tests/fuzz_inputs.py ENTRY FOLDER: the fixtures and the rules as inputs of a fuzz entry, one file each. The entry `site`
gets the sites of the fixtures and the recorded ones of each generator whole, in the form tests/fuzz_site.h reads, and the
rules' examples; the others get files."""
import pathlib
import sys

from generators_record import read_case

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 32768
OURS = {"expected.txt", "expected.sarif", "expected.json", "args", "setup"}


def files_of(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name not in OURS and path.stat().st_size <= LARGEST:
            yield path


def site_of(folder):
    return b"\n" + b"".join(b"=== %s\n%s" % (str(path.relative_to(folder)).encode(), path.read_bytes().rstrip(b"\n") + b"\n")
                            for path in files_of(folder))


def recorded():
    for case in sorted((ROOT / "tests/generators").glob("*/*.txt")):
        yield b"\n" + b"".join(b"=== %s\n%s\n" % (name.encode(), text.rstrip("\n").encode()) for name, text in read_case(case).items())


def examples_of(rule):
    """The fences of a rule's examples, each heading's as one site."""
    site, name, text = b"", None, []
    for line in rule.read_bytes().splitlines():
        if line.startswith(b"#") and name is None:
            if site:
                yield b"\n" + site
            site = b""
        elif line.startswith(b"````") or line.startswith(b"```"):
            words = line.strip(b"`").split()
            if name is None:
                name, text = (words[1] if len(words) > 1 else b"content/a.md"), []
            else:
                site += b"=== %s\n%s\n" % (name, b"\n".join(text))
                name = None
        elif name is not None:
            text.append(line)
    if site:
        yield b"\n" + site


def inputs(entry):
    if entry == "site":
        for folder in sorted((ROOT / "fixtures").iterdir()):
            yield site_of(folder)
        yield from recorded()
        for rule in sorted((ROOT / "rules").glob("*.md")):
            yield from examples_of(rule)
        return
    for folder in ("fixtures", "rules"):
        for path in files_of(ROOT / folder):
            yield path.read_bytes()


def main():
    for number, data in enumerate(inputs(sys.argv[1])):
        if 0 < len(data) <= 2 * LARGEST:
            pathlib.Path(sys.argv[2], f"{number:04}").write_bytes(data)


if __name__ == "__main__":
    main()
