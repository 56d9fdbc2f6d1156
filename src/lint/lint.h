/* lint: rules (data), the table of checks (C), diagnostics, suppressions, contentlint.yml and the run itself.
 *
 * There is one check signature: (rule, subject, diagnostics). The site, the index and the crawl results are complete
 * and const before any check runs, so a check never writes anything but its own diagnostics. */
#ifndef CONTENTLINT_LINT_H
#define CONTENTLINT_LINT_H

#include "base/base.h"
#include "page/page.h"
#include "site/site.h"

/* As in SARIF 2.1.0 section 3.27.10; ordered, so that `severity >= fail_on` reads well. */
enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* ---- rules: rules/<id>.md -------------------------------------------------------------------------------- */

struct rule {
    struct str id;             /* the file's name without .md: kebab-case name of the problem */
    struct str title;          /* first heading or sentence of the prose: SARIF shortDescription */
    struct str description;    /* first paragraph of the prose, plain text: SARIF fullDescription */
    struct str markdown;       /* the whole prose with its examples: `contentlint explain`, SARIF help.markdown */
    struct str message;        /* template: "alias {alias} is also claimed by {other}" */
    enum severity severity;    /* after configuration */
    enum severity default_severity;
    const struct check *check;   /* a row of the table of checks */
    const struct node *options;  /* the rule file's front matter */
    const struct node *settings; /* contentlint.yml's entry for this rule; NULL when there is none */
    struct source source;        /* the rule file, for messages about it */
    void *data;                  /* what the check's init prepared (compiled regular expressions …) */
    bool built_in;
};

/* ---- diagnostics ----------------------------------------------------------------------------------------- */

struct related { /* another place that belongs to the finding */
    const struct source *source;
    struct span span;
    struct str message; /* "the other claim is here" */
};
struct property { /* what the rule knows, for json-lines and SARIF: url, key, alias, mark … */
    struct str name, value;
};
struct edit { /* one replacement in the diagnostic's source */
    struct span span;
    struct str text;
};
struct diagnostic {
    const struct rule *rule;
    enum severity severity;
    const struct source *source;
    struct span span;   /* within one line wherever possible; an empty span means one character */
    struct str message; /* a sentence; may hold text from content, so reporters escape it */
    struct related *related;
    struct property *properties;
    struct edit *edits;   /* the fix, when there is a safe one; described by fix */
    struct related *flow; /* steps in order (redirect chain): a SARIF code flow */
    uint32_t related_count, property_count, edit_count, flow_count;
    struct str fix; /* what the edits do, as a title */
    bool changed;   /* on a line changed since --changed REF */
    bool hidden;    /* suppressed or allowed: counted, not printed */
};
typedef ARRAY_OF(struct diagnostic) diagnostics;

/* A finding about the run, not about content: what was not checked and why. SARIF toolExecutionNotifications. */
struct notification {
    enum severity severity;
    struct str message;
};

struct lint_results {         /* everything a reporter needs; see report/report.h */
    const struct rule *rules; /* all rules that ran, sorted by id */
    size_t rule_count;
    struct diagnostic *items; /* visible ones, sorted by path, place, rule id, message */
    size_t count;
    struct notification *notifications;
    size_t notification_count;
    size_t files_checked, files_total;
    size_t suppressed; /* findings hidden by suppressions and allow-lists */
    size_t errors, warnings, notes;
    struct str working_prefix; /* put before source paths in text: site root seen from the working directory */
    struct str git_prefix;     /* put before source paths in SARIF: site root seen from the git root; "" at it */
    struct str category;       /* SARIF automationDetails: "contentlint" or "contentlint-links" */
    double seconds;            /* wall time of the run */
};

#endif
