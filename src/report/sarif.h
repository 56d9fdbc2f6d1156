/* sarif.h (private to report): SARIF 2.1.0 as GitHub code scanning reads it. */
#ifndef CONTENTLINT_REPORT_SARIF_H
#define CONTENTLINT_REPORT_SARIF_H

#include "report/text.h"

struct sarif {
    struct arena *arena;
    const struct lint_results *results;
    struct json_writer json;
    struct regions regions;
    struct map hashes; /* path -> struct line_hashes */
    struct map seen;   /* own fingerprint -> how often so far */
};
/* sarif_result.c: one element of results[]; rule_index is the rule's place in tool.driver.rules. */
void sarif_result(struct sarif *sarif, const struct diagnostic *item, size_t rule_index);
/* {"text": …} as the value of key. */
void sarif_text(struct json_writer *json, const char *key, struct str text);

#endif
