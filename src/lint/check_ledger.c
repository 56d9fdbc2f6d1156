/* check_ledger.c: the link ledger: lines that cannot be read, answers that are long out of date. */
#include "lint/checks.h"

enum { STALE_DAYS = 30 };

static struct span line_span(const struct source *source, uint32_t line) {
    if (!line || line > source->line_count) return (struct span){0, 0};
    uint32_t start = source->lines[line - 1];
    return (struct span){start, start + (uint32_t)source_line(source, line).len};
}

static void find_damage(struct findings *findings, const struct source *source, const ledger_faults *faults) {
    for (size_t i = 0; i < faults->len; i++) {
        struct diagnostic *d = finding_add(findings, line_span(source, faults->items[i].line));
        finding_set(findings, d, "problem", faults->items[i].message);
    }
}

static struct str number(struct findings *findings, size_t n) {
    return str_printf(findings->arena, "%zu", n);
}

/* One finding for all of them, at the first. */
static void find_stale(const struct rule *rule, const struct subject *subject, struct findings *findings,
                       const struct source *source, const struct ledger *ledger) {
    double days = option_number(rule, "days", STALE_DAYS);
    int32_t today = ledger_date(subject->lint->options.now);
    size_t count = 0;
    struct str first = {0};
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (!row->expires || today - row->expires < days) continue;
        if (!count++) first = row->url;
    }
    if (!count) return;
    uint32_t at = (uint32_t)str_find(source->text, str_printf(findings->arena, "\n%.*s\t", STR_FMT(first)));
    struct diagnostic *d = finding_add(findings, (struct span){at + 1, at + 1 + (uint32_t)first.len});
    finding_set(findings, d, "count", number(findings, count));
    finding_set(findings, d, "total", number(findings, ledger->count));
    finding_set(findings, d, "days", number(findings, (size_t)days));
}

void check_ledger(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    if (!subject->ledger) return;
    struct source source = *subject->source;
    source_lines(findings->arena, &source);
    if (option_is(rule, "problem", "damaged"))
        find_damage(findings, &source, &subject->ledger->faults);
    else
        find_stale(rule, subject, findings, &source, &subject->ledger->rows);
}
