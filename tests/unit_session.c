/* unit_session.c: random changes of small sites; after each step the session's answer is that of a fresh run over the same
 * files, byte for byte. SESSION_STEPS=N steps (400), SESSION_SEED=N the first seed, which is printed for a failure. */
#include <stdlib.h>
#include <unistd.h>

#include "report/report.h"
#include "session/session.h"
#include "unit.h"

enum { FILES_MAX = 64, ROUND = 50 /* steps with one site */ };

/* ---- chance --------------------------------------------------------------------------------------------------- */

static uint64_t chance_state;

static unsigned chance(unsigned n) {
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (unsigned)(chance_state >> 16) % n;
}
#define ONE_OF(array) ((array)[chance((unsigned)ARRAY_LEN(array))])

/* ---- files ---------------------------------------------------------------------------------------------------- */

struct files {
    struct arena arena; /* of the round */
    struct memory_file items[FILES_MAX];
    size_t count;
};

static size_t find(const struct files *files, struct str path) {
    size_t at = 0;
    while (at < files->count && !str_eq(files->items[at].path, path)) at++;
    return at;
}

static void set(struct files *files, struct str path, struct str text) {
    size_t at = find(files, path);
    if (at == FILES_MAX) return;
    if (at == files->count)
        files->items[files->count++] = (struct memory_file){str_copy(&files->arena, path), {0}};
    files->items[at].text = text.len ? str_copy(&files->arena, text) : STR("");
}

static void unset(struct files *files, struct str path) {
    size_t at = find(files, path);
    if (at < files->count) files->items[at] = files->items[--files->count];
}

static struct str text_of(const struct files *files, struct str path) {
    size_t at = find(files, path);
    return at < files->count ? files->items[at].text : (struct str){0};
}

/* ---- pages ---------------------------------------------------------------------------------------------------- */

