#!/bin/bash
# tests/check_source.sh LOOK: what a reader of the source would complain about. LOOK is one of
#   layers     a folder includes only headers of folders below it; a library's header is included by one file
#   format     clang-format 14 would change nothing
#   functions  no function of src/ over 60 lines, no file over 500; classes of characters are those of base/ascii.h
#   switches   every version switch of Hugo has what was measured on both sides of it
#   generators a generator's name, functions, versions and configuration keys stand nowhere outside its folder
#   door       what is read on behalf of a site is read through its root (base/root.h)
#   tidy       clang-tidy, with .clang-tidy
#   analyze    clang's static analyzer: slow, for release-check
#   cppcheck   cppcheck's warnings
#   scripts    shellcheck
#   circles    files that cannot do without each other, and calls to a folder above (needs a build)
#   citations  a section such as (2.8) that a comment cites is in docs/hugo-urls.md
# A tool that is missing is said to be skipped, and is a failure in CI.
set -u
cd "$(dirname "$0")/.." || exit 2
order='base schema marks page tree site hugo jekyll routes generators built links crawl lint fix session move init report lsp cmd'
problems=$(mktemp)
trap 'rm -f "$problems"' EXIT

need() {
    command -v "$1" >/dev/null && return
    echo "skipped: $1 is not installed"
    if [ -n "${CI-}" ]; then
        echo "0 passed, 1 failed"
        exit 1
    fi
    echo "0 passed, 0 failed"
    exit 0
}

