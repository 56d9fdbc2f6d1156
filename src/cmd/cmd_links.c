/* cmd_links.c: `contentlint links`: external links and nothing else. */
#include "cmd/check.h"
#include "cmd/network.h"

static const char *const external_rules[] = {"dead-host", "dead-link", "moved-link", "unverifiable-link"};

static void add_cell(struct buf *out, struct str text, char end) {
    report_text(out, text.len ? text : STR("-"));
    buf_add_char(out, end);
}

/* One row per URL as linked: verdict, status, URL, final URL, places. */
static void print_table(struct buf *out, const struct lint_crawl *crawl) {
    for (size_t i = 0; i < crawl->count; i++) {
        const struct verdict *verdict = crawl->report->results[i].verdict;
        buf_printf(out, "%s\t", verdict_name(verdict->kind));
        if (verdict->status)
            buf_printf(out, "%u\t", verdict->status);
        else
            buf_add(out, STR("-\t"));
        add_cell(out, crawl->links[i].url, '\t');
        add_cell(out, verdict->final_url, '\t');
        buf_printf(out, "%u\n", crawl->links[i].weight);
    }
}

bool links_print(struct arena *arena, const struct arguments *arguments, const struct lint_results *results) {
    struct buf out = {.arena = arena};
    print_table(&out, &results->crawl);
    (void)arguments;
    return output_text(buf_str(&out));
}

int cmd_links(struct arena *arena, const struct arguments *arguments) {
    struct arguments own = *arguments;
    own.values[OPTION_ONLY] = (str_array){0};
    for (size_t i = 0; i < ARRAY_LEN(external_rules); i++)
        *ARRAY_PUSH(arena, &own.values[OPTION_ONLY]) = str_from(external_rules[i]);
    return check_all(arena, &own, true);
}