enum kind { HUGO, JEKYLL, PLAIN, MKDOCS, VITEPRESS, DOCUSAURUS, STARLIGHT, KINDS };
static const struct {
    const char *pages[14];
    const char *marker, *marker_text;
    const char *others[8];
} kinds[KINDS] = {
    [HUGO] = {{"content/_index.md", "content/posts/_index.md", "content/posts/a.md", "content/posts/b.md",
               "content/posts/c/index.md", "content/docs/_index.md", "content/docs/a.md",
               "content/docs/deep/x.md", "content/about.md", "content/posts/a.fr.md", "content/docs/a.fr.md",
               "content/posts/Caf.md", "content/docs/b.html", "content/docs/c.md"},
              "hugo.toml",
              "baseURL = 'https://example.org/'\ndefaultContentLanguage = 'en'\n"
              "[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n",
              {"static/_redirects", "static/img/a.png", "layouts/shortcodes/note.html",
               "layouts/_default/_markup/render-link.html", "data/x.yaml", "content/posts/c/pic.png",
               "static/posts/b/index.html", "assets/z.css"}},
    [JEKYLL] = {{"index.md", "about.md", "_posts/2024-01-02-one.md", "_posts/2024-02-03-two.md", "docs/a.md",
                 "docs/b.md", "docs/deep/index.md", "_drafts/later.md", "docs/c.html", "blog/index.html",
                 "docs/d.md", "_posts/2024-03-04-three.md", "x/y.md", "docs/e.md"},
                "_config.yml",
                "url: https://example.org\nplugins: [jekyll-redirect-from]\n",
                {"_redirects", "img/a.png", "_includes/note.html", "_layouts/default.html", "_data/x.yml",
                 "docs/pic.png", "docs/b.html", "assets/z.css"}},
    [PLAIN] = {{"README.md", "index.html", "docs/a.md", "docs/b.md", "docs/deep/x.md", "docs/README.md",
                "a.html", "b.html", "docs/c.md", "docs/d.md", "guide/a.md", "guide/b.md", "guide/c.html",
                "docs/e.md"},
               "package.json",
               "{}\n",
               {"_redirects", "img/a.png", "notes.txt", "vercel.json", "data.yaml", "docs/pic.png",
                "docs/file.pdf", "style.css"}},
    [MKDOCS] = {{"docs/index.md", "docs/a.md", "docs/b.md", "docs/posts/a.md", "docs/posts/b.md",
                 "docs/posts/index.md", "docs/deep/x.md", "docs/README.md", "docs/posts/README.md",
                 "docs/about.md", "docs/c.md", "docs/c.html", "docs/posts/c/index.md", "docs/d.md"},
                "mkdocs.yml",
                "site_name: Site\nsite_url: https://example.org/\n",
                {"docs/_redirects", "docs/img/a.png", "docs/notes.txt", "docs/x.yaml", "docs/posts/pic.png",
                 "docs/a/index.html", "docs/file.pdf", "docs/style.css"}},
    [VITEPRESS] = {{"docs/index.md", "docs/a.md", "docs/b.md", "docs/posts/a.md", "docs/posts/b.md",
                    "docs/posts/index.md", "docs/deep/x.md", "docs/README.md", "docs/fr/posts/a.md",
                    "docs/about.md", "docs/c.md", "docs/Caf.md", "docs/posts/c/index.md", "docs/d.md"},
                   "docs/.vitepress/config.mjs",
                   "export default { title: 'Site' }\n",
                   {"docs/public/_redirects", "docs/public/img/a.png", "docs/public/notes.txt", "docs/x.yaml",
                    "docs/posts/pic.png", "docs/public/about.html", "docs/public/file.pdf",
                    "docs/style.css"}},
    [DOCUSAURUS] = {{"docs/index.md", "docs/a.md", "docs/b.mdx", "docs/posts/a.md", "docs/posts/02-b.md",
                     "docs/posts/index.md", "docs/deep/x.md", "docs/README.md", "blog/2024-01-02-one.md",
                     "src/pages/about.md", "docs/c.md", "blog/two.md", "docs/posts/c/index.md", "docs/d.md"},
                    "docusaurus.config.js",
                    "module.exports = { title: 'Site', url: 'https://example.org', baseUrl: '/',\n"
                    "  presets: [['classic', {}]] };\n",
                    {"static/_redirects", "static/img/a.png", "docs/posts/_category_.json", "sidebars.js",
                     "docs/posts/pic.png", "static/about/index.html", "static/file.pdf",
                     "docs/_category_.yml"}},
    [STARLIGHT] =
        {{"src/content/docs/index.md", "src/content/docs/a.md", "src/content/docs/b.mdx",
          "src/content/docs/posts/a.md", "src/content/docs/posts/b.md", "src/content/docs/posts/index.md",
          "src/content/docs/deep/x.md", "src/content/docs/fr/posts/a.md", "src/pages/about.md",
          "src/content/docs/Caf.md", "src/content/docs/c.md", "src/pages/c.md",
          "src/content/docs/posts/c/index.md", "src/content/docs/d.md"},
         "astro.config.mjs",
         "import { defineConfig } from 'astro/config';\nimport starlight from '@astrojs/starlight';\n"
         "export default defineConfig({ integrations: [starlight({ title: 'Site' })] });\n",
         {"public/_redirects", "public/img/a.png", "public/notes.txt", "package.json",
          "src/content/docs/posts/pic.png", "public/about/index.html", "public/file.pdf", "src/x.yaml"}},
};

static const char *const titles[] = {"One", "Two", "A: colon", "", "Same", "Same"};
static const char *const aliases[] = {"/old/", "/old/two/", "/posts/a/", "/docs/b/",
                                      "/Old/", "/about",    "gone"};
static const char *const targets[] = {"/posts/a/",
                                      "/posts/b/#part",
                                      "../b/",
                                      "/docs/a/#one",
                                      "#one",
                                      "/nowhere/",
                                      "b.md",
                                      "./a.md#two",
                                      "/img/a.png",
                                      "pic.png",
                                      "https://example.org/about/",
                                      "/old/",
                                      "/about",
                                      "/docs/deep/x/",
                                      "file.pdf",
                                      "a.html",
                                      "../docs/a.md#part",
                                      "/docs/c.html",
                                      "{{< ref \"a.md\" >}}",
                                      "/Posts/A/",
                                      "http://exa mple/",
                                      "/fr/posts/a/"};
static const char *const headings[] = {"One", "Two", "Part", "One", "Third thing"};
static const char *const prose[] = {"Some words.",
                                    "A TODO stands here.",
                                    "<b>unclosed",
                                    "Scrum and SAFe.",
                                    "{{< note >}}",
                                    "Text with  `code`.",
                                    "[x]: /posts/a/",
                                    "[use][x]",
                                    "<!-- contentlint-disable-line broken-link -->",
                                    "{% include note.html %}"};
