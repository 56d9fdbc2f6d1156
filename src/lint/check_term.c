/* check_term.c: names of a taxonomy that share one address. */
#include "lint/checks.h"
#include "lint/facts.h"

static void add_clash(const struct term_clash *clash, struct findings *findings) {
    struct diagnostic *d = finding_add(findings, clash->node->span);
    finding_set(findings, d, "term", clash->text);
    finding_set(findings, d, "other", clash->other_text);
    finding_set(findings, d, "url", clash->link);
    finding_set(findings, d, "outcome",
                clash->lost ? STR("one of the two lists is lost")
                            : STR("both are one term, shown by one of the names"));
    if (!clash->lost && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    finding_relate(findings, d, clash->other_source, clash->other->span, STR("the other name is here"));
}

void check_term(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct clash_list *list = map_get(&subject->facts->clashes, subject->source->path);
    (void)rule;
    for (size_t i = 0; list && i < list->len; i++) add_clash(list->items[i], findings);
}
