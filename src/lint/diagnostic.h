/* diagnostic.h: what a run finds, and of which rules: all that who prints it or mends it needs to know of lint/.
 *
 * A diagnostic points into its source, and lives with it in the arena of the run. */
#ifndef CONTENTLINT_LINT_DIAGNOSTIC_H
#define CONTENTLINT_LINT_DIAGNOSTIC_H

#include "links/links.h"

struct check;
struct config_file;
struct crawl_link;
struct crawl_report;
struct ledger;

/* As in SARIF 2.1.0 section 3.27.10; ordered, so that `severity >= fail_on` reads well. */
enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* ---- rules: rules/<id>.md ------------------------------------------------------------------------------- */

/* A severity, or a map of severity and options. */
struct rule_setting {
    const struct config_file *file;
    const struct node *node;
};
struct rule {
    /* The file's name without .md: kebab-case name of the problem. */
    struct str id;
    /* First heading or sentence of the prose: SARIF shortDescription. */
    struct str title;
    /* First paragraph of the prose, plain text: SARIF fullDescription. */
    struct str description;
    /* The whole prose with its examples: `contentlint explain`, SARIF help.markdown. */
    struct str markdown;
    /* A template: "alias {alias} is also claimed by {other}". */
    struct str message;
    /* After configuration. */
    enum severity severity;
    enum severity default_severity;
    /* A row of the table of checks. */
    const struct check *check;
    /* The rule file's front matter. */
    const struct node *options;
    /* What the configuration says of this rule, later ones winning. */
    ARRAY_OF(struct rule_setting) settings;
    /* The rule file, for messages about it. */
    struct source source;
    /* What the check has prepared (compiled regular expressions …). */
    void *data;
    /* Texts, one of which a page must hold for the rule to find anything; NULL: it looks at every page. */
    const needle_set *needles;
    bool built_in;
    /* Says what the ledger or the network know: SARIF category contentlint-links. */
    bool external;
    /* What fixes its findings may have. */
    enum rule_fix { RULE_FIX_NONE, RULE_FIX_SAFE, RULE_FIX_SUGGESTION, RULE_FIX_BOTH } fix;
};
/* "safe", "suggestion", "safe or suggestion"; "" without. */
const char *rule_fix_name(enum rule_fix fix);

/* ---- diagnostics ---------------------------------------------------------------------------------------- */

/* Another place that belongs to the finding: "the other claim is here". */
struct related {
    const struct source *source;
    struct span span;
    struct str message;
};
/* What the rule knows, for json-lines and SARIF: url, key, alias, mark … */
struct property {
    struct str name, value;
};
/* One replacement of bytes. */
struct edit {
    struct span span;
    struct str text;
    /* The file it is made in; NULL: the diagnostic's own. */
    const struct source *source;
};
struct diagnostic {
    const struct rule *rule;
    enum severity severity;
    const struct source *source;
    /* Within one line wherever possible; an empty span means one character. */
    struct span span;
    /* A sentence; may hold text from content, so reporters escape it. */
    struct str message;
    struct related *related;
    struct property *properties;
    /* The fix, when there is one; `fix` says what it does. */
    struct edit *edits;
    /* Steps in order (redirect chain): a SARIF code flow. */
    struct related *flow;
    uint32_t related_count, property_count, edit_count, flow_count;
    /* What asked for it, "course.yaml:24: required: [title]"; `explain --file` alone shows it. */
    struct str origin;
    /* Why it is certain, or why it is not: a sentence without its stop; `explain --file` alone shows it. */
    struct str evidence;
    /* What it may share with others of its rule (cause.h). */
    struct link_causes causes;
    /* It stands for others that share its cause. */
    bool grouped;
    /* What the edits do, as a title. */
    struct str fix;
    /* The fix is a suggestion: it mends the finding, but may not be what the author would do. Else it is safe. */
    bool suggested;
    /* On a line that the site as it was (--changed REF) did not have; and not found there. */
    bool changed, fresh;
    /* The baseline has it: counted, not printed. */
    bool baselined;
    /* Suppressed or allowed: counted, not printed. */
    bool hidden;
    /* Stands for so many findings of its rule in its file that are not listed; 0: for itself. */
    size_t rest;
    /* That nothing is there: in a file that several sites read, all of them must say so. */
    bool everywhere;
};
typedef ARRAY_OF(struct diagnostic) diagnostics;
static inline const struct source *edit_source(const struct diagnostic *d, const struct edit *edit) {
    return edit->source ? edit->source : d->source;
}
/* What a change brought comes first: 0 on its lines, 1 elsewhere; 2: the rest. */
static inline unsigned diagnostic_turn(const struct diagnostic *diagnostic) {
    return diagnostic->changed ? 0 : diagnostic->fresh ? 1 : 2;
}
/* Findings of one rule in one file that are listed; one more says how many there are besides. */
#define DIAGNOSTICS_SHOWN_MAX 1000

