/* run_external.c: what a file's external links need of its page, kept while that is there; and, once the ledger and the
 * network have spoken, the rules about them. */
#include "lint/external.h"
#include "lint/run.h"
#include "lint/suppress.h"

/* The comments of a page, read from a text that stays. */
static void keep_suppressions(struct arena *keep, const struct subject *subject, struct run_file *file) {
    const struct page *page = subject->page;
    struct source source = {.path = str_copy(keep, file->path), .text = str_copy(keep, page->source.text)};
    file->suppressions = ARENA_NEW(keep, struct suppressions);
    suppress_read(keep, page, &source, file->suppressions);
}

void run_collect(const struct run *run, struct arena *keep, const struct subject *subject,
                 struct run_file *file) {
    bool places = run->request->external && run->request->external->places;
    external_collect(keep, subject, file, places);
    file->text_hash = str_hash(subject->source->text);
    if (file->external.len && needles_common(&subject->found, run->lint->suppression_needles))
        keep_suppressions(keep, subject, file);
}

/* Most links are fine, and their files need not be read again. */
static bool has_news(const struct external *external, const struct run_file *file) {
    for (size_t i = 0; i < file->external.len; i++) {
        const struct external_entry *entry = map_get(&external->by_url, file->external.items[i].url);
        const struct crawl_result *result = &external->results[entry->index];
        if (result->fragment == FRAGMENT_MISSING || result->verdict->kind != VERDICT_OK ||
            result->verdict->reason != REASON_NONE)
            return true;
    }
    return false;
}

void run_external(void *context, size_t i, unsigned worker) {
    const struct run *run = context;
    struct run_file *file = &run->files[i];
    struct arena *scratch = &run->scratch[worker];
    if (!has_news(run->external, file)) return;
    const struct source *source = external_source(scratch, run, file);
    if (!source) {
        file->failure = STR("it changed while external links were asked");
        return;
    }
    struct findings findings = {.arena = scratch, .source = source};
    struct subject subject = {.lint = run->lint,
                              .scope = file->scope,
                              .site = run->request->site,
                              .source = source,
                              .external = run->external,
                              .file = file};
    run_rules(run, i, &subject, &findings, NEED_EXTERNAL);
    if (file->suppressions) suppress_apply(scratch, file->suppressions, &findings.list, 0);
    run_keep(&run->keep[worker], file, source, &findings.list);
    arena_reset(scratch);
}