static const char *const others[] = {
    "/old/ /posts/a/ 301\n",
    "/gone/* /nowhere/:splat\n/a /b\n/b /a\n",
    "<a href=\"{{ .Destination }}\">x</a>",
    "<p>{{ .Inner }}</p>",
    "x: 1\n",
    "{\"redirects\": [{\"source\": \"/old\", \"destination\": \"/docs/a\"}]}",
    "plain text",
    ""};
static const char *const settings[] = {
    "{}\n",
    "rules: {orphan-page: warning}\n",
    "rules: {broken-link: off, missing-description: warning}\n",
    "rules: {missing-title: {severity: error, percent: 10}, orphan-page: note}\n",
    "rules: {broken-link: {severity: error, allow: [{url: /nowhere/, reason: test}]}}\n",
    "exclude: ['docs/**', 'content/docs/**']\n",
    "types: [{files: '**', schema: page}]\n",
};
static const char *const site_lines[] = {"disableAliases = true\n", "uglyURLs = true\n",
                                         "disableKinds = ['taxonomy', 'term']\n", "relativeURLs = true\n",
                                         "refLinksErrorLevel = 'WARNING'\n"};
static const char *const jekyll_lines[] = {"permalink: pretty\n", "baseurl: /sub\n", "future: true\n",
                                           "show_drafts: true\n", "markdown: kramdown\n"};

static const char *const mkdocs_lines[] = {
    "use_directory_urls: false\n", "nav: [{Home: index.md}, {A: a.md}]\n",
    "plugins: [search, {redirects: {redirect_maps: {old.md: a.md}}}]\n", "not_in_nav: c.md\n"};
static const char *const vitepress_texts[] = {"export default { cleanUrls: true }\n",
                                              "export default { base: '/sub/' }\n",
                                              "export default { rewrites: { 'a.md': 'moved.md' } }\n",
                                              "export default { srcExclude: ['**/README.md'], ...more }\n"};
static const char *const docusaurus_texts[] = {
    "export default { title: 'Site', url: 'https://example.org', baseUrl: '/sub/', trailingSlash: true,\n"
    "  presets: [['classic', { docs: { routeBasePath: '/' } }]] };\n",
    "export default { title: 'Site', url: 'https://example.org', baseUrl: '/', trailingSlash: false,\n"
    "  presets: [['classic', { blog: false }]] };\n",
    "module.exports = make();\n"};
static const char *const starlight_texts[] = {
    "import starlight from '@astrojs/starlight';\nexport default { base: '/sub', trailingSlash: 'always',\n"
    "  integrations: [starlight({ title: 'Site' })] };\n",
    "import starlight from '@astrojs/starlight';\nexport default { redirects: { '/old': '/a' },\n"
    "  integrations: [starlight({ title: 'S', locales: { root: { lang: 'en' }, fr: { lang: 'fr' } } })] "
    "};\n"};

static void add_front(struct buf *out, enum kind kind) {
    if (kind == PLAIN && chance(3)) return;
    buf_add(out, STR("---\n"));
    if (chance(5)) buf_printf(out, "title: %s\n", ONE_OF(titles));
    if (chance(3)) buf_printf(out, "description: about %u\n", chance(3));
    if (!chance(6)) buf_add(out, STR("draft: true\n"));
    if (!chance(8)) buf_add(out, STR("date: 2030-01-01\n"));
    if (!chance(6)) buf_printf(out, "url: /same-%u/\n", chance(2));
    if (!chance(6)) buf_printf(out, "slug: s%u\n", chance(3));
    if (!chance(5)) buf_printf(out, "tags: [t%u, \"T%u\"]\n", chance(3), chance(2));
    if (!chance(9)) buf_add(out, STR("bad: [unclosed\n"));
    if (!chance(9)) buf_add(out, STR("title: again\n"));
    if (!chance(3))
        buf_printf(out, "%s: [%s, \"%s\"]\n", kind == JEKYLL ? "redirect_from" : "aliases", ONE_OF(aliases),
                   ONE_OF(aliases));
    buf_add(out, STR("---\n"));
}

