#!/usr/bin/env python3
"""tests/generators_cases.py GENERATOR FIRST LAST: writes tests/generators/GENERATOR/made-NN.txt, tiny sites put together of
features by a seed, the number: settings, names of files and folders, front matter, headings, and links to each page in many
spellings. tests/generators_record.py builds them; a site that the generator refuses to build is removed there."""
import os, posixpath, random, re, sys, urllib.parse

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'generators')
HEADINGS = ['Setup', 'Setup', "What's new, 2.0?", 'Größe & Maß', '`code` here', '🎉 Party', 'A.B/C-D', 'snake_case Name',
            '2nd step', '中文', '*Emph* and **strong**', '[Linked](https://example.org/)', 'Setup-1', 'Café “quoted”',
            'Dots... and — dash', 'C++ & C#', 'CamelCase IDs', '1. Numbered', 'Ünïcode ÀÉ', 'Trailing ##', 'Setup',
            'Tips &amp; tricks', 'a  b', '<b>Bold</b> text', '![image](https://example.org/i.png) shown', '(brackets) [x]',
            '50% “off”', 'x:y z', '__init__', 'Türkçe İstanbul', 'Привет, мир', 'naïve', '-dash-', 'under_', 'é']
NAMES = ['intro', 'start', 'Getting-Started', 'two words', 'größe', 'v1.2-notes', 'API', 'a.b', '01-first', '02_second',
         '10. tenth', '2026-01-05-dated', 'readme', "what's-new", 'x+y', 'FAQ', 'tips&tricks', 'é-accent', 'UPPER_case',
         '1.0-release', 'test', 'blog-post', 'page(1)']
FOLDERS = ['guide', '01-part', 'My Folder', 'deep/er', 'Über', 'api', 'v2.0', '2-b']


def slugs(text):
    """What the common sluggers might make of a heading, none of them to the letter."""
    plain = re.sub(r'<[^>]*>|!?\[|\]\([^)]*\)|[*`]|&amp;', lambda m: '&' if m.group() == '&amp;' else '', text).strip(' #')
    low = plain.lower()
    github = re.sub(r'[^\w\- ]', '', low).replace(' ', '-')
    ascii_only = re.sub(r'[-\s]+', '-', re.sub(r'[^\x00-\x7f]|[^\w\- ]', '', low).strip())
    dashes = re.sub(r'[^\w]+', '-', low).strip('-').replace('_', '-')
    both = [github, ascii_only, dashes, re.sub('-+', '-', github)]
    return [s for s in both + [both[0] + '-1', both[1] + '_1', both[0] + '-2'] if s]


