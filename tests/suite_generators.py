#!/usr/bin/env python3
"""tests/suite_generators.py CONTENTLINT: the model against what generators published (tests/generators/, recorded by
tests/generators_record.py). Every page that `urls` names is a file of the build, every page of the build is named, unless
the generator makes it of others; a link whose built one leads nowhere has a finding, any other one has no error and no warning."""
import json, os, re, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from generators_record import HERE, read_case, write_case

BROKEN = {'broken-link', 'missing-anchor', 'link-to-draft', 'wrong-case-link', 'missing-ref'}
MADE = re.compile(r'(^|/)(tags|archive|authors|category|search|page)(/|\.html|$)')  # lists that the generator writes


def run(binary, folder, *words):
    words = [binary, *words, '--now', '2026-11-30']
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{')]


def label_lines(files):
    places = {}
    for name, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            for label in re.findall(r'\b(L\d+)\b', line):
                places.setdefault(label, set()).add((name, number))
    return places


def judge(binary, generator, case, rows):
    files = read_case(os.path.join(HERE, generator, case + '.txt'))
    files.pop('CASE', None)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        write_case(files, folder)
        urls = run(binary, folder, 'urls', '--format', 'json-lines')
        found = run(binary, folder, 'check', '--each', '--no-network', '--fail-on', 'never', '--report', 'json-lines')
    built = {row[2] for row in rows if row[1] == 'file'}
    ours = {url['file'] for url in urls if url['kind'].rstrip('?') in ('home', 'page', 'section', 'redirect', 'alias')}
    failures += [f'{file} is not published' for file in sorted(ours - built) if file.endswith('.html')]
    named = {url['file'] for url in urls}
    failures += [f'{file} is not in urls' for file in sorted(built - named) if not MADE.search(file)]
    broken = [f for f in found if f.get('rule') in BROKEN]
    told = {(f['path'], f['line']) for f in broken}
    errors = {(f['path'], f['line']) for f in broken if f['severity'] != 'note'}
    places = label_lines(files)
    for _, label, verdict in (row for row in rows if row[1] != 'file' and row[2] not in ('outside', 'host')):
        dead = verdict in ('dead', 'anchor')
        said = bool(places.get(label, set()) & (told if dead else errors))
        if said != dead:
            failures.append(f'{label} is {verdict}, ' + ('an error is said' if said else 'nothing is said'))
    count = len(built | ours) + sum(row[1] != 'file' for row in rows)
    return count, failures


def main():
    binary = os.path.abspath(sys.argv[1])
    passed = failed = 0
    for name in sorted(os.listdir(HERE)):
        if not name.endswith('.tsv'):
            continue
        table = [line.rstrip('\n').split('\t') for line in open(os.path.join(HERE, name), encoding='utf-8')]
        for case in sorted({row[0] for row in table}):
            count, failures = judge(binary, name[:-4], case, [row for row in table if row[0] == case])
            passed += count - len(failures)
            failed += len(failures)
            for failure in failures:
                print(f'{name[:-4]}/{case}: {failure}')
    print(f'{passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
