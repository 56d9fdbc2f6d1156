/* checks.h: the functions that the table of checks names, one file each. */
#ifndef CONTENTLINT_LINT_CHECKS_H
#define CONTENTLINT_LINT_CHECKS_H

#include "lint/check.h"

void check_front_matter(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_syntax(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_schema(const struct rule *rule, const struct subject *subject, struct findings *findings);
/* A missing key whose mistyped twin is pointed at by a finding as grave is one mistake, not two: drops it from a file's
 * findings. Hidden ones explain nothing, so a key that is required is never lost. */
void check_schema_drop_explained(diagnostics *list);
/* Of one value with a wrong type to several schemas the narrowest demand alone is kept. */
void check_schema_drop_wider(struct arena *arena, schema_findings *list);
void check_page_schema(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_entity(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_period(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_boolean_text(const struct rule *rule, const struct subject *subject, struct findings *findings);
/* Is this yes, no, on, off, y or n, not in quotes, which the subject's generator reads as text? */
bool check_boolean_is_text(const struct subject *subject, const struct node *value);
void check_alias(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_url(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_term(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_build(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_field(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_link(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_heading(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_body(const struct rule *rule, const struct subject *subject, struct findings *findings);
bool trademark_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error);
void check_trademark(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_target(const struct rule *rule, const struct subject *subject, struct findings *findings);
/* A reference and its definition are one link: it is judged where the target is written. */
bool target_is_written_here(const struct page *page, const struct link *link);
void check_structured(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_built_alias(const struct rule *rule, const struct subject *subject, struct findings *findings);
/* built_pages.c: found while a build is read. */
void check_left(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_external(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_ledger(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_orphan(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_redirect(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_lost(const struct rule *rule, const struct subject *subject, struct findings *findings);
void check_liquid(const struct rule *rule, const struct subject *subject, struct findings *findings);

bool pattern_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error);
void pattern_release(void *data);
void check_pattern(const struct rule *rule, const struct subject *subject, struct findings *findings);
bool stale_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error);
void stale_release(void *data);
void check_stale(const struct rule *rule, const struct subject *subject, struct findings *findings);

/* Rules about suppressions and allow-lists: their findings are made at the end of a run, by run.c. */
void check_at_end(const struct rule *rule, const struct subject *subject, struct findings *findings);

#endif