static void add_block(struct buf *out) {
    switch (chance(4)) {
    case 0: buf_printf(out, "## %s\n\n", ONE_OF(headings)); return;
    case 1: buf_printf(out, "%s\n\n", ONE_OF(prose)); return;
    case 2: buf_printf(out, "See [there](%s) and ![x](%s).\n\n", ONE_OF(targets), ONE_OF(targets)); return;
    default: buf_printf(out, "- [item](%s)\n\n", ONE_OF(targets)); return;
    }
}

static struct str new_page(struct arena *arena, enum kind kind) {
    struct buf out = {.arena = arena};
    add_front(&out, kind);
    for (unsigned i = chance(6); i > 0; i--) add_block(&out);
    return buf_str(&out);
}

/* The same front matter and another body, or the other way round; or a body with one more block, or a line less. */
static struct str changed_page(struct arena *arena, enum kind kind, struct str old) {
    struct buf out = {.arena = arena};
    size_t front = 0;
    if (str_starts(old, STR("---\n"))) front = 4 + str_find(str_sub(old, 4, old.len), STR("\n---\n")) + 5;
    if (front > old.len) front = 0;
    switch (chance(5)) {
    case 0: return new_page(arena, kind);
    case 1: add_front(&out, kind); break;
    case 2: {
        size_t at = front + (old.len > front ? chance((unsigned)(old.len - front)) : 0);
        size_t end = at + str_find(str_sub(old, at, old.len), STR("\n\n"));
        buf_add(&out, str_sub(old, 0, at));
        buf_add(&out, str_sub(old, end, old.len));
        return buf_str(&out);
    }
    default:
        buf_add(&out, old);
        add_block(&out);
        return buf_str(&out);
    }
    buf_add(&out, str_sub(old, front, old.len));
    return buf_str(&out);
}

/* ---- the two sides -------------------------------------------------------------------------------------------- */

struct world {
    enum kind kind;
    struct arena arena; /* of one step */
    struct files disk, buffers;
    struct memory_tree below; /* what the session sees of the disk */
    struct tree tree;
    struct session *session;
    struct session_options options;
    const char *config;
    struct map told; /* path -> struct str: its findings as the session told them last */
    struct arena told_arena;
    uint64_t seed;
    unsigned step;
    char did[200];
};

static void show_disk(struct world *world) {
    static struct memory_file shown[FILES_MAX];
    memcpy(shown, world->disk.items, sizeof shown);
    world->below = (struct memory_tree){shown, world->disk.count};
    world->tree = memory_tree(&world->below);
}

/* Empty reports and the error, where there is one. */
static struct str printed(struct arena *arena, const struct lint_results *results, const struct error *error,
                          const char *format) {
    struct buf out = {.arena = arena};
    struct lint_results shown = *results;
    shown.seconds = 0;
    if (error->message[0])
        buf_printf(&out, "%.*s:%u: %s\n", STR_FMT(error->path), error->line, error->message);
    else
        report_print(arena, &out, &shown, report_format_named(str_from(format)), NULL);
    for (size_t i = 0; i < shown.count; i++) /* which no list has */
        for (uint32_t k = 0; k < shown.items[i].edit_count; k++)
            buf_printf(&out, "edit to %.*s\n", STR_FMT(shown.items[i].edits[k].text));
    return buf_str(&out);
}

/* The findings in one file, as JSON lines. */
static struct str findings_of(struct arena *arena, const struct lint_results *results, struct str path) {
    struct lint_results one = *results;
    struct error none = {0};
    one.items = ARENA_ARRAY(arena, struct diagnostic, results->count);
    one.count = one.notification_count = 0;
    for (size_t i = 0; i < results->count; i++)
        if (str_eq(results->items[i].source->path, path)) one.items[one.count++] = results->items[i];
    return printed(arena, &one, &none, "json-lines");
}

static void fail(const struct world *world, const char *what, struct str path, struct str got,
                 struct str want) {
    unit_failed++;
    printf("seed %llu, step %u (%s): %s%s%.*s\n--- the session says\n%.*s--- a fresh run says\n%.*s",
           (unsigned long long)world->seed, world->step, world->did, what, path.len ? " of " : "",
           STR_FMT(path), STR_FMT(got), STR_FMT(want));
}

static void same(const struct world *world, const char *what, struct str path, struct str got,
                 struct str want) {
    if (str_eq(got, want))
        unit_passed++;
    else
        fail(world, what, path, got, want);
}

