/* run_files.c: which files a run looks at. */
#include "lint/external.h"
#include "lint/left_out.h"
#include "lint/scope.h"
#include "lint/trademark.h"

#include <assert.h>
#include <stdlib.h>

static bool matches_any(const str_array *globs, struct str path) {
    for (size_t i = 0; i < globs->len; i++)
        if (glob_match(globs->items[i], path)) return true;
    return false;
}

static bool is_excluded(const struct run *run, struct str path) {
    return matches_any(&run->request->exclude, path) || matches_any(&run->lint->config.exclude, path);
}

/* Pages of the site come sorted by source; the pages of one source stand together. */
static size_t same_source(const struct site *site, size_t first) {
    size_t end = first + 1;
    while (end < site->page_count && str_eq(site->pages[end].source, site->pages[first].source)) end++;
    assert(end == site->page_count || !site->pages[end].source.ptr ||
           str_cmp(site->pages[first].source, site->pages[end].source) < 0);
    return end - first;
}

/* Folders that hold templates, other people's files or what was built, not pages. What the generator takes for a page, wherever it is, is one. */
static bool in_skipped_folder(const struct run *run, struct str path, const struct site_page *page) {
    static const struct str names[] = {
        {"archetypes", 10}, {"node_modules", 12}, {"vendor", 6}, {"_vendor", 7}, {"public", 6}};
    if (page && site_has(run->request->site, SITE_PAGES_ANYWHERE)) return false;
    for (struct str rest = path_dir(path); rest.ptr;) {
        struct str part = str_cut(&rest, '/');
        if (part.len > 1 && part.ptr[0] == '.' && !str_eq(part, STR(".."))) return true;
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            if (str_eq(part, names[i])) return true;
    }
    return false;
}

static bool is_checkable(const struct run *run, const struct site_page *page) {
    return page->source.len && !str_starts(page->source, STR("../")) && page->source.ptr[0] != '/' &&
           !is_excluded(run, page->source) && !in_skipped_folder(run, page->source, page) &&
           !run_is_built(run, page->source);
}

/* Every file of the site below the folder ("" is all of them; otherwise it ends in '/'), but what git ignores in a folder
 * that it does not ignore as a whole. */
static void add_folder(struct run *run, struct str folder, struct map *seen, struct arena *arena) {
    const struct site *site = run->request->site;
    struct left_out *out = left_out_open(arena, site);
    bool named = folder.len && left_out_has(out, str_sub(folder, 0, folder.len - 1));
    for (size_t i = 0; i < site->page_count;) {
        size_t n = site->pages[i].source.len ? same_source(site, i) : 1;
        const struct site_page *page = &site->pages[i];
        i += n;
        if (!is_checkable(run, page) || !str_starts(page->source, folder)) continue;
        if (!named && left_out_has(out, page->source)) continue;
        void **slot = map_slot(arena, seen, page->source);
        if (*slot) continue;
        *slot = run;
        run->files[run->file_count++] =
            (struct run_file){.path = page->source, .pages = page, .page_count = n};
    }
}

static bool add_named(struct run *run, struct str path, struct map *seen, struct arena *arena,
                      struct error *error) {
    const struct site *site = run->request->site;
    void **slot = map_slot(arena, seen, path);
    const struct site_page *page = site_page_of(site, path);
    if (!page && lint_reads(run->lint, path_join(arena, site->root, path))) return true; /* no content */
    if (*slot || is_excluded(run, path) || in_skipped_folder(run, path, page) || run_is_built(run, path))
        return true;
    *slot = run;
    struct run_file *file = &run->files[run->file_count++];
    *file = (struct run_file){.path = path, .named = true};
    if (page) {
        size_t first = (size_t)(page - site->pages);
        while (first > 0 && str_eq(site->pages[first - 1].source, path)) first--;
        file->pages = &site->pages[first];
        file->page_count = same_source(site, first);
        return true;
    }
    return tree_has(&site->tree, arena, path) || error_set(error, path, 0, "there is no such file");
}

static bool is_requested(const struct run *run, struct str path) {
    const struct lint_request *request = run->request;
    for (size_t i = 0; !request->whole && i < request->files.len; i++) {
        struct str folder = request->files.items[i];
        if (folder.len == 0 || (str_ends(folder, STR("/")) && str_starts(path, folder))) return true;
    }
    return request->whole;
}

/* Redirect files, the configuration and templates: those that are asked for. */
static void add_data(struct run *run, const struct source *source, struct map *seen, struct arena *arena) {
    void **slot = map_slot(arena, seen, source->path);
    struct run_file *file = NULL;
    for (size_t i = 0; *slot && i < run->file_count; i++)
        if (str_eq(run->files[i].path, source->path)) file = &run->files[i];
    if (file && !file->pages) file->data = source;
    if (*slot || !is_requested(run, source->path) || is_excluded(run, source->path)) return;
    *slot = run;
    run->files[run->file_count++] = (struct run_file){.path = source->path, .data = source};
}

