#!/usr/bin/env python3
"""packaging/release/tarball.py OUT TARGET=PROGRAM… [with CONTENTLINT=PROGRAM of this machine]: an archive of each static
program with its manual page, completions and licence."""
import os
import subprocess

import common

# The texts that a program prints about itself are the same on every platform: one that runs here is asked.
TEXTS = {"share/man/man1/contentlint.1": ["--manual"],
         "share/bash-completion/completions/contentlint": ["--completion", "bash"],
         "share/zsh/site-functions/_contentlint": ["--completion", "zsh"],
         "share/fish/vendor_completions.d/contentlint.fish": ["--completion", "fish"]}


def main():
    out, programs = common.arguments(__doc__)
    speaker = os.environ.get("CONTENTLINT", programs[0][1])
    texts = [(path, subprocess.run([speaker, *words], capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout)
             for path, words in TEXTS.items()]
    for target, program in programs:
        top = f"{common.NAME}-{target}"
        files = [(f"{top}/bin/contentlint", common.read(program), 0o755)]
        files += [(f"{top}/{path}", text, 0o644) for path, text in texts]
        files += [(f"{top}/{name}", common.backend.read(name).encode(), 0o644) for name in ("LICENSE", "README.md", "CHANGELOG.md")]
        common.write(out, f"{top}.tar.gz", common.packed(common.tar(files)))


main()
