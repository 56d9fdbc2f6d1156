/* run_built.c: what the run says of the build that it asked: what is wrong in it and stands in no page, and how much of the
 * site it has. */
#include "lint/built_pages.h"
#include "lint/run.h"

void run_built_open(struct arena *arena, struct run *run) {
    run->built = run->request->built ? lint_built_pages(run->request->built) : NULL;
    if (!run->built) return;
    struct str folder = built_folder(run->built), root = run->request->site->root;
    if (!run->request->site->tree.root) { /* files in memory: all paths are the site's */
        run->built_prefix = str_printf(arena, "%.*s/", STR_FMT(folder));
        return;
    }
    struct str real = path_real(arena, folder), top = path_real(arena, root);
    bool below =
        str_starts(real, top) && real.len > top.len && (str_ends(top, STR("/")) || real.ptr[top.len] == '/');
    if (!below) return;
    real = str_sub(real, top.len + !str_ends(top, STR("/")), real.len);
    run->built_prefix = str_printf(arena, "%.*s/", STR_FMT(real));
}

bool run_is_built(const struct run *run, struct str path) {
    return run->built_prefix.ptr && str_starts(path, run->built_prefix);
}

/* ---- what the pages' own sources have ---- */

void run_claim(struct arena *keep, struct run_file *file, const struct subject *subject) {
    for (size_t i = 0; i < subject->page->links.len; i++)
        if (subject->resolutions[i].became)
            *ARRAY_PUSH(keep, &file->claimed) = subject->resolutions[i].became;
}

/* ---- the place of a fault ---- */

struct placing {
    struct arena *arena;
    struct run *run;
    const struct built *built;
    const struct built_page *pages;
    struct map sources; /* built page -> index + 1 of its source among run->files */
    struct map files;   /* path -> index + 1 */
    ARRAY_OF(struct source) templates;
    ARRAY_OF(struct run_file) added;
    struct map notices; /* what the run says of trademarks already: rule and message */
};
struct found { /* a place in a file of that path and text */
    struct str path, text;
    struct span span;
};

static bool read_source(const struct placing *p, struct str path, struct str *text) {
    const struct tree *tree = &p->run->request->site->tree;
    struct error error = {0};
    return tree->read(tree->state, p->arena, path, text, &error);
}

/* Not "/gone" of "/gone-too/". */
static bool stands_at(struct str text, size_t at, size_t len) {
    char after = at + len < text.len ? text.ptr[at + len] : '"', before = at ? text.ptr[at - 1] : '"';
    return !char_is_alnum(after) && after != '-' && after != '_' && !char_is_alnum(before);
}

static bool find_snippet(struct str text, struct str snippet, struct span *span) {
    for (size_t at = 0; at < text.len; at++) {
        at += str_find(str_sub(text, at, text.len), snippet);
        if (at == text.len || !stands_at(text, at, snippet.len)) continue;
        *span = (struct span){(uint32_t)at, (uint32_t)(at + snippet.len)};
        return true;
    }
    return false;
}

/* In the source of the page that has it. */
static bool in_page(const struct placing *p, const struct built_fault *fault, struct found *found) {
    enum { FEW = 3 };
    const void *page = &p->pages[fault->page];
    const size_t *index = built_claimed(&p->sources, page);
    if (!index || fault->pages > FEW) return false;
    found->path = p->run->files[*index - 1].path;
    return read_source(p, found->path, &found->text) &&
           find_snippet(found->text, fault->snippet, &found->span);
}

/* In exactly one template or configuration. */
static bool in_template(const struct placing *p, const struct built_fault *fault, struct found *found) {
    size_t count = 0;
    for (size_t i = 0; i < p->templates.len && count < 2; i++) {
        const struct source *source = &p->templates.items[i];
        if (!find_snippet(source->text, fault->snippet, &found->span)) continue;
        count++;
        found->path = source->path;
        found->text = source->text;
    }
    return count == 1;
}

/* From the site's root where it lies below it; else from the disk's. */
static struct str built_path(const struct placing *p, struct str file) {
    if (p->run->built_prefix.ptr)
        return str_printf(p->arena, "%.*s%.*s", STR_FMT(p->run->built_prefix), STR_FMT(file));
    return path_join(p->arena, path_real(p->arena, built_folder(p->built)), file);
}

static bool in_build(const struct placing *p, const struct built_fault *fault, struct found *found) {
    struct str file = p->pages[fault->page].file;
    found->path = built_path(p, file);
    found->span = fault->span;
    if (!built_text(p->built, p->arena, file, &found->text)) return false;
    struct str rest = str_sub(found->text, found->span.start, found->text.len);
    if (fault->target.ptr && str_starts(rest, fault->snippet))
        found->span.end = found->span.start + (uint32_t)fault->snippet.len;
    return found->span.end <= found->text.len;
}