class Site:
    def __init__(self, generator, seed):
        self.random = random.Random(f'{generator} {seed}')
        self.files, self.settings, self.labels, self.pages, self.base = {}, [], 0, {}, '/'

    def pick(self, *choices):
        return self.random.choice(choices)

    def setting(self, name, *choices):
        value = self.pick(*choices)
        self.settings.append(f'{name}={value}')
        return value

    def maybe(self, chance=0.5):
        return self.random.random() < chance

    def page(self, path, front=None, headings=None):
        """A page and its headings; the links come later."""
        chosen = headings if headings is not None else self.random.sample(HEADINGS, 6)
        self.pages[path] = chosen
        lines = ['---', *(f'{k}: {v}' for k, v in front.items()), '---'] if front else []
        lines += ['# ' + posixpath.basename(path).replace('_', ' '), '']
        for heading in chosen:
            lines += ['## ' + heading, '']
        self.files[path] = '\n'.join(lines) + '\n'

    def label(self):
        self.labels += 1
        return f'L{self.labels}'

    def add(self, path, target, html=False):
        label = self.label()
        if html:
            line = f'<a href="{target}">{label}</a>'
        else:
            shown = f'<{target}>' if re.search(r'[ ()]', target) else target
            line = self.pick(f'[{label}]({shown})', f'[{label}]({shown})', f'- [{label}]({shown})', f'[{label}]({shown} "Title")')
        self.files[path] += '\n' + line + '\n'

    def spellings(self, source, target, root, addresses):
        """Of a link from one page to another: by file, by address, with and without what may be left out."""
        folder = posixpath.dirname(source)
        rel = posixpath.relpath(target, folder or '.')
        stem, below = posixpath.splitext(rel)[0], posixpath.relpath(target, root)
        rooted = '/' + posixpath.splitext(below)[0]
        out = [rel, './' + rel, stem, stem + '/', stem + '.html', '/' + below, rooted, rooted + '/', rooted + '.html',
               urllib.parse.quote(rel), '../' + stem, rel.upper(), rel.lower()]
        if posixpath.basename(stem).lower() in ('index', 'readme'):
            up = posixpath.dirname(stem)
            out += [(up or '.') + '/', up or '.', posixpath.dirname(rooted).rstrip('/') + '/', posixpath.dirname(rooted)]
        address = addresses.get(target)
        if address is not None:
            out += [address, self.base.rstrip('/') + address, address.rstrip('/'), address + ('' if address.endswith('/') else '/')]
        return [s for s in out if s and not s.startswith('//')]

    def link_all(self, root='', addresses=None, per_pair=3, sources=3, html=0.12, keep=lambda target: True):
        paths = sorted(self.pages)
        for source in self.random.sample(paths, min(sources, len(paths))):
            for target in paths:
                options = [s for s in self.spellings(source, target, root, addresses or {}) if keep(s)]
                for spelled in self.random.sample(options, min(per_pair, len(options))):
                    tail = ''
                    if self.maybe(0.3) and self.pages[target]:
                        tail = '#' + self.pick(*slugs(self.pick(*self.pages[target])) or ['x'])
                    if self.maybe(0.08):
                        tail = '?x=1' + tail
                    self.add(source, spelled + tail, self.maybe(html))
            for heading in self.pages[source]:
                self.add(source, '#' + self.pick(*slugs(heading) or ['x']))

    def tree(self, root, folders, count, extension='.md', index=('index', 'README')):
        """Paths of pages below a root."""
        chosen = [''] + self.random.sample(FOLDERS, folders)
        names, paths = self.random.sample(NAMES, min(count, len(NAMES))), []
        for folder in chosen:
            if folder and self.maybe(0.6):
                paths.append(posixpath.join(root, folder, self.pick(*index) + extension))
            if folder and self.maybe(0.2):
                paths.append(posixpath.join(root, folder, posixpath.basename(folder) + extension))
        for name in names:
            paths.append(posixpath.join(root, self.pick(*chosen), name + extension))
        return list(dict.fromkeys(paths))

    def text(self):
        out = [f'== CASE\nfeatures: {" ".join(self.settings)}\nbase: {self.base}\n']
        return ''.join(out + [f'== {path}\n{text}' for path, text in self.files.items()])


# ---- one function a generator ----

def mkdocs(site):
    root = site.setting('docs_dir', 'docs', 'docs', 'content')
    flat = site.setting('use_directory_urls', 'true', 'true', 'false') == 'false'
    extensions = site.setting('extensions', '', 'attr_list', 'toc-unicode', 'admonition')
    theme = site.setting('theme', 'mkdocs', 'mkdocs', 'material')
    exclude = site.setting('exclude', '', 'exclude_docs', 'draft_docs', 'not_in_nav')
    redirects = site.setting('redirects', '', 'plugin')
    absolute = site.setting('absolute', '', 'relative_to_docs')
    lines = ['site_name: T', f'docs_dir: {root}', f'use_directory_urls: {"false" if flat else "true"}', 'theme:', f'  name: {theme}']
    if theme == 'material':
        lines += ['  font: false']
    paths = [f'{root}/index.md'] + site.tree(root, 2, 5)
    for path in paths:
        site.page(path)
    if exclude:
        lines += [f'{exclude}: |', '  ' + posixpath.relpath(site.pick(*paths[1:]), root), '  /drafts/']
        site.page(f'{root}/drafts/d.md')
    if absolute:
        lines += ['validation:', '  links:', '    absolute_links: relative_to_docs']
    if extensions:
        lines += ['markdown_extensions:', {'toc-unicode': '  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify\n'
                  '        kwds:\n          case: lower'}.get(extensions, f'  - {extensions}')]
    if redirects:
        lines += ['plugins:', '  - redirects:', '      redirect_maps:', f'        old.md: {posixpath.relpath(paths[-1], root)}',
                  '        gone/older.md: index.md']
    site.files['mkdocs.yml'] = '\n'.join(lines) + '\n'
    site.files[f'{root}/files/sheet.txt'] = 'x\n'
    site.files[f'{root}/img/dot.png'] = ''
    addresses = {}
    for path in paths:
        stem = posixpath.relpath(path, root)[:-3]
        name = posixpath.basename(stem)
        inside = posixpath.dirname(stem) if name in ('index', 'README') else stem
        addresses[path] = '/' + (inside + '/' if inside and not flat else '' if not inside else stem + '.html')
    site.link_all(root, addresses)
    for target in ('files/sheet.txt', 'img/dot.png', '/files/sheet.txt', 'old.md', 'old/', '/old/', 'nothing.txt', 'tags/'):
        site.add(f'{root}/index.md', target, site.maybe(0.2))
    if extensions == 'attr_list':
        site.files[f'{root}/index.md'] += '\n## Own one {#own}\n\n[L901](#own)\n\n[L902](#own-one)\n\nText\n{: #para }\n\n[L903](#para)\n'


