#!/usr/bin/env python3
"""packaging/release/npm.py OUT TARGET=PROGRAM…: packages for npm. Each program is a package of its own, which npm installs
only where it runs; `contentlint` names them as optional dependencies and starts the one that is there. Nothing is run by
the installation."""
import json

import common

START = """#!/usr/bin/env node
// Starts the program of the package for this platform, which npm has installed beside this one.
const { spawnSync } = require("node:child_process");
const name = `contentlint-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/contentlint`);
} catch {
  console.error(`contentlint: the package ${name} is not installed: it is an optional dependency, which --omit=optional leaves out, ` +
    "and there is none for every platform");
  process.exit(2);
}
const run = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`contentlint: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
"""


def package(manifest, files):
    manifest = {"version": common.VERSION, "description": common.backend.SUMMARY, "license": "MIT", **manifest}
    first = [("package/package.json", (json.dumps(manifest, indent=2) + "\n").encode(), 0o644),
             ("package/LICENSE", common.backend.read("LICENSE").encode(), 0o644)]
    return common.packed(common.tar(first + files))


def main():
    out, programs = common.arguments(__doc__)
    names = []
    for target, program in programs:
        platform, processor = common.TARGETS[target]["npm"]
        name = f"contentlint-{platform}-{processor}"
        names.append(name)
        manifest = {"name": name, "os": [platform], "cpu": [processor], "files": ["contentlint"], "preferUnplugged": True}
        common.write(out, f"{name}-{common.VERSION}.tgz",
                     package(manifest, [("package/contentlint", common.read(program), 0o755)]))
    manifest = {"name": "contentlint", "bin": {"contentlint": "contentlint.js"}, "files": ["contentlint.js"],
                "engines": {"node": ">=14"}, "optionalDependencies": {name: common.VERSION for name in names}}
    common.write(out, f"contentlint-{common.VERSION}.tgz",
                 package(manifest, [("package/contentlint.js", START.encode(), 0o755),
                                    ("package/README.md", common.backend.read("README.md").encode(), 0o644)]))


main()
