#!/bin/bash
# tests/packages.sh PROGRAM [FOLDER]: what packaging/release makes of the program (any that runs here; build/contentlint will do)
# is installed as users install it and runs: wheel by pip, pipx and uv from a local index, a checkout without compiler, npm
# from a registry on loopback, archive, image, the hooks with real pre-commit, the list of parts. FULL=1: the Debian package
# besides, checked by lintian and installed in a fresh root by debootstrap. What a tool that is missing would show is skipped and
# said. Prints "N passed, N failed" last.
set -u
program=$(realpath "$1") here=$(realpath "$(dirname "$0")/..")
release=$here/packaging/release
passed=0 failed=0
work=$(mktemp -d)
trap 'exec 3>&-; rm -rf "$work"' EXIT
log=$work/log
target=$(uname -m)-linux-musl
version=$("$program" --version | sed -n '1s/^contentlint \([^ ]*\).*/\1/p')
export HOME=$work/home PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
export PIP_FIND_LINKS=$work/out UV_NO_INDEX=1 UV_FIND_LINKS=$work/out UV_CACHE_DIR=$work/uv UV_PYTHON_DOWNLOADS=never PYTHONDONTWRITEBYTECODE=1
mkdir "$HOME"

verdict() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
        tail -n 20 "$log"
    fi
}
runs() { # NAME COMMAND…: says the version
    "${@:2}" --version >"$log" 2>&1 && grep -q "^contentlint $version" "$log"
    verdict "$1" $?
}
have() {
    command -v "$1" >/dev/null && return
    echo "skipped: $1 is not installed"
    return 1
}

made_twice() {
    mkdir -p "$work/built/$target" && cp "$program" "$work/built/$target/contentlint"
    strip "$work/built/$target/contentlint" 2>/dev/null
    export RELEASES=https://example.org/r
    BUILT=$work/built "$release/release" "$work/out" "$target" >"$log" 2>&1
    verdict "a release is made" $?
    BUILT=$work/built "$release/release" "$work/again" "$target" >"$log" 2>&1
    diff -r "$work/out" "$work/again" >"$log"
    verdict "made again it has the same bytes" $?
    (cd "$work/out" && sha256sum --check --quiet SHA256SUMS) >"$log" 2>&1
    verdict "the sums are right" $?
}

wheel() {
    python3 -m venv "$work/venv" >"$log" 2>&1 && "$work/venv/bin/pip" install -q contentlint >"$log" 2>&1
    verdict "pip installs the wheel" $?
    runs "the wheel's program" "$work/venv/bin/contentlint"
    runs "python -m contentlint" "$work/venv/bin/python" -m contentlint
    "$work/venv/bin/python" -m contentlint check "$work/nowhere" >"$log" 2>&1
    [ $? = 2 ]
    verdict "python -m keeps the exit status" $?
    "$work/venv/bin/pip" install -q --target "$work/target" contentlint >"$log" 2>&1
    PYTHONPATH=$work/target runs "python -m from pip install --target" python3 -m contentlint
    "$work/venv/bin/pip" uninstall -q -y contentlint >"$log" 2>&1 && [ ! -e "$work/venv/bin/contentlint" ]
    verdict "pip takes it away again" $?
    if have pipx; then
        PIPX_HOME=$work/pipx PIPX_BIN_DIR=$work/pipx-bin pipx install contentlint >"$log" 2>&1
        runs "pipx" "$work/pipx-bin/contentlint"
    fi
    if have uv; then
        UV_TOOL_DIR=$work/uv-tools UV_TOOL_BIN_DIR=$work/uv-bin uv tool install contentlint >"$log" 2>&1
        runs "uv tool" "$work/uv-bin/contentlint"
    fi
}

checkout() { # nothing built and no compiler: one sentence; then the program that ./setup left
    mkdir "$work/checkout" "$work/bare"
    (cd "$here" && git ls-files -z -co --exclude-standard -- Makefile README.md LICENSE pyproject.toml packaging | xargs -0 cp --parents -t "$work/checkout")
    python3 -m venv "$work/plain" >"$log" 2>&1
    PATH=$work/bare "$work/plain/bin/pip" install -q "$work/checkout" >"$log" 2>&1
    [ $? != 0 ] && grep -q 'contentlint: cannot be built from its source, since make, cc, c++, pkg-config are missing: run ./setup' "$log" &&
        ! grep -q Traceback "$log"
    verdict "a checkout without compiler says what is missing" $?
    mkdir "$work/checkout/build" && cp "$work/built/$target/contentlint" "$work/checkout/build/"
    PATH=$work/bare "$work/plain/bin/pip" install -q "$work/checkout" >"$log" 2>&1
    runs "a checkout with the program that was built" "$work/plain/bin/contentlint"
}