def vitepress(site):
    clean = site.setting('cleanUrls', 'false', 'true')
    site.base = site.setting('base', '/', '/', '/base/')
    src = site.setting('srcDir', '', '', 'src')
    rewrites = site.setting('rewrites', '', 'rewrites')
    exclude = site.setting('srcExclude', '', 'srcExclude')
    tree = [p for p in site.tree(src, 2, 5) if '(' not in p]  # in a rewrite it begins a pattern
    paths = [posixpath.join(src, 'index.md')] + tree
    for path in paths:
        site.page(path, {'title': 'T'} if site.maybe(0.2) else None)
    config = [f"cleanUrls: {clean}", f"base: '{site.base}'", 'ignoreDeadLinks: true']
    if src:
        config.append(f"srcDir: '{src}'")
    inside = [posixpath.relpath(p, src or '.') for p in paths]
    if rewrites:
        config.append("rewrites: {%r: 'moved/here.md'}" % inside[-1])
    if exclude:
        config.append(f"srcExclude: ['**/{posixpath.basename(inside[-2])}']")
    site.files['.vitepress/config.mjs'] = 'export default {\n' + ''.join(f'  {line},\n' for line in config) + '}\n'
    site.files['package.json'] = '{"devDependencies": {"vitepress": "^1.6.4"}}\n'
    site.files[posixpath.join(src, 'public/files/sheet.txt')] = 'x\n'
    site.files[posixpath.join(src, 'public/static.html')] = '<p id="x">x</p>\n'
    addresses = {p: '/' + re.sub(r'(^|/)index$', r'\1', i[:-3]) for p, i in zip(paths, inside)}
    if rewrites:
        addresses[paths[-1]] = '/moved/here'
    site.link_all(src or '.', addresses)
    for target in ('/files/sheet.txt', '/static.html', '/static', '/public/files/sheet.txt', 'public/files/sheet.txt', './none.txt',
                   site.base + 'files/sheet.txt', '/moved/here', '/moved/here.md'):
        site.add(paths[0], target, site.maybe(0.25))
    site.files[paths[0]] += '\n## Own one {#own}\n\n[L901](#own)\n\n::: tip\n[L902](nothing.md)\n:::\n\n[L903](#own-one)\n'