static bool holds(const str_array *list, struct str text) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i], text)) return true;
    return false;
}

/* Every path whose findings are others than at the last answer is told, and no other. */
static void check_changed(struct world *world, const struct session_answer *answer) {
    struct arena kept = {0}, *arena = &world->arena;
    struct map now = {0}, paths = {0};
    for (size_t i = 0; i < world->told.len; i++) *map_slot(arena, &paths, world->told.entries[i].key) = world;
    for (size_t i = 0; i < answer->results->count; i++)
        *map_slot(arena, &paths, answer->results->items[i].source->path) = world;
    for (size_t i = 0; i < paths.len; i++) {
        struct str path = paths.entries[i].key, text = findings_of(arena, answer->results, path);
        const struct str *before = map_get(&world->told, path);
        bool changed = !str_eq(text, before ? *before : STR(""));
        if (holds(&answer->changed, path) != changed)
            fail(world, changed ? "changed and not told: findings" : "told and not changed: findings", path,
                 text, before ? *before : STR(""));
        struct str *copy = ARENA_NEW(&kept, struct str);
        *copy = str_copy(&kept, text);
        *map_slot(&kept, &now, str_copy(&kept, path)) = copy;
    }
    arena_free(&world->told_arena);
    world->told_arena = kept;
    world->told = now;
}

/* The files as they are now: buffers, and the disk where there is none. */
static void merge(const struct world *world, struct memory_file *files, struct memory_tree *tree) {
    tree->files = files;
    tree->count = world->buffers.count;
    memcpy(files, world->buffers.items, sizeof world->buffers.items);
    for (size_t i = 0; i < world->disk.count; i++)
        if (find(&world->buffers, world->disk.items[i].path) == world->buffers.count)
            files[tree->count++] = world->disk.items[i];
}

static bool is_page(struct session *session, struct str path) {
    const struct site *site;
    struct error error = {0};
    if (!session_site(session, &site, &error)) return false;
    size_t at = 0;
    while (at < site->page_count && !str_eq(site->pages[at].source, path)) at++;
    return at < site->page_count;
}

/* Some pages alone, now and then: a part of what the whole would say, but for files that the generator leaves out, which
 * are checked for who names them. */
static void check_part(struct world *world, struct session *session, const struct lint_results *fresh,
                       bool fine) {
    struct error error = {0};
    struct session_answer answer;
    str_array pages = {0};
    for (unsigned i = 1 + chance(3); i > 0; i--)
        *ARRAY_PUSH(&world->arena, &pages) = str_from(kinds[world->kind].pages[chance(14)]);
    bool told = session_diagnose(world->session, &pages, &answer, &error);
    if (told != fine) fail(world, "success", STR(""), str_from(error.message), STR(""));
    for (size_t i = 0; told && fine && i < pages.len; i++)
        if (is_page(session, pages.items[i]))
            same(world, "a part", pages.items[i], findings_of(&world->arena, answer.results, pages.items[i]),
                 findings_of(&world->arena, fresh, pages.items[i]));
    if (told) check_changed(world, &answer);
}

static void compare(struct world *world) {
    struct memory_file files[2 * FILES_MAX];
    struct memory_tree state;
    struct session_options options = world->options;
    struct session *session = NULL;
    struct session_answer answer = {0};
    struct lint_request request = {.whole = true};
    struct lint_results fresh = {0};
    struct error error = {0}, own = {0};
    merge(world, files, &state);
    struct tree tree = memory_tree(&state);
    options.tree = &tree;
    options.brief = true;
    bool fine = session_open(&options, &session, &error) &&
                session_run(session, &world->arena, &request, &fresh, &error);
    if (world->step % 4 == 3 && world->options.lint.each) check_part(world, session, &fresh, fine);
    if (world->step % 8 != 7) {
        bool told = session_diagnose(world->session, NULL, &answer, &own);
        same(world, "the list", STR(""), printed(&world->arena, answer.results, &own, "json-lines"),
             printed(&world->arena, &fresh, &error, "json-lines"));
        if (told && fine)
            same(world, "the text", STR(""), printed(&world->arena, answer.results, &own, "full"),
                 printed(&world->arena, &fresh, &error, "full"));
        if (told) check_changed(world, &answer);
    }
    session_close(session);
    arena_free(&world->arena);
}

/* ---- steps ---------------------------------------------------------------------------------------------------- */