npm_packages() {
    have npm || return
    mkfifo "$work/hold" "$work/port"
    python3 -I "$here/tests/npm_registry.py" "$work/out" <"$work/hold" >"$work/port" &
    exec 3>"$work/hold"
    local port
    read -r port <"$work/port"
    mkdir "$work/node" && cd "$work/node" || exit 2
    echo '{"private": true}' >package.json
    printf 'registry=http://127.0.0.1:%s/\ncache=%s\naudit=false\nfund=false\nupdate-notifier=false\n' "$port" "$work/npm-cache" >.npmrc
    npm install --ignore-scripts contentlint >"$log" 2>&1
    verdict "npm installs" $?
    runs "npx contentlint" npx --no-install contentlint
    npx --no-install contentlint check nowhere >"$log" 2>&1
    [ $? = 2 ]
    verdict "npx keeps the exit status" $?
    rm -rf node_modules/contentlint-linux-*
    npx --no-install contentlint --version >"$log" 2>&1
    [ $? = 2 ] && grep -q '^contentlint: the package contentlint-linux-.* is not installed' "$log" && [ "$(wc -l <"$log")" = 1 ]
    verdict "npx without the platform's package says so in a line" $?
    cd "$work" && exec 3>&-
}

archive() {
    mkdir "$work/unpacked" && tar -xf "$work/out/contentlint-$version-$target.tar.gz" -C "$work/unpacked" --strip-components=1
    runs "the archive's program" "$work/unpacked/bin/contentlint"
    [ -s "$work/unpacked/share/man/man1/contentlint.1" ] && [ -s "$work/unpacked/LICENSE" ]
    verdict "the archive has manual and licence" $?
    python3 - "$work/out/contentlint-$version-$target.spdx.json" "$here/packaging/static/sources.tsv" >"$log" 2>&1 <<'END'
import json, sys
document = json.load(open(sys.argv[1]))
names = {line.split("\t")[0] for line in open(sys.argv[2]) if not line.startswith("#")}
assert names | {"contentlint"} == {part["name"] for part in document["packages"]}
known = {part["SPDXID"] for part in document["packages"]} | {"SPDXRef-DOCUMENT"}
assert all(relation[end] in known for relation in document["relationships"] for end in ("spdxElementId", "relatedSpdxElement"))
assert len(known) == len(document["packages"]) + 1
END
    verdict "the list of parts names each source and nothing else" $?
}

image() { # crun where it can run here, else a chroot
    have umoci || return
    mkdir "$work/oci" && tar -xf "$work/out/contentlint-$version-image.tar" -C "$work/oci" &&
        umoci unpack --image "$work/oci:$version-$(dpkg --print-architecture)" "$work/bundle" >"$log" 2>&1
    verdict "the image is unpacked by umoci" $?
    python3 -c 'import json, sys; process = json.load(open(sys.argv[1]))["process"]
assert process["user"]["uid"] == 65534 and process["args"] == ["/usr/bin/contentlint"] and process["cwd"] == "/site"' "$work/bundle/config.json" 2>"$log"
    verdict "the image runs the program as nobody in /site" $?
    if ! ldd "$program" 2>&1 | grep -q 'not a dynamic\|statically'; then echo "skipped: the program needs libraries that the image has not" && return; fi
    if [ "$(id -u)" = 0 ]; then
        runs "the program in the image's root" chroot --userspec=65534:65534 "$work/bundle/rootfs" /usr/bin/contentlint
    fi
}

hooks() { # real pre-commit, from the wheel: no compiler
    have pre-commit || return
    local start
    (cd "$work/out/hooks" && git init -q && git add -A && git -c user.name=a -c user.email=a@example.org commit -q -m hooks)
    mkdir -p "$work/site/content" && cd "$work/site" && git init -q && git config user.name a && git config user.email a@example.org || exit 2
    echo 'baseURL = "https://www.your-site.org/"' >hugo.toml
    printf -- '---\ntitle: A page with a title of its own\n---\n[Nowhere](/nowhere/)\n' >content/a.md
    printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks: [{id: contentlint}, {id: contentlint-site}]\n' "$work/out/hooks" \
        "$(git -C "$work/out/hooks" rev-parse HEAD)" >.pre-commit-config.yaml
    export PRE_COMMIT_HOME=$work/pre-commit
    git add -A && start=$SECONDS && pre-commit install --install-hooks >"$log" 2>&1
    verdict "pre-commit installs the hooks from the wheel" $?
    echo "hooks installed in $((SECONDS - start)) s"
    git commit -q -m bad >"$log" 2>&1
    [ $? != 0 ] && grep -q 'broken-link' "$log"
    verdict "a commit with a broken link is refused" $?
    sed -i 's/\[Nowhere\].*/Text of the page, in words enough to know it by./' content/a.md
    git add -A && git commit -q -m good >"$log" 2>&1
    verdict "the mended one passes" $?
    docker_hook
    cd "$work" || exit 2
}