def starlight(site):
    site.base = site.setting('base', '/', '/', '/base/')
    form = site.setting('format', 'directory', 'directory', 'file')
    locales = site.setting('locales', '', '', 'root')
    root = 'src/content/docs'
    paths = [f'{root}/index.md'] + site.tree(root, 2, 5, index=('index', 'README'))
    paths = [p if site.maybe(0.7) or p.endswith('/index.md') else p + 'x' for p in paths]
    for path in paths:
        front = {'title': 'T'}
        if path != paths[0] and site.maybe(0.15):
            front['slug'] = site.pick('moved/there', 'Chosen', 'top')
        if path != paths[0] and site.maybe(0.12):
            front['draft'] = 'true'
        heads = [h for h in HEADINGS if path.endswith('.md') or not re.search(r'[<{&]', h)]
        site.page(path, front, site.random.sample(heads, 6))
    redirects = site.setting('redirects', '', 'redirects')
    pages = site.setting('pages', '', 'src/pages')
    options = ["title: 'T'"]
    if locales:
        options.append("defaultLocale: 'root', locales: {root: {label: 'E', lang: 'en'}, fr: {label: 'F', lang: 'fr'}}")
        site.page(f'{root}/fr/index.md', {'title': 'F'})
    config = [f"base: '{site.base}'", f"build: {{format: '{form}'}}"]
    if redirects:
        config.append("redirects: {'/old': '/intro', '/older/': '/'}")
    if pages:
        site.files['src/pages/Custom.md'] = '# Custom\n\n## Part\n'
        site.files['src/pages/_no.md'] = '# No\n'
    site.files['astro.config.mjs'] = ("import { defineConfig } from 'astro/config';\nimport starlight from '@astrojs/starlight';\n"
                                      f"export default defineConfig({{\n  {', '.join(config)},\n  integrations: [starlight({{{', '.join(options)}}})],\n}});\n")
    site.files['src/content.config.ts'] = ("import { defineCollection } from 'astro:content';\nimport { docsLoader } from '@astrojs/starlight/loaders';\n"
                                           "import { docsSchema } from '@astrojs/starlight/schema';\n"
                                           "export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n")
    site.files['package.json'] = '{"dependencies": {"@astrojs/starlight": "^0.42.0", "astro": "^7.0.0"}}\n'
    site.files['public/files/sheet.txt'] = 'x\n'
    addresses = {p: '/' + re.sub(r'(^|/)index$', r'\1', os.path.splitext(posixpath.relpath(p, root))[0].lower().replace(' ', '-')) for p in paths}
    site.link_all(root, addresses)
    for target in ('/files/sheet.txt', site.base + 'files/sheet.txt', '/old', '/old/', '/older/', '/Custom/', '/custom/', '/_no/',
                   site.base + 'Custom', '/fr/', '/fr/intro/', '/moved/there/', '/chosen/', '/Chosen/', '#_top'):
        site.add(paths[0], target, site.maybe(0.25))


def eleventy(site):
    source = site.setting('input', '.', '.', 'content')
    plugins = site.setting('plugins', '', 'ids', 'by-input', 'base')
    root = '' if source == '.' else source
    paths = [posixpath.join(root, 'index.md')] + site.tree(root, 2, 5)
    for path in paths:
        front = {}
        if path != paths[0] and site.maybe(0.25):
            front['permalink'] = site.pick('/moved/there/', 'flat.html', 'false', '"/{{ title | slugify }}/"', '/a b/c/', '"/{{ page.fileSlug }}/"')
            front['title'] = site.pick('Größe & Maß', "What's new", 'Plain Title')
        if site.maybe(0.1):
            front['draft'] = 'true'
        site.page(path, front)
    imported, calls = [], []
    for name, on in (('IdAttributePlugin', 'ids'), ('InputPathToUrlTransformPlugin', 'by-input'), ('HtmlBasePlugin', 'base')):
        if plugins == on:
            imported.append(name)
            calls.append(f'  c.addPlugin({name});')
    calls += ['  c.addPassthroughCopy("static");', '  c.addPassthroughCopy({"assets/img": "img"});']
    prefix = ", pathPrefix: '/base/'" if plugins == 'base' else ''
    if prefix:
        site.base = '/base/'
    site.files['eleventy.config.mjs'] = ((f'import {{ {", ".join(imported)} }} from "@11ty/eleventy";\n' if imported else '') +
                                         'export default function (c) {\n' + '\n'.join(calls) + f"\n  return {{dir: {{input: '{source}'}}{prefix}}};\n}}\n")
    site.files['package.json'] = '{"devDependencies": {"@11ty/eleventy": "^3.1.8"}}\n'
    site.files['static/sheet.txt'] = 'x\n'
    site.files['assets/img/dot.png'] = ''
    if site.setting('ignore', '', 'eleventyignore'):
        site.files['.eleventyignore'] = posixpath.dirname(paths[-1]) + '/\n' if posixpath.dirname(paths[-1]) else 'none\n'
    addresses = {p: '/' + re.sub(r'(^|/)index$', r'\1', posixpath.relpath(p, root or '.')[:-3]) + '/' for p in paths}
    site.link_all(root or '.', addresses)
    for target in ('/static/sheet.txt', 'static/sheet.txt', '/img/dot.png', '/assets/img/dot.png', '/moved/there/', '/flat.html', '/flat',
                   '/groesse-and-mass/', '/whats-new/', '/plain-title/', '/a%20b/c/'):
        site.add(paths[0], target, site.maybe(0.25))


