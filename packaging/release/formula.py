#!/usr/bin/env python3
"""packaging/release/formula.py OUT TARGET=PROGRAM…: contentlint.rb, a formula for Homebrew of the archives in OUT, which are
published below RELEASES (an address without slash at its end)."""
import os
import sys

import common

PLATFORMS = {"x86_64-linux-musl": ("linux", "intel"), "aarch64-linux-musl": ("linux", "arm"),
             "x86_64-macos": ("macos", "intel"), "aarch64-macos": ("macos", "arm")}
HEAD = '''# Made by packaging/release/formula.py.
class Contentlint < Formula
  desc "Linter for the content of web sites: links, aliases, front matter, notices"
  homepage "@HOME@"
  version "@VERSION@"
  license "MIT"

'''
TAIL = '''
  def install
    bin.install "bin/contentlint"
    man1.install "share/man/man1/contentlint.1"
    bash_completion.install "share/bash-completion/completions/contentlint"
    zsh_completion.install "share/zsh/site-functions/_contentlint"
    fish_completion.install "share/fish/vendor_completions.d/contentlint.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/contentlint --version")
    (testpath/"page.md").write "[nowhere](nowhere.md)\\n"
    assert_match "broken-link", shell_output("#{bin}/contentlint check page.md", 1)
  end
end
'''


def main():
    out, programs = common.arguments(__doc__)
    releases = os.environ.get("RELEASES", "")
    if not releases.startswith("https://") or '"' in releases or "#" in releases:
        sys.exit("RELEASES must be the https address below which the archives are published")
    body = ""
    for system in ("macos", "linux"):
        rows = []
        for target, _ in programs:
            if PLATFORMS[target][0] != system:
                continue
            name = f"{common.NAME}-{target}.tar.gz"
            digest = common.sha256(common.read(os.path.join(out, name)))
            rows.append(f'    on_{PLATFORMS[target][1]} do\n      url "{releases}/v{common.VERSION}/{name}"\n      sha256 "{digest}"\n    end\n')
        if rows:
            body += f"  on_{system} do\n" + "".join(rows) + "  end\n"
    home = os.environ.get("HOMEPAGE") or releases.removesuffix("/releases/download")
    text = HEAD.replace("@HOME@", home).replace("@VERSION@", common.VERSION) + body + TAIL
    common.write(out, "contentlint.rb", text.encode())


main()