static bool place_of(const struct placing *p, const struct built_fault *fault, struct found *found) {
    enum { SHORTEST = 3 };
    bool sought = fault->snippet.len >= SHORTEST;
    if (sought && (in_page(p, fault, found) || in_template(p, fault, found))) return true;
    return in_build(p, fault, found);
}

/* ---- the findings ---- */

static struct run_file *file_of(struct placing *p, struct str path) {
    size_t *index = map_get(&p->files, path);
    if (!index) {
        *ARRAY_PUSH(p->arena, &p->added) = (struct run_file){.path = path};
        index = ARENA_NEW(p->arena, size_t);
        *index = p->run->file_count + p->added.len;
        *map_slot(p->arena, &p->files, path) = index;
    }
    bool known = *index <= p->run->file_count;
    return known ? &p->run->files[*index - 1] : &p->added.items[*index - 1 - p->run->file_count];
}

/* Something is said of that line already: one mistake, one finding. */
static bool is_said(const struct run_file *file, const struct found *found) {
    for (size_t i = 0; i < file->list.len; i++) {
        struct span span = file->list.items[i].span;
        uint32_t first = span.start < found->span.start ? span.start : found->span.start;
        uint32_t last = span.start < found->span.start ? found->span.start : span.start;
        if (last > found->text.len) continue;
        struct str between = str_sub(found->text, first, last);
        if (str_find_char(between, '\n') == between.len) return true;
    }
    return false;
}

static struct str key_of(struct arena *arena, struct str rule, struct str message) {
    return str_printf(arena, "%.*s %.*s", STR_FMT(rule), STR_FMT(message));
}

static bool is_about_marks(const struct rule *rule) {
    return rule->check->needs & NEED_MARKS;
}

/* A notice of a source is shown by its page, and one of a template by many. */
static void read_notices(struct placing *p) {
    for (size_t i = 0; i < p->run->file_count; i++) {
        const diagnostics *list = &p->run->files[i].list;
        for (size_t k = 0; k < list->len; k++) {
            const struct diagnostic *d = &list->items[k];
            if (!is_about_marks(d->rule)) continue;
            *map_slot(p->arena, &p->notices, key_of(p->arena, d->rule->id, d->message)) = p;
        }
    }
}

/* How many pages show it, for a rule whose message does not say so. */
static void count_pages(struct placing *p, const struct built_fault *fault, struct findings *findings,
                        struct diagnostic *d, const struct source *source) {
    struct str first = p->pages[fault->page].file;
    struct str text = fault->pages == 1
                          ? str_printf(p->arena, "on %.*s of the built site", STR_FMT(first))
                          : str_printf(p->arena, "on %zu pages of the built site, %.*s the first",
                                       fault->pages, STR_FMT(first));
    finding_relate(findings, d, source, d->span, text);
}