layers() {
    local above='' folder
    for folder in $(echo "$order" | tr ' ' '\n' | tac); do
        if [ -n "$above" ]; then grep -nE "#include \"($above)/" -r "src/$folder" && echo "src/$folder includes a folder above it"; fi
        above=${above:+$above|}$folder
    done
    # of another folder only its public headers: <folder>/<folder>.h, and what fills a site, a subject of its own
    grep -nE '#include "[a-z]+/' -r src/*/ --include='*.[ch]' --include='*.cpp' | awk -F'[:"/]' '{ own = $2; of = $6; file = $7
        if (own != of && file != of ".h" && of "/" file != "site/generator.h" && of "/" file != "lint/diagnostic.h") print $1 "/" $2 "/" $3 ":" $4 ": " of "/" file " is private to " of }'
    local header count
    for header in cmark.h yaml.h pcre2.h gumbo.h utf8proc.h idn2.h toml++/toml.h; do
        count=$(grep -lE "#include <$header>" -r src | wc -l)
        if [ "$count" -gt 1 ]; then echo "<$header> is included by $count files"; fi
    done
    count=$(grep -lE '#include <curl/' -r src | wc -l)
    if [ "$count" -gt 2 ]; then echo "<curl/> is included by $count files"; fi
}

format() {
    find src tests -name '*.[ch]' | sort | xargs clang-format-14 --dry-run 2>&1 | grep -E 'warning|error'
}

functions() {
    grep -nE "(>= '[0aA]' &&|<= '[9zZfF]' \|\||<= '[9zZfF]'\))" -r src --include='*.[ch]' | grep -vE '^src/base/(ascii\.h|unicode\.c):' |
        sed 's,$, (base/ascii.h has char_is_digit and its like),'
    find src -name '*.[ch]' | sort | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }'
    find src -name '*.c' | sort | xargs ctags -x --c-kinds=f --_xformat='%F %n %{end} %N' 2>/dev/null |
        awk 'NF == 4 && $3 - $2 + 1 > 60 { print $1 ":" $2 ": " $4 " has " $3 - $2 + 1 " lines" }'
}

# A switch's release lies behind the last one measured to be old and is at most the first one measured to be new: where
# releases between the two could not be had, Hugo's own notes say which it is.
switches() {
    grep -nE 'HUGO_VERSION\(' -r src | grep -vE '^src/hugo/hugo_(switch\.[ch]|version\.c):' |
        sed 's/$/: name it in src\/hugo\/hugo_switch.h/'
    sed -nE 's/^ *\[HUGO_([A-Z0-9_]+)\] = HUGO_VERSION\(([0-9]+), ([0-9]+), ([0-9]+)\),.*/\1\t\2.\3.\4/p' src/hugo/hugo_switch.c |
        tr 'A-Z_' 'a-z-' | awk -F'\t' '
            function key(version, part) { split(version, part, "."); return part[1] * 1000000 + part[2] * 1000 + part[3] }
            FNR == NR { release[$1] = $2; next }
            /^#/ || $1 == "none" { next }
            !($1 in release) { print FILENAME ":" FNR ": there is no switch " $1; next }
            $5 == $6 { next }
            { seen[$1] = 1 }
            key(release[$1]) <= key($3) || key(release[$1]) > key($4) {
                print "src/hugo/hugo_switch.c: " $1 " is said to be " release[$1] "; " $2 " was seen to change after " $3 ", at " $4 }
            END { for (name in release) if (!(name in seen)) print "src/hugo/hugo_switch.c: " name " has no row in " FILENAME }
        ' - tests/data/hugo-switches.tsv
    for name in tests/data/hugo-switches/*.txt; do
        name=$(basename "$name" .txt)
        cut -f2 tests/data/hugo-switches.tsv | grep -qx "$name" || echo "tests/data/hugo-switches/$name.txt was never measured"
    done
}

# The table names the generators, and one option of the command line the version of one; comments may tell a story.
generators() {
    local code names='hugo|jekyll' outside
    names="$names|docusaurus|mkdocs|vitepress|starlight|mdbook|docsify|eleventy"
    outside="^src/($names|routes)/|^src/page/(page|slug|anchor|container)\\.[ch]:|^src/generators/table\\.c:|OPTION_HUGO_VERSION|--hugo-version"
    code=$(grep -rnEi "($names)" src --include='*.[ch]' --include='*.cpp' | grep -vE "$outside")
    grep -E "\\b(($names)_|HUGO_|JEKYLL_|GENERATOR_(HUGO|JEKYLL|NONE))" <<<"$code"
    grep -Ei "\"[^\"]*\\b($names)\\b[^\"]*\"" <<<"$code" | grep -vE "compute URLs as this Hugo does"
    grep -rnE '\bsite_config\(|->config->|[>.]config, STR\(' src --include='*.[ch]' |
        grep -vE "^src/($names|routes|lint|cmd|crawl)/|^src/site/(site\\.h|model\\.c):" | sed 's/$/: a key of a configuration is its generator'"'"'s to read/'
    grep -rnE '\bsite_config\(' src/lint src/cmd src/crawl src/report
    grep -rnE '\bgenerator\)? ?[!=]= ?&|str_eq\([^;]*generator->(name|title)|generator->(name|title),? *str_' src --include='*.[ch]'
    # Keys that only these generators know, whatever reads them.
    grep -rnE "\"(module\\.|themesDir|refLinksErrorLevel|canonifyURLs|relativeURLs|outputFormats|pagination\\.|paginatePath|markup\\.|defaultContent|remote_theme|collections_dir|contentDir|staticDir)" \
        src --include='*.[ch]' | grep -vE "^src/($names|routes)/"
}

# A file is opened by its name only where the command line, the environment or the system names it, and by git's and the
# ledger's own bookkeeping; a new place must be argued for here.
door() {
    local file allowed
    allowed='base/(file|file_write|root|root_write|walk|git|process|zone)|crawl/(ledger[a-z_]*|authorities)|cmd/(arguments|targets|reports|output|cmd_ledger|cmd_schema)'
    allowed="$allowed|lint/(schemas|settings|external|own|examples)|generators/detect|lsp/sites"
    grep -rnE '[^a-z_](open|openat|fopen|opendir|stat|lstat|realpath|readlink|access|mmap|file_read|file_exists|dir_exists|file_is_taken)\(' \
        src --include='*.c' | grep -vE "^src/($allowed)\.c:"
    for file in lint/own:file_read lint/examples:dir_exists lint/external:file_read lint/schemas:file_read; do
        [ "$(grep -c "[^a-z_]${file#*:}(" "src/${file%:*}.c")" -le 1 ] || echo "src/${file%:*}.c: more than one ${file#*:}"
    done
}

analyze() {
    tidy '--checks=-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling'
}

tidy() {
    local flags='-std=c11 -Isrc -D_POSIX_C_SOURCE=200809L -DVERSION=\"0\" -DHOMEPAGE=\"0\" -DBUILD_TARGET=\"0\" -DLIBRARIES=\"0\"'
    find src -name '*.c' | sort | xargs -P "$(nproc)" -n 4 sh -c 'clang-tidy-14 --quiet '"${1-}"' "$@" -- '"$flags"' 2>/dev/null' - |
        grep -E '(warning|error):'
}

cppcheck_() {
    # shellcheck disable=SC2046
    cppcheck --quiet --std=c11 --language=c -j "$(nproc)" --enable=warning,performance,portability --inline-suppr \
        --suppress=missingIncludeSystem --suppress=unknownMacro --template='{file}:{line}: {id}: {message}' \
        -D_POSIX_C_SOURCE=200809L '-DVERSION="0"' '-DHOMEPAGE="0"' '-DBUILD_TARGET="0"' '-DLIBRARIES="0 0"' -Isrc $(find src -name '*.c') 2>&1 | grep -v -e '^nofile' -e internalAstError
}

circles() {
    python3 tests/circles.py build | grep -vE '^[0-9]+ (circles|passed)'
}

citations() {
    local sections=' ' cited
    sections+=$(awk '/^##+ [0-9]/ { section = $2; sub(/\.$/, "", section); printf "%s ", section }
        /^[0-9]+\. / { print section "." $1 }' docs/hugo-urls.md | sed 's/\.$//' | tr '\n' ' ')
    grep -rnoE '\((docs/hugo-urls.md, |GetPage; )?[1-7](\.[0-9]+)+(, [0-9.]+| and [0-9.]+| to [0-9.]+)*' src/site src/hugo src/jekyll src/generators src/links src/page src/lint --include='*.[ch]' |
        while IFS=: read -r file line text; do
            for cited in $(grep -oE '[0-9]+(\.[0-9]+)+' <<<"$text"); do
                case $sections in *" $cited "*) ;; *) echo "$file:$line: there is no $cited in docs/hugo-urls.md" ;; esac
            done
        done
}

scripts() {
    grep -rlE '^#!/bin/(ba)?sh' setup .ci/run tests src packaging | xargs shellcheck -S warning
}

look=$1
[ "$look" = cppcheck ] || declare -F "$look" >/dev/null || { echo "0 passed, 1 failed: there is no look $look"; exit 1; }
case $look in
format) need clang-format-14 ;;
functions) need ctags ;;
tidy | analyze) need clang-tidy-14 ;;
cppcheck) need cppcheck ;;
scripts) need shellcheck ;;
esac
if [ "$look" = cppcheck ]; then cppcheck_; else "$look"; fi >"$problems"
cat "$problems"
found=$(wc -l <"$problems")
if [ "$found" = 0 ]; then echo "1 passed, 0 failed"; else
    echo "0 passed, $found failed"
    exit 1
fi
