#!/usr/bin/env python3
"""tests/circles.py [BUILD] [--list]: which source files cannot do without each other. Reads the symbols of the object
files, so that no name is guessed, and prints the circles (strongly connected files), how many files are in them, and
the calls from a folder to one above it. Fails when there are more than the figures below, which only ever go down."""
import collections
import pathlib
import subprocess
import sys

CIRCLES_MAX, FILES_MAX = 4, 8
ORDER = "base schema marks page tree site hugo jekyll routes generators built links crawl lint fix session move init report lsp cmd".split()  # as in tests/check_source.sh


def symbols(build):
    """Defined symbols to their file, and per file what it needs."""
    home, needs = {}, collections.defaultdict(set)
    for path in sorted(build.glob("src/*/*.o")):
        name = str(path.relative_to(build / "src"))[:-2]
        if not any(pathlib.Path("src", name + end).exists() for end in (".c", ".cpp")):
            continue  # of a file that is no more
        for line in subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout.splitlines():
            kind, symbol = line.split()[-2:]
            if kind == "U":
                needs[name].add(symbol)
            elif kind in "TDBRVW":
                home[symbol] = name
    return home, needs


def graph(build):
    home, needs = symbols(build)
    return {file: {home[s] for s in wanted if s in home and home[s] != file} for file, wanted in needs.items()}


def circles(edges):
    """Tarjan's strongly connected components of two files or more, the largest first."""
    index, low, stack, found = {}, {}, [], []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        for other in sorted(edges.get(file, ())):
            if other not in index:
                visit(other)
                low[file] = min(low[file], low[other])
            elif other in stack:
                low[file] = min(low[file], index[other])
        if low[file] == index[file]:
            at = stack.index(file)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for file in sorted(edges):
        if file not in index:
            visit(file)
    return sorted(found, key=lambda c: (-len(c), c))


def main():
    arguments = [a for a in sys.argv[1:] if a != "--list"]
    build = pathlib.Path(arguments[0] if arguments else "build")
    sys.setrecursionlimit(10000)
    edges = graph(build)
    if not edges:
        print("0 passed, 1 failed: no object files in", build)
        return 1
    found = circles(edges)
    files = sum(map(len, found))
    climbs = [(f, t) for f, wanted in edges.items() for t in sorted(wanted)
              if ORDER.index(t.split("/")[0]) > ORDER.index(f.split("/")[0])]
    across = [c for c in found if len({f.split("/")[0] for f in c}) > 1]
    print(f"{len(found)} circles with {files} of {len(edges)} files, sizes {' '.join(str(len(c)) for c in found)};",
          f"{len(across)} across folders; {len(climbs)} calls upwards")
    if "--list" in sys.argv:
        for circle in found:
            print(" ", len(circle), " ".join(circle))
    wrong = [f"{f} calls {t}, which is above it" for f, t in climbs] + [f"a circle across folders: {' '.join(c)}" for c in across]
    if len(found) > CIRCLES_MAX:
        wrong.append(f"more than {CIRCLES_MAX} circles")
    if files > FILES_MAX:
        wrong.append(f"more than {FILES_MAX} files in circles")
    print("\n".join(wrong), end="\n" if wrong else "")
    print(f"{int(not wrong)} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