/* As an editor does it, or behind its back. text absent: the file goes. */
static void change(struct world *world, struct str path, struct str text) {
    bool buffered = find(&world->buffers, path) < world->buffers.count;
    snprintf(world->did + strlen(world->did), sizeof world->did - strlen(world->did), " %s %.*s",
             !text.ptr ? "removes" : "writes", (int)(path.len < 60 ? path.len : 60), path.ptr);
    if (text.ptr && (buffered || chance(2))) {
        set(&world->buffers, path, text);
        session_put(world->session, path, text);
        return;
    }
    if (text.ptr)
        set(&world->disk, path, text);
    else
        unset(&world->disk, path);
    show_disk(world);
    session_touch(world->session, path);
    if (text.ptr || !buffered) return;
    unset(&world->buffers, path);
    session_drop(world->session, path);
}

static struct str shown_text(const struct world *world, struct str path) {
    struct str text = text_of(&world->buffers, path);
    return text.ptr ? text : text_of(&world->disk, path);
}

static void write_config(const struct world *world, const char *text) {
    struct error error = {0};
    if (!file_write(world->config, str_from(text), &error)) abort();
}

/* The configuration of a sub-folder, which comes, goes and says something else. */
static void change_nested(struct world *world) {
    static const char *const texts[] = {
        "rules: {broken-link: off}\n",
        "rules: {broken-link: note, title-length: {severity: warning, min: 5}}\n",
        "overrides: [{files: 'a.*', rules: {broken-link: warning, duplicate-alias: off}}]\n",
        "exclude: ['b.*']\n",
        "types: [{files: '*.md', schema: page}]\n",
        "{}\n"};
    static const char *const folders[KINDS][2] = {[HUGO] = {"content/posts", "content/docs"},
                                                  [JEKYLL] = {"docs", "docs/deep"},
                                                  [PLAIN] = {"docs", "guide"},
                                                  [MKDOCS] = {"docs/posts", "docs/deep"},
                                                  [VITEPRESS] = {"docs/posts", "docs/fr"},
                                                  [DOCUSAURUS] = {"docs/posts", "blog"},
                                                  [STARLIGHT] = {"src/content/docs/posts", "src/pages"}};
    struct str path = str_printf(&world->arena, "%s/contentlint.yml", ONE_OF(folders[world->kind]));
    change(world, path, chance(3) ? str_from(ONE_OF(texts)) : (struct str){0});
}

static void change_site(struct world *world) {
    struct buf out = {.arena = &world->arena};
    struct str marker = str_from(kinds[world->kind].marker);
    if (world->kind == HUGO && !chance(2)) buf_add(&out, str_from(ONE_OF(site_lines)));
    buf_add(&out, str_from(kinds[world->kind].marker_text));
    if (world->kind == JEKYLL && !chance(2)) buf_add(&out, str_from(ONE_OF(jekyll_lines)));
    if (world->kind == MKDOCS && chance(2)) buf_add(&out, str_from(ONE_OF(mkdocs_lines)));
    const char *whole = world->kind == VITEPRESS    ? ONE_OF(vitepress_texts)
                        : world->kind == DOCUSAURUS ? ONE_OF(docusaurus_texts)
                        : world->kind == STARLIGHT  ? ONE_OF(starlight_texts)
                                                    : NULL;
    change(world, marker, whole && chance(2) ? str_from(whole) : buf_str(&out));
}

static void do_step(struct world *world) {
    struct arena *arena = &world->arena;
    struct str page = str_from(kinds[world->kind].pages[chance(14)]), old = shown_text(world, page);
    struct str other = str_from(kinds[world->kind].others[chance(8)]);
    world->did[0] = 0;
    switch (chance(20)) {
    case 0: change(world, page, (struct str){0}); return;
    case 1: /* a rename */
        change(world, page, (struct str){0});
        if (old.ptr) change(world, str_from(kinds[world->kind].pages[chance(14)]), old);
        return;
    case 2: change(world, other, str_from(ONE_OF(others))); return;
    case 3: change(world, other, (struct str){0}); return;
    case 4: change_site(world); return;
    case 5:
        write_config(world, ONE_OF(settings));
        session_touch(world->session, STR("contentlint.yml"));
        return;
    case 6:
        if (!world->buffers.count) return;
        page = world->buffers.items[chance((unsigned)world->buffers.count)].path;
        unset(&world->buffers, page);
        session_drop(world->session, page);
        return;
    case 7: change_nested(world); return;
    default:
        change(world, page, old.ptr ? changed_page(arena, world->kind, old) : new_page(arena, world->kind));
    }
}