# The hook in a container, with a docker that builds nothing and runs the program here: what pre-commit asks of it.
docker_hook() {
    mkdir -p "$work/stubs"
    cat >"$work/stubs/docker" <<END
#!/bin/bash
echo "\$*" >>"$work/docker-log"
case \$1 in
build) [ -f Dockerfile ] ;;
run)
    while [ \$# != 0 ] && [ "\$1" != --entrypoint ]; do shift; done
    entry=\$2 && shift 3
    [ "\$entry" = contentlint ] && exec "$program" "\$@"
    ;;
info | system) echo '{}' ;;
esac
END
    chmod +x "$work/stubs/docker"
    sed -i 's/{id: contentlint}, {id: contentlint-site}/{id: contentlint-docker}/' .pre-commit-config.yaml
    printf -- '---\ntitle: Another page with a title of its own\n---\n[Nowhere](/nowhere/)\n' >content/--b.md
    git add -A && PATH=$work/stubs:$PATH git commit -q -m docker >"$log" 2>&1
    [ $? != 0 ] && grep -q '^content/--b.md:4:11: error' "$log" && grep -q '^build .* \.$' "$work/docker-log"
    verdict "contentlint-docker: a commit with a broken link is refused" $?
    git reset -q --hard
}

formula() { # and the expression for nix
    if have ruby; then
        ruby -e 'class Formula
  def self.method_missing(name, *words) = ((@said ||= {})[name] = words[0]; yield if block_given?)
  def self.on_linux = yield
  def self.on_intel = (yield if RUBY_PLATFORM.start_with?("x86_64"))
  def self.on_arm = (yield unless RUBY_PLATFORM.start_with?("x86_64"))
  def self.test = nil
  def self.said = @said
end
load ARGV[0]
said = Contentlint.said
file = said[:url].delete_prefix("https://example.org/r/v#{said[:version]}/")
puts "#{said[:sha256]}  #{file}"' "$work/out/contentlint.rb" >"$work/formula-sum" 2>"$log" && (cd "$work/out" && sha256sum --check --quiet "$work/formula-sum") >>"$log" 2>&1
        verdict "the formula names the archive and its sum" $?
    fi
    if have nix-instantiate; then
        nix-instantiate --eval --strict --store dummy:// -E 'let made = import '"$here"'/packaging/nix/package.nix {
            lib = { head = builtins.head; cleanSource = x: x; licenses.mit = 1; platforms.unix = 1; }; stdenv.mkDerivation = x: x;
            pkg-config = 1; cmark = 1; curl = 1; gumbo = 1; libidn2 = 1; libyaml = 1; pcre2 = 1; tomlplusplus = 1; utf8proc = 1; git = 1;
            }; in made.version' >"$log" 2>&1 && grep -qx "\"$version\"" "$log"
        verdict "the expression for nix says the version" $?
    fi
}

debian() {
    have dpkg-buildpackage && have lintian && have debootstrap || return
    "$release/deb" "$work/deb" >"$log" 2>&1
    verdict "the Debian package is built" $?
    lintian --fail-on warning,error --allow-root "$work"/deb/*.deb >"$log" 2>&1
    verdict "lintian is content" $?
    [ "$(id -u)" = 0 ] || return
    local archive
    archive=${DEBIAN_ARCHIVE:-$(apt-get indextargets 'Identifier: Packages' 'Origin: Debian' --format '$(REPO_URI) $(RELEASE)' | awk '$2 !~ /-/ { print $1; exit }')}
    debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/root" "$archive" >"$log" 2>&1
    verdict "a fresh root by debootstrap" $?
    cp "$work"/deb/*.deb "$work/root/contentlint.deb"
    chroot "$work/root" sh -c 'apt-get update -qq && apt-get install -qq -y --no-install-recommends ./contentlint.deb' >"$log" 2>&1
    verdict "the package is installed there" $?
    runs "and runs there" chroot "$work/root" contentlint
    chroot "$work/root" apt-get purge -qq -y contentlint >"$log" 2>&1 && [ ! -e "$work/root/usr/bin/contentlint" ]
    verdict "and is taken away again" $?
}

made_twice
wheel
checkout
npm_packages
archive
image
hooks
formula
if [ -n "${FULL-}" ]; then debian; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