static bool fails_in(const struct site *site, struct str path) {
    for (size_t i = 0; i < site->failures.len; i++)
        if (str_eq(site->failures.items[i].path, path)) return true;
    return false;
}

/* Templates that say something of trademarks. One that is named is looked at as what it is, no page. */
static void add_shared_texts(struct run *run, struct map *seen, struct arena *arena) {
    const shared_texts *all = trademark_site_shared(&run->facts);
    for (size_t i = 0; i < all->len; i++) {
        const struct source *source = trademark_shared_source(all->items[i]);
        if (!in_skipped_folder(run, source->path, NULL)) add_data(run, source, seen, arena);
    }
}

static void add_all_data(struct run *run, struct map *seen, struct arena *arena) {
    const struct site *site = run->request->site;
    size_t count = 0;
    const struct source *const *sources = run->links ? links_sources(run->links, &count) : NULL;
    for (size_t i = 0; i < count; i++) add_data(run, sources[i], seen, arena);
    for (size_t i = 0; i < site->config_source_count; i++)
        if (run->request->lost || fails_in(site, site->config_sources[i]->path))
            add_data(run, site->config_sources[i], seen, arena);
    if (run->lint->needs & NEED_LEDGER) run->ledger = external_ledger_source(arena, run);
    if (run->ledger) add_data(run, run->ledger, seen, arena);
}

/* Data files with a schema; one that is named is among the files already. */
static void add_schema_data(struct run *run, const struct data_file *data, struct map *seen,
                            struct arena *arena) {
    struct run_file *file = NULL;
    if (map_get(seen, data->path)) {
        for (size_t i = 0; i < run->file_count; i++)
            if (str_eq(run->files[i].path, data->path)) file = &run->files[i];
    } else if (is_requested(run, data->path) && !is_excluded(run, data->path) &&
               !in_skipped_folder(run, data->path, NULL)) {
        *map_slot(arena, seen, data->path) = run;
        file = &run->files[run->file_count++];
        *file = (struct run_file){.path = data->path};
    }
    if (!file || file->pages) return;
    file->has_schema = true;
    file->owner = data->owner;
}

/* Files named that are of no kind which is read as what it is: their text was read as Markdown. */
void run_add_unknown(struct arena *arena, const struct run *run, struct lint_results *results) {
    static const char known[] = ".md .markdown .mdown .mdwn .mkd .mkdn .mdx .rmd .html .htm .xhtml ";
    const struct run_file *first = NULL;
    for (size_t i = 0; i < run->file_count; i++) {
        const struct run_file *file = &run->files[i];
        struct str suffix = unicode_lower_str(arena, path_ext(file->path));
        struct str word = str_printf(arena, "%.*s ", STR_FMT(suffix));
        bool is_known = suffix.len && str_find(STR(known), word) + word.len <= sizeof known - 1;
        if (!file->named || file->pages || file->data || file->has_schema || is_known ||
            run->request->as != PAGE_BY_SUFFIX || file->failure.ptr)
            continue;
        if (!first) first = file;
        results->unknown++;
    }
    if (!first) return;
    run_notify(arena, results, SEVERITY_NOTE,
               results->unknown == 1
                   ? str_printf(arena, "%.*s is of no kind that is known here: its text was read as Markdown",
                                STR_FMT(first->path))
                   : str_printf(arena,
                                "%zu files are of no kind that is known here, %.*s the first: their text was "
                                "read as Markdown",
                                results->unknown, STR_FMT(first->path)));
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct run_file *)a)->path, ((const struct run_file *)b)->path);
}

bool run_files(struct arena *arena, struct run *run, struct error *error) {
    const struct lint_request *request = run->request;
    struct map seen = {0};
    size_t data = request->site->config_source_count;
    if (run->links) (void)links_sources(run->links, &data);
    data += request->site->config_source_count + trademark_site_shared(&run->facts)->len;
    data_files own = {0};
    if (!run_data_find(arena, run, &own, error)) return false;
    data += own.len;
    run->files =
        ARENA_ARRAY(arena, struct run_file, request->site->page_count + request->files.len + data + 1);
    if (request->whole) add_folder(run, STR(""), &seen, arena);
    for (size_t i = 0; !request->whole && i < request->files.len; i++) {
        struct str path = request->files.items[i];
        if (path.len == 0 || str_ends(path, STR("/")))
            add_folder(run, path, &seen, arena);
        else if (!add_named(run, path, &seen, arena, error))
            return false;
    }
    add_all_data(run, &seen, arena);
    add_shared_texts(run, &seen, arena);
    for (size_t i = 0; i < own.len; i++) add_schema_data(run, &own.items[i], &seen, arena);
    qsort(run->files, run->file_count, sizeof *run->files, by_path);
    for (size_t i = 0; i < run->file_count; i++)
        if (!scope_of(run->scopes, run->files[i].path, &run->files[i].scope, error)) return false;
    return true;
}
