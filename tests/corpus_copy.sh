#!/bin/sh
# corpus_copy.sh FROM TO: copies a corpus whose other files are only named (static-files.txt), with empty stubs for
# those names and a git folder that knows the repository's address, so that links can be judged.
set -eu
from=$1 to=$2
mkdir -p "$to"
cp -R "$from/." "$to/"
chmod -R u+w "$to"
cd "$to"
while IFS= read -r line; do
    name=${line%%	(*}
    name=${name%% (symlink*}
    case $name in
    "" | "("* | /* | *..*) continue ;;
    esac
    case $line in
    *"(submodule)"*) mkdir -p "$name" ;;
    *)
        mkdir -p "$(dirname "$name")" 2>/dev/null || continue
        [ -e "$name" ] || : >"$name"
        ;;
    esac
done <static-files.txt
repository=$(sed -n 's/^repo: *//p' SOURCE.txt 2>/dev/null || :)
git init -q .
[ -z "$repository" ] || git remote add origin "https://github.com/$repository.git"
# A site that renders its module configuration from a template before it builds.
if [ -f config/_default/module-template.yaml ]; then
    cp config/_default/module-template.yaml config/_default/module.yaml
fi
