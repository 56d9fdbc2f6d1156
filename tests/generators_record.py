#!/usr/bin/env python3
"""tests/generators_record.py TOOLS [GENERATOR/CASE…]: builds the tiny sites of tests/generators/ with the generators that
are installed below TOOLS and records what they published, in tests/generators/GENERATOR.tsv. How each is installed is in
tests/generators/README.md.

A case is one text file: "== PATH" lines, each followed by the file's text. Links have texts of their own, L1, L2 …; of each
the built page tells where it leads: `served`, `dead`, `anchor` when the page is there and the id is not, `outside` of the base
path, where another site may be, `external`, or `host` when it depends
on whether the host adds a slash to the page's address. Rows are
CASE <tab> LABEL <tab> VERDICT, and CASE <tab> file <tab> PUBLISHED-FILE for every page."""
import html.parser, os, re, shutil, subprocess, sys, tempfile, urllib.parse

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'generators')
# folder below TOOLS whose copy is the place to build in; command; where the result is
NODE = {'ASTRO_TELEMETRY_DISABLED': '1', 'CI': '1', 'NO_UPDATE_NOTIFIER': '1', 'DISABLE_TELEMETRY': '1'}
COMMANDS = {
    'mkdocs': (['{tools}/py/bin/mkdocs', 'build', '-q', '-d', '{out}'], '{out}'),
    'mdbook': (['{tools}/py/bin/mdbook', 'build', '-d', '{out}'], '{out}'),
    'vitepress': (['{tools}/vp/node_modules/.bin/vitepress', 'build', '.', '--outDir', '{out}'], '{out}'),
    'eleventy': (['{tools}/el/node_modules/.bin/eleventy', '--quiet', '--output={out}'], '{out}'),
    'starlight': (['{tools}/star/node_modules/.bin/astro', 'build'], '{site}/dist'),
    'docusaurus': (['{tools}/docu/node_modules/.bin/docusaurus', 'build', '--no-minify', '--out-dir', '{out}'], '{out}'),
    'docusaurus-2': (['{tools}/docu2/node_modules/.bin/docusaurus', 'build', '--no-minify', '--out-dir', '{out}'], '{out}'),
}
PARENT = {'starlight': 'star', 'docusaurus': 'docu', 'docusaurus-2': 'docu2', 'vitepress': 'vp', 'eleventy': 'el'}


def read_case(path):
    files, name = {}, None
    for line in open(path, encoding='utf-8'):
        if line.startswith('== '):
            name = line[3:].strip()
            files[name] = ''
        elif name:
            files[name] += line
    return files


def write_case(files, folder):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if name.endswith('.png'):
            with open(path, 'wb') as file:
                file.write(bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010806000000'
                                         '1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082'))
        else:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open, self.base = set(), [], None, None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if a.get('id'):
            self.ids.add(a['id'])
        if tag == 'a' and a.get('name'):
            self.ids.add(a['name'])
        if tag == 'a' and 'href' in a:
            self.open = [a['href'], '']
        if tag == 'img' and 'src' in a:
            self.links.append((a['src'], a.get('alt') or ''))

    def handle_data(self, data):
        if self.open:
            self.open[1] += data

    def handle_endtag(self, tag):
        if tag == 'a' and self.open:
            self.links.append(tuple(self.open))
            self.open = None


def address(file, base):
    return base + re.sub(r'(^|/)index\.html$', r'\1', file)


def verdict(pages, files, base, file, href):
    if href.startswith('data:'):
        return 'served'
    url = urllib.parse.urlsplit(urllib.parse.urljoin('http://h' + urllib.parse.quote(address(file, base)), href))
    path = urllib.parse.unquote(url.path)
    if url.netloc != 'h' or href.startswith('//'):
        return 'external'
    if not path.startswith(base):  # the base path was forgotten, or another site of the host is meant
        return 'dead' if served_as(files, path[1:]) else 'outside'
    path = path[len(base):]
    name = served_as(files, path)
    if not name:
        return 'dead'
    fragment = urllib.parse.unquote(url.fragment)
    return 'anchor' if fragment and name in pages and fragment not in pages[name].ids else 'served'


