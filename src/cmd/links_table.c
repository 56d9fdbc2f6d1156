/* links_table.c: the tables of URLs that `links` prints in place of findings. */
#include "cmd/check.h"

static void add_cell(struct buf *out, struct str text, char end) {
    report_text(out, text.len ? text : STR("-"));
    buf_add_char(out, end);
}

/* --all: verdict, status, URL, final URL, number of links. */
static void print_verdicts(struct buf *out, const struct lint_crawl *crawl) {
    for (size_t i = 0; i < crawl->count; i++) {
        const struct verdict *verdict = crawl->report->results[i].verdict;
        struct str final = verdict->suggestion.len ? verdict->suggestion : verdict->final_url;
        buf_printf(out, "%s\t", verdict_name(verdict->kind));
        if (verdict->status)
            buf_printf(out, "%u\t", verdict->status);
        else
            buf_add(out, STR("-\t"));
        add_cell(out, crawl->links[i].url, '\t');
        add_cell(out, final, '\t');
        buf_printf(out, "%u\n", crawl->links[i].weight);
    }
}

/* --list: place, what the ledger says, URL. */
static void print_places(struct buf *out, const struct target *target, const struct lint_crawl *crawl) {
    for (size_t i = 0; i < crawl->place_count; i++) {
        const struct lint_place *place = &crawl->places[i];
        const struct verdict *verdict = crawl->report->results[place->link].verdict;
        report_text(out, path_clean(out->arena, path_join(out->arena, target->root, place->path)));
        buf_printf(out, ":%u:%u\t%s\t", place->place.line, place->place.column, verdict_name(verdict->kind));
        add_cell(out, crawl->links[place->link].url, '\n');
    }
}

bool links_table(const struct arguments *arguments) {
    return arguments_has(arguments, OPTION_LIST) || arguments_has(arguments, OPTION_ALL);
}

bool links_print(struct arena *arena, const struct arguments *arguments, const struct target *target,
                 const struct lint_crawl *crawl) {
    struct buf out = {.arena = arena};
    if (arguments_has(arguments, OPTION_ALL))
        print_verdicts(&out, crawl);
    else
        print_places(&out, target, crawl);
    return output_text(buf_str(&out));
}