def mdbook(site):
    src = site.setting('src', 'src', 'src', 'text')
    paths = site.tree(src, 2, 5, index=('README', 'index'))
    if site.maybe():
        paths.insert(0, f'{src}/README.md')
    summary = ['# Summary', '']
    left_out = site.pick(*paths[1:])
    for path in paths:
        site.page(path)
        inside = posixpath.relpath(path, src)
        if path != left_out:
            summary.append(f'- [T](<{inside}>)' if re.search('[ ()]', inside) else f'- [T]({inside})')
    summary += ['- [Draft]()', '- [Made](made/up.md)', '']
    toml = ['[book]', 'title = "T"'] + ([f'src = "{src}"'] if src != 'src' else [])
    if site.setting('redirect', '', 'redirect'):
        toml += ['', '[output.html.redirect]', '"/old.html" = "intro.html"', '"/a/b.html" = "https://example.org/"']
    site.files['book.toml'] = '\n'.join(toml) + '\n'
    site.files[f'{src}/SUMMARY.md'] = '\n'.join(summary)
    site.files[f'{src}/files/sheet.txt'] = 'x\n'
    addresses = {p: '/' + posixpath.relpath(p, src)[:-3] + '.html' for p in paths}
    site.link_all(src, addresses)
    for target in ('files/sheet.txt', '/files/sheet.txt', 'made/up.md', 'old.html', 'print.html', '404.html', 'SUMMARY.md'):
        site.add(paths[0], target, site.maybe(0.25))
    site.files[paths[0]] += '\n## Own one {#own}\n\n[L901](#own)\n\n<div id="by-html">x</div>\n\n[L902](#by-html)\n\n[L903](#own-one)\n'


