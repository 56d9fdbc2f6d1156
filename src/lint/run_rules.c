/* run_rules.c: the rules that ask for a subject, one after the other. */
#include "lint/checks.h"
#include "lint/kept.h"
#include "lint/run.h"
#include "lint/scope.h"

size_t run_spender(const struct lint *lint, const struct rule *rule) {
    return rule->check->run == check_schema ? lint->rule_count : (size_t)(rule - lint->rules);
}

void run_spend(const struct run *run, size_t spender, size_t file, uint64_t steps) {
    budget_spend(run->budget, spender, file, steps);
    if (run->files[file].kept) kept_spend(run->files[file].kept, spender, steps);
}

void run_name_rule(struct findings *findings, size_t first, const struct rule *rule) {
    for (size_t i = first; i < findings->list.len; i++) findings->list.items[i].rule = rule;
}

void run_rules(const struct run *run, size_t file, const struct subject *subject, struct findings *findings,
               unsigned needs) {
    bool scanned = !needs && (run->lint->needs & (NEED_BODY | NEED_TEXT));
    for (size_t i = 0; i < run->lint->rule_count; i++) {
        const struct rule *site = &run->lint->rules[i];
        const struct rule *rule = subject->scope ? subject->scope->rules[i] : site;
        size_t first = findings->list.len;
        if (rule->severity == SEVERITY_OFF || (rule->check->needs & needs) != needs) continue;
        if (scanned && !needles_common(&subject->found, rule->needles)) continue;
        size_t spender = run_spender(run->lint, site);
        if (budget_is_spent(run->budget, spender, file)) continue;
        findings_begin(findings, rule);
        rule->check->run(rule, subject, findings);
        findings_end(findings);
        if (rule != site) run_name_rule(findings, first, site);
        run_spend(run, spender, file, findings->steps);
    }
}
