#!/bin/bash
# tests/suites.sh FOLDER: the test suites of others that `make conformance SUITES=FOLDER` runs, each at the commit that is
# pinned here, into FOLDER/suites. What git brings is compared with the SHA-256 of what was there when the commit was
# pinned, and so is what is there already, which is not fetched again. They are other people's work: they are run from
# there, and nothing of them is in this repository. SUITES_FROM: where the repositories are, instead of https://github.com.
# A new pin: change the commit, run this, read what changed upstream, and write down the sum that is printed.
set -eu -o pipefail
[ $# = 1 ] || { sed -n 's/^# //p' "$0" >&2; exit 2; }
from=${SUITES_FROM:-https://github.com}
mkdir -p "$1/suites"
target=$(cd "$1/suites" && pwd)
passed=0 failed=0

sum_of() { # FOLDER: one sum over the names and texts of all files
    (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}
bring() { # FOLDER REPOSITORY COMMIT PATH…
    local folder=$1 repository=$2 commit=$3
    git init -q "$folder" &&
        git -C "$folder" fetch -q --depth 1 "$from/$repository.git" "$commit" &&
        git -C "$folder" -c core.autocrlf=false checkout -q FETCH_HEAD -- "${@:4}" && rm -rf "$folder/.git"
}
suite() { # NAME REPOSITORY COMMIT SUM PATH…
    local name=$1 repository=$2 commit=$3 wanted=$4 new sum
    if [ ! -d "$target/$name" ]; then
        new=$(mktemp -d "$target/.new.XXXXXX")
        if bring "$new" "$repository" "$commit" "${@:5}"; then mv "$new" "$target/$name"; else
            rm -rf "$new"
            echo "failed: $name: $repository at $commit cannot be fetched from $from"
            failed=$((failed + 1))
            return
        fi
    fi
    sum=$(sum_of "$target/$name")
    if [ "$sum" = "$wanted" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $name: $target/$name is not what was pinned: its sum is $sum"
    fi
}

suite json-schema json-schema-org/JSON-Schema-Test-Suite 44401e0c046704b476ec9d2e2fccdaee618f259d \
    20c581babda9ba01e3ff2951d535371690873009b081cc8539fde78ac9daea05 tests/draft2020-12 remotes LICENSE
suite toml toml-lang/toml-test d168c2a4f539a5219c804055af1600b8cf9ca6d7 \
    74092f81a3cdf3ff6c5f01d8d257e565f7de2b01b3f1dc0c5955b41ce922771c tests LICENSE
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