def docusaurus(site, major=3):
    site.base = site.setting('baseUrl', '/', '/', '/base/')
    slash = site.setting('trailingSlash', 'undefined', 'true', 'false')
    below = site.setting('routeBasePath', 'docs', '/', 'learn/it')
    locales = site.setting('i18n', '', '', '', 'fr')
    versions = site.setting('versions', '', '', 'versions')
    blog, pages = site.setting('blog', '', 'blog'), site.setting('pages', '', 'pages')
    prefixes = site.setting('numberPrefixParser', '', '', 'false')
    root = 'docs'
    paths = [f'{root}/index.md'] + [p for p in site.tree(root, 2, 6) if '(' not in p]  # its page shows nothing
    risky = re.compile(r'[<{]|:y')
    for path in paths:
        front = {}
        if path != paths[0] and site.maybe(0.2):
            front['slug'] = site.pick('/absolute', 'chosen', '../up', './here/too', '/with/slash/')
        elif path != paths[0] and site.maybe(0.15):
            front['id'] = site.pick('other-id', 'Own')
        if path != paths[0] and site.maybe(0.12):
            front[site.pick('draft', 'unlisted') if major == 3 else 'draft'] = 'true'
        if path == paths[0] and below == '/':
            front = {'slug': '/'}
        site.page(path, front, site.random.sample([h for h in HEADINGS if not risky.search(h)], 6))
    docs = [f"routeBasePath: '{below}'"]
    if prefixes:
        docs.append('numberPrefixParser: false')
    options = [f"docs: {{{', '.join(docs)}}}", 'blog: {showReadingTime: false}' if blog else 'blog: false', 'pages: {}' if pages else 'pages: false']
    hooks = ("markdown: {hooks: {onBrokenMarkdownLinks: 'ignore', onBrokenMarkdownImages: 'ignore'}}, onBrokenAnchors: 'ignore'" if major == 3
             else "onBrokenMarkdownLinks: 'ignore'")
    more = f", i18n: {{defaultLocale: 'en', locales: ['en', 'fr']}}" if locales else ''
    redirects = site.setting('redirects', '', 'client')
    plugins = ("plugins: [['@docusaurus/plugin-client-redirects', {redirects: [{from: '/old', to: '%s'}]}]]," %
               ('/' if below == '/' else '/' + below + ('/' if slash == 'true' else ''))) if redirects else ''
    site.files['docusaurus.config.js'] = (f"module.exports = {{\n  title: 'T', url: 'https://example.org', baseUrl: '{site.base}', trailingSlash: {slash},\n"
                                          f"  onBrokenLinks: 'ignore', {hooks}{more},\n  {plugins}\n  presets: [['classic', {{{', '.join(options)}}}]],\n}};\n")
    site.files['package.json'] = '{"dependencies": {"@docusaurus/core": "^%d.%d.0", "@docusaurus/preset-classic": "^%d.%d.0"}}\n' % ((3, 10) * 2 if major == 3 else (2, 4) * 2)
    site.files['static/files/sheet.txt'] = 'x\n'
    if locales:
        site.page(f'i18n/fr/docusaurus-plugin-content-docs/current/{posixpath.relpath(paths[-1], root)}', None, ['Seulement'])
        site.pages.pop(f'i18n/fr/docusaurus-plugin-content-docs/current/{posixpath.relpath(paths[-1], root)}')
    if versions:
        site.files['versions.json'] = '["1.0"]\n'
        site.files['versioned_sidebars/version-1.0-sidebars.json'] = '{"s": [{"type": "autogenerated", "dirName": "."}]}\n'
        site.files['versioned_docs/version-1.0/index.md'] = ('---\nslug: /\n---\n' if below == '/' else '') + '# Old\n'
        site.files['versioned_docs/version-1.0/kept.md'] = '# Kept\n\n## Part\n\n[L950](index.md)\n\n[L951](../../docs/index.md)\n\n[L952](./gone.md)\n'
    if blog:
        site.files['blog/2026-01-05-first.md'] = '---\ntags: [Big News]\n---\n# First\n\n[L960](/docs/intro)\n\n[L961](./2026-02-03-second/index.md)\n\n[L962](../docs/index.md)\n'
        site.files['blog/2026-02-03-second/index.md'] = '---\nslug: chosen-one\n---\n# Second\n\n[L963](/blog/2026/01/05/first)\n\n[L964](../2026-01-05-first.md)\n'
        site.files['blog/undated.md'] = '---\ndate: 2026-03-04\n---\n# U\n'
    if pages:
        site.files['src/pages/extra.md'] = '# Extra\n\n## Part\n\n[L970](/files/sheet.txt)\n'
        site.files['src/pages/_no.md'] = '# No\n'
    if site.setting('category', '', 'generated'):
        folder = next((posixpath.dirname(p) for p in paths if posixpath.dirname(p) != root), None)
        if folder and not any(posixpath.dirname(p) == folder and re.search(r'/(index|readme)\.|/([^/]+)/\2\.', p, re.I) for p in paths):
            site.files[f'{folder}/_category_.json'] = '{"label": "Some Thing", "link": {"type": "generated-index"}}\n'
    prefix = '' if below == '/' else '/' + below
    addresses = {p: prefix + '/' + re.sub(r'(^|/)(index|README)$', '', posixpath.relpath(p, root)[:-3]) for p in paths}
    site.link_all(root, addresses, per_pair=4)
    for target in ('/files/sheet.txt', 'pathname:///files/sheet.txt', '/old', '/extra', '/extra/', '/extra#part', '/_no', '/blog', '/blog/chosen-one',
                   '/blog/2026/01/05/first', '/blog/undated', '/blog/tags/big-news', prefix + '/category/some-thing', prefix + '/absolute',
                   prefix + '/1.0/kept', prefix + '/next/', prefix + '/kept#part', '/fr' + prefix, site.base + 'files/sheet.txt'):
        site.add(paths[0], target, site.maybe(0.2))
    site.files[paths[0]] += '\n## Own one {#own}\n\n[L901](#own)\n\n:::tip\n\n[L902](nothing.md)\n\n:::\n\n[L903](#own-one)\n'


MAKERS = {'mkdocs': mkdocs, 'vitepress': vitepress, 'starlight': starlight, 'eleventy': eleventy, 'mdbook': mdbook,
          'docusaurus': docusaurus, 'docusaurus-2': lambda site: docusaurus(site, 2)}


def main():
    generator, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(os.path.join(HERE, generator), exist_ok=True)
    for seed in range(first, last + 1):
        site = Site(generator, seed)
        MAKERS[generator](site)
        with open(os.path.join(HERE, generator, f'made-{seed:02}.txt'), 'w', encoding='utf-8') as file:
            file.write(site.text())


if __name__ == '__main__':
    main()