static void tell(struct placing *p, const struct built_fault *fault) {
    struct found found = {.path = {0}};
    bool marks = is_about_marks(fault->rule);
    if (marks && map_get(&p->notices, key_of(p->arena, fault->rule->id, fault->message))) return;
    if (!place_of(p, fault, &found)) return;
    bool own = !str_eq(found.path, built_path(p, p->pages[fault->page].file));
    if (own && is_said(file_of(p, found.path), &found)) return;
    struct source *source = ARENA_NEW(p->arena, struct source);
    *source = (struct source){.path = found.path, .text = found.text};
    struct findings findings = {.arena = p->arena, .source = source};
    findings_begin(&findings, fault->rule);
    struct diagnostic *d = finding_add(&findings, found.span);
    if (marks) d->severity = fault->severity;
    if (marks) count_pages(p, fault, &findings, d, source);
    for (uint32_t i = 0; i < fault->property_count; i++)
        finding_set(&findings, d, str_c(p->arena, fault->properties[i].name), fault->properties[i].value);
    if (fault->target.ptr) {
        finding_set(&findings, d, "url", fault->snippet);
        finding_set(&findings, d, "target", fault->target);
    }
    finding_set(&findings, d, "pages",
                fault->pages == 1 ? STR("1 page") : str_printf(p->arena, "%zu pages", fault->pages));
    finding_set(&findings, d, "file", p->pages[fault->page].file);
    if (fault->doubted && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    findings_end(&findings);
    run_keep(p->arena, file_of(p, found.path), source, &findings.list);
}

static void read_folder(struct placing *p, struct str folder, struct map *seen) {
    enum { FILES_MAX = 4000 };
    const struct tree *tree = &p->run->request->site->tree;
    str_array files = {0};
    struct error error = {0};
    if (!tree->list(tree->state, p->arena, folder, &files, &error)) return;
    for (size_t i = 0; i < files.len && p->templates.len < FILES_MAX; i++) {
        struct source source = {.path = path_join(p->arena, folder, files.items[i])};
        void **slot = map_slot(p->arena, seen, source.path);
        if (*slot || !read_source(p, source.path, &source.text)) continue;
        *slot = p;
        *ARRAY_PUSH(p->arena, &p->templates) = source;
    }
}

static void read_templates(struct placing *p, const struct outlook *outlook) {
    const struct site *site = p->run->request->site;
    struct map seen = {0};
    for (size_t i = 0; i < outlook->templates.len; i++) read_folder(p, outlook->templates.items[i], &seen);
    for (size_t i = 0; i < outlook->shortcodes.len; i++) read_folder(p, outlook->shortcodes.items[i], &seen);
    for (size_t i = 0; i < site->config_source_count; i++)
        *ARRAY_PUSH(p->arena, &p->templates) = *site->config_sources[i];
}

static void read_files(struct placing *p, struct map *claimed) {
    for (size_t i = 0; i < p->run->file_count; i++) {
        const struct run_file *file = &p->run->files[i];
        size_t *index = ARENA_NEW(p->arena, size_t);
        *index = i + 1;
        *map_slot(p->arena, &p->files, file->path) = index;
        if (file->became) built_claim(p->arena, &p->sources, file->became, index);
        for (size_t k = 0; k < file->claimed.len; k++)
            built_claim(p->arena, claimed, file->claimed.items[k], p);
    }
}

static void put_added(struct placing *p) {
    struct run *run = p->run;
    size_t added = p->added.len;
    if (!added) return;
    struct run_file *all = ARENA_ARRAY(p->arena, struct run_file, run->file_count + added);
    memcpy(all, run->files, run->file_count * sizeof *all);
    memcpy(all + run->file_count, p->added.items, added * sizeof *all);
    run->files = all;
    run->file_count += added;
}

void run_built(struct arena *arena, struct run *run) {
    struct placing p = {.arena = arena, .run = run, .built = run->built};
    struct map claimed = {0};
    built_faults faults = {0};
    size_t count;
    const built_faults *known = lint_built_faults(run->request->built);
    p.pages = built_pages(run->built, &count);
    read_files(&p, &claimed);
    for (size_t i = 0; i < known->len; i++) *ARRAY_PUSH(arena, &faults) = known->items[i];
    const struct rule *dead = lint_rule(run->lint, STR("broken-built-link"));
    if (dead && dead->severity != SEVERITY_OFF)
        built_dead_links(arena, run->built, dead, &claimed, run->links, &faults);
    if (faults.len && run->links) read_templates(&p, links_outlook(run->links));
    read_notices(&p);
    for (size_t i = 0; i < faults.len; i++) tell(&p, &faults.items[i]);
    put_added(&p);
}

/* How much of the site the build is a witness of, and what of the build could not be read. */
void run_add_built(struct arena *arena, const struct run *run, struct lint_results *results) {
    size_t count = 0, pairs[PAIR_MISSED + 1] = {0};
    const struct built *built = run->built;
    const struct root_remark *remarks = built ? built_remarks(built, arena, &count) : NULL;
    if (!built) return;
    for (size_t i = 0; i < count; i++) run_remark(arena, &remarks[i], results);
    for (size_t i = 0; i < run->file_count; i++) pairs[run->files[i].pair]++;
    size_t paired = pairs[PAIR_FOUND] + pairs[PAIR_ELSEWHERE], all = paired + pairs[PAIR_MISSED];
    struct buf text = {.arena = arena};
    buf_printf(&text, "the built site in %.*s has %zu of %zu pages", STR_FMT(built_folder(built)), paired,
               all);
    if (pairs[PAIR_MISSED])
        buf_printf(&text, "; %zu %s judged without it", pairs[PAIR_MISSED],
                   pairs[PAIR_MISSED] == 1 ? "is" : "are");
    if (pairs[PAIR_ELSEWHERE])
        buf_printf(&text, "; %zu %s at another address there than is known of the generator",
                   pairs[PAIR_ELSEWHERE], pairs[PAIR_ELSEWHERE] == 1 ? "is" : "are");
    if (lint_built_by_itself(run->request->built))
        buf_add(&text, STR("; it is newer than its sources, and --built none leaves it out"));
    run_notify(arena, results, SEVERITY_NOTE, buf_str(&text));
}