/* Absent when it is not set. */
struct str finding_property(const struct diagnostic *finding, struct str name);
/* The text with the edits made: sorted, without overlap, all in this text. */
struct str edits_apply(struct arena *arena, struct str text, const struct edit *edits, size_t count);
/* Would the page's front matter (or the data file) mean the same with these edits made, but for the values they touch? The
 * edits are sorted and without overlap; page->source has the whole text. */
bool edits_keep_meaning(struct arena *arena, const struct page *page, const struct edit *edits, size_t count);

/* A finding about the run, not about content: what was not checked and why. SARIF toolExecutionNotifications. */
struct notification {
    enum severity severity;
    struct str message;
};

/* ---- results -------------------------------------------------------------------------------------------- */

/* Where an external link stands. */
struct lint_place {
    /* From the site's root. */
    struct str path;
    struct place place;
    /* Index into lint_crawl.links. */
    size_t link;
};
/* What a run knows about external links; links NULL when it did not look. */
struct lint_crawl {
    const struct crawl_link *links;
    size_t count;
    const struct crawl_report *report;
    /* As it was before the run. */
    const struct ledger *ledger;
    /* The network was asked to the end, and answered. */
    bool online;
    /* The ledger has lines that cannot be read. */
    bool damaged;
    /* Part `shard` of `shards` of the hosts; shards 0: all of them. */
    uint32_t shard, shards;
    /* str_hash of the ledger's text. */
    uint64_t ledger_seen;
    /* In the order of the files; only with lint_external.places. */
    const struct lint_place *places;
    size_t place_count;
};

/* Everything a reporter needs; see report/report.h. */
struct lint_results {
    /* All rules that ran, sorted by id. */
    const struct rule *rules;
    size_t rule_count;
    /* The visible ones, sorted by path, place, rule id, message. */
    struct diagnostic *items;
    size_t count;
    struct notification *notifications;
    size_t notification_count;
    size_t files_checked;
    /* Of these, files of no known kind, whose text was read as Markdown. */
    size_t unknown;
    /* Who makes each site, as a sentence, where that is worth a word. */
    str_array makers;
    /* A file could not be read; a notification says which: exit 2 after the report. */
    bool incomplete;
    /* Findings hidden by suppressions and allow-lists; by a baseline; and rows of that which nothing was found for. */
    size_t suppressed, baselined, stale;
    /* With the site as it was or a baseline: what is not known is new; and with the site as it was. */
    bool compared, with_past;
    /* Paths of the files above the site that were judged, seen as those of the findings. */
    str_array shared;
    size_t errors, warnings, notes;
    /* Put before source paths in text: the site's root seen from the working directory. */
    struct str working_prefix;
    /* Put before source paths in SARIF: the site's root seen from the git root; "" at it. */
    struct str git_prefix;
    struct lint_crawl crawl;
    /* SARIF automationDetails: "contentlint" (external links get "contentlint-links"), or "contentlint-links" when they
     * are all there is. */
    struct str category;
    /* Wall time of the run. */
    double seconds;
};

/* ---- alias_edit.c: aliases of a page's front matter, in the style it is written in ------------------------- */

struct page; /* page/page.h */
/* The edit that adds the aliases to `key` ("aliases", "redirect_from"): into its list, or with a new key. false when
 * the front matter has no safe place for it: none at all, a flow map, an anchor's value, a value of another kind. */
bool alias_edit(struct arena *arena, const struct page *page, struct str key, const struct str *aliases,
                size_t count, struct edit *edit);
/* The edit that takes an item out of `value`, the value of a key of the front matter: a list, or the item itself. With the
 * last one the key goes too where alias_edit may have made it. false when it cannot be done safely. */
bool alias_edit_remove(const struct page *page, const struct node *value, const struct node *item,
                       struct edit *edit);

#endif