def served_as(files, path):
    for name in (path, path.rstrip('/') + '/index.html' if path.rstrip('/') else 'index.html', path + '.html'):
        if name == path and (not path or path.endswith('/')):
            continue
        if name == path + '.html' and (not path or path.endswith('/')):
            continue
        if name in files:
            return name
    return None


def record(tools, generator, case):
    files = read_case(os.path.join(HERE, generator, case + '.txt'))
    parent = os.path.join(tools, PARENT[generator]) if generator in PARENT else None
    work = tempfile.mkdtemp(dir=parent)
    site, out = os.path.join(work, 'site'), os.path.join(work, 'out')
    try:
        write_case(files, site)
        base = re.search(r'^base: *(\S+)', files.get('CASE', ''), re.M)
        base = base.group(1) if base else '/'
        folder = re.search(r'^folder: *(\S+)', files.get('CASE', ''), re.M)
        os.path.exists(site + '/CASE') and os.remove(site + '/CASE')
        if generator == 'docusaurus':  # the same pages, from bundlers that take a fifth of the time
            with open(site + '/docusaurus.config.js', 'a') as file:
                file.write('\nmodule.exports.future = {faster: {swcJsLoader: true, rspackBundler: true, mdxCrossCompilerCache: true}};\n')
        command, result = COMMANDS[generator]
        words = [word.format(tools=tools, out=out, site=site) for word in command]
        if parent:
            shutil.rmtree(os.path.join(parent, 'node_modules/.cache'), ignore_errors=True)
        env = dict(os.environ, **NODE)
        if generator == 'starlight':
            env['PATH'] = os.path.join(tools, 'star/node_modules/.bin') + ':' + env['PATH']
        run = subprocess.run(words, cwd=os.path.join(site, folder.group(1) if folder else '.'), env=env, capture_output=True, text=True)
        result = result.format(out=out, site=site)
        if run.returncode or not os.path.isdir(result):
            print(f'{generator}/{case}: nothing was built\n{run.stdout[-1500:]}{run.stderr[-1500:]}')
            return None
        published, pages = set(), {}
        for where, _, names in os.walk(result):
            for name in names:
                path = os.path.join(where, name)
                inside = os.path.relpath(path, result)
                published.add(inside)
                if inside.endswith('.html'):
                    pages[inside] = Page()
                    pages[inside].feed(open(path, encoding='utf-8', errors='replace').read())
        rows, seen = [], {}
        locale = re.compile('(fr|de)/')  # a page of the default language says where the links lead
        for file in sorted(pages, key=lambda file: (bool(locale.match(file)), file)):
            if file not in ('404.html', 'print.html', 'toc.html'):
                rows.append((case, 'file', file))
            if file == 'print.html' or generator == 'mdbook' and file == 'index.html' and 'src/README.md' not in files:
                continue
            for href, label in pages[file].links:
                label = label.strip()
                if re.fullmatch(r'L\d+', label) and label not in seen:
                    seen[label] = verdict(pages, published, base, file, href)
                    # "a/index.html" is at "/a" for Docusaurus and at "/a/" for many a host
                    bare = generator.startswith('docusaurus') and file.endswith('/index.html') and file[:-11]
                    if bare and verdict(pages, published, base, bare, href) != seen[label]:
                        seen[label] = 'host'
        rows += [(case, label, seen[label]) for label in sorted(seen, key=lambda x: int(x[1:]))]
        return rows
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main():
    tools = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    for generator in sorted(COMMANDS):
        if wanted and not any(word == generator or word.startswith(generator + '/') for word in wanted):
            continue
        cases = sorted(name[:-4] for name in os.listdir(os.path.join(HERE, generator)) if name.endswith('.txt'))
        path = os.path.join(HERE, generator + '.tsv')
        old = [tuple(line.rstrip('\n').split('\t')) for line in open(path, encoding='utf-8')] if os.path.exists(path) else []
        for case in cases:
            if wanted and f'{generator}/{case}' not in wanted and generator not in wanted:
                continue
            made = record(tools, generator, case)
            if made is None and case.startswith('made-'):
                os.remove(os.path.join(HERE, generator, case + '.txt'))
            old = sorted([row for row in old if row[0] != case] + (made or []), key=lambda row: row[0])  # stable
            with open(path, 'w', encoding='utf-8') as file:
                file.writelines('\t'.join(row) + '\n' for row in old)


if __name__ == '__main__':
    main()
