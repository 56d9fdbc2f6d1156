/* run_rules.c: the rules that ask for a subject, one after the other. */
#include "lint/run.h"

void run_rules(const struct run *run, const struct subject *subject, struct findings *findings,
               unsigned needs) {
    bool scanned = !needs && (run->lint->needs & (NEED_BODY | NEED_TEXT));
    for (size_t i = 0; i < run->lint->rule_count; i++) {
        const struct rule *rule = &run->lint->rules[i];
        if (rule->severity == SEVERITY_OFF || (rule->check->needs & needs) != needs) continue;
        if (scanned && !needles_common(&subject->found, rule->needles)) continue;
        findings_begin(findings, rule);
        rule->check->run(rule, subject, findings);
        findings_end(findings);
    }
}