static void begin(struct world *world) {
    struct error error = {0};
    chance_state = world->seed * 0x9E3779B97F4A7C15u + 1;
    for (unsigned i = 0; i < 10; i++) chance(2);
    world->kind = (enum kind)(world->seed % KINDS);
    write_config(world, settings[0]);
    set(&world->disk, str_from(kinds[world->kind].marker), str_from(kinds[world->kind].marker_text));
    for (size_t i = 0; i < 14; i++)
        if (chance(4))
            set(&world->disk, str_from(kinds[world->kind].pages[i]), new_page(&world->arena, world->kind));
    show_disk(world);
    world->options = (struct session_options){.root = STR("."), .tree = &world->tree};
    world->options.lint = (struct lint_options){.start = path_dir(str_from(world->config)),
                                                .now = 1780272000,
                                                .threads = 1 + (unsigned)(world->seed & 1)};
    world->options.lint.each = world->seed / KINDS % 2 == 0;
    world->options.generator = site_generator(&world->disk.arena, &world->tree);
    CHECK(site_is_plain(world->options.generator) == (world->kind == PLAIN));
    CHECK(session_open(&world->options, &world->session, &error));
}

static void play(uint64_t seed, unsigned steps, const char *config) {
    struct world world = {.seed = seed, .config = config};
    begin(&world);
    compare(&world);
    for (world.step = 1; world.step <= steps && unit_failed < 10; world.step++) {
        for (unsigned i = 1 + !chance(4); i > 0; i--) do_step(&world);
        compare(&world);
    }
    session_close(world.session);
    arena_free(&world.arena);
    arena_free(&world.disk.arena);
    arena_free(&world.buffers.arena);
    arena_free(&world.told_arena);
}

static unsigned number(const char *name, unsigned fallback) {
    const char *value = getenv(name);
    return value ? (unsigned)strtoul(value, NULL, 10) : fallback;
}

/* What cannot be opened is said, and the session goes on once it can. */
static void test_errors(const char *config) {
    struct memory_file page = {STR("a.md"), STR("# A\n\n[x](nowhere.md)\n")};
    struct memory_tree files = {&page, 1};
    struct tree tree = memory_tree(&files);
    struct session_options options = {.root = STR("."), .tree = &tree, .lint.config = str_from(config)};
    struct session *session = NULL;
    struct session_answer answer;
    struct error error = {0};
    CHECK(file_write(config, STR("rules: {no-such-rule: off}\n"), &error));
    CHECK(!session_open(&options, &session, &error) && !session && error.message[0]);
    CHECK(file_write(config, STR("{}\n"), &error) && session_open(&options, &session, &error));
    CHECK(session_diagnose(session, NULL, &answer, &error) && answer.results->count == 1);
    CHECK(answer.changed.len == 1);
    CHECK(file_write(config, STR("rules: [\n"), &error));
    session_touch(session, STR("contentlint.yml"));
    CHECK(!session_diagnose(session, NULL, &answer, &error) && answer.results->count == 0);
    CHECK(!session_diagnose(session, NULL, &answer, &error));
    CHECK(file_write(config, STR("rules: {broken-link: off}\n"), &error));
    session_touch(session, STR("contentlint.yml"));
    CHECK(session_diagnose(session, NULL, &answer, &error) && answer.results->count == 0);
    CHECK(answer.changed.len == 1); /* its finding is gone */
    session_close(session);
    session_close(NULL);
}

int main(void) {
    char folder[] = "/tmp/contentlint-session-XXXXXX", config[64];
    unsigned steps = number("SESSION_STEPS", 400), seed = number("SESSION_SEED", 1);
    if (!mkdtemp(folder)) return 1;
    snprintf(config, sizeof config, "%s/contentlint.yml", folder);
    test_errors(config);
    for (unsigned done = 0; done < steps && unit_failed < 10; done += ROUND, seed++)
        play(seed, ROUND, config);
    unlink(config);
    rmdir(folder);
    printf("%u steps, seeds up to %u\n", steps, seed - 1);
    return unit_report();
}
