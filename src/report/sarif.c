/* sarif.c: the log, the tool and its rules. Code scanning takes 5,000 results of a run and 25,000 make it
 * refuse the file, so errors come first and what is left out is said in a notification. */
#include "report/sarif.h"

#include <assert.h>

enum {
    RESULTS_MAX = 5000,
    DESCRIPTION_MAX = 1000, /* characters; 1,024 make the file invalid */
    NAME_MAX_BYTES = 255,
};

/* "duplicate-alias" as "DuplicateAlias": what SARIF wants for a name beside the id. */
static struct str pascal_case(struct arena *arena, struct str id) {
    struct buf name = {.arena = arena};
    bool upper = true;
    for (size_t i = 0; i < id.len && name.len < NAME_MAX_BYTES; i++) {
        char c = id.ptr[i];
        bool letter = char_is_lower(c);
        if (letter || char_is_digit(c)) buf_add_char(&name, upper && letter ? (char)(c - 'a' + 'A') : c);
        upper = c == '-';
    }
    return buf_str(&name);
}

/* Code scanning refuses an empty description. */
static struct str description(struct arena *arena, struct str text, struct str fallback) {
    struct buf out = {.arena = arena};
    escape_text(&out, text.len ? text : fallback, DESCRIPTION_MAX);
    return buf_str(&out);
}

static void print_rule_properties(struct json_writer *json, const struct rule *rule) {
    const char *problem = rule->severity == SEVERITY_NOTE ? "recommendation" : order_severity(rule->severity);
    json_open(json, "properties", '{');
    json_open(json, "tags", '[');
    json_str(json, NULL, STR("content"));
    json_str(json, NULL, node_text(node_get(rule->options, STR("check")), STR("rule")));
    json_close(json, ']');
    json_str(json, "precision", node_text(node_get(rule->options, STR("precision")), STR("very-high")));
    json_str(json, "problem.severity", str_from(problem));
    json_close(json, '}');
}

static void print_rule(struct sarif *sarif, const struct rule *rule) {
    struct json_writer *json = &sarif->json;
    struct str title = description(sarif->arena, rule->title, rule->id);
    struct str full = description(sarif->arena, rule->description, title);
    json_open(json, NULL, '{');
    json_str(json, "id", rule->id);
    json_str(json, "name", pascal_case(sarif->arena, rule->id));
    sarif_text(json, "shortDescription", title);
    sarif_text(json, "fullDescription", full);
    json_open(json, "help", '{');
    json_str(json, "text", full);
    json_str(json, "markdown", rule->markdown.len ? rule->markdown : full);
    json_close(json, '}');
    json_open(json, "defaultConfiguration", '{');
    json_str(json, "level", str_from(order_severity(rule->severity)));
    json_close(json, '}');
    print_rule_properties(json, rule);
    json_close(json, '}');
}

static void print_tool(struct sarif *sarif) {
    struct json_writer *json = &sarif->json;
    json_open(json, "tool", '{');
    json_open(json, "driver", '{');
    json_str(json, "name", STR("contentlint"));
    json_str(json, "version", STR(VERSION));
    json_str(json, "semanticVersion", STR(VERSION));
#ifdef HOMEPAGE
    json_str(json, "informationUri", STR(HOMEPAGE));
#endif
    json_open(json, "rules", '[');
    for (size_t i = 0; i < sarif->results->rule_count; i++) print_rule(sarif, &sarif->results->rules[i]);
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, '}');
}

static void print_notification(struct json_writer *json, enum severity severity, struct str message) {
    json_open(json, NULL, '{');
    json_str(json, "level", str_from(order_severity(severity)));
    sarif_text(json, "message", message);
    json_close(json, '}');
}

static struct str sentence(struct arena *arena, struct str message) {
    struct buf out = {.arena = arena};
    escape_sentence(&out, message);
    return buf_str(&out);
}

/* A run that found something was a success: anything else makes code scanning drop the analysis. */
static void print_invocation(struct sarif *sarif) {
    const struct lint_results *results = sarif->results;
    struct json_writer *json = &sarif->json;
    json_open(json, "invocations", '[');
    json_open(json, NULL, '{');
    json_bool(json, "executionSuccessful", true);
    json_open(json, "toolExecutionNotifications", '[');
    for (size_t i = 0; i < results->notification_count; i++)
        print_notification(json, results->notifications[i].severity,
                           sentence(sarif->arena, results->notifications[i].message));
    if (results->count > RESULTS_MAX)
        print_notification(json, SEVERITY_WARNING,
                           str_printf(sarif->arena, "%zu of %zu results are left out, errors kept first.",
                                      results->count - RESULTS_MAX, results->count));
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
}

/* Rules are sorted by id. */
static size_t rule_index(const struct lint_results *results, struct str id) {
    size_t low = 0, high = results->rule_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_cmp(results->rules[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < results->rule_count && str_eq(results->rules[low].id, id));
    return low;
}

static void print_results(struct sarif *sarif) {
    const struct lint_results *results = sarif->results;
    const struct diagnostic **items = order_items(sarif->arena, results, ORDER_SEVERITY);
    json_open(&sarif->json, "results", '[');
    for (size_t i = 0; i < results->count && i < RESULTS_MAX; i++)
        sarif_result(sarif, items[i], rule_index(results, items[i]->rule->id));
    json_close(&sarif->json, ']');
}

/* No URI: where the checkout lies is nobody's business, and code scanning does not need it. */
static void print_base(struct json_writer *json) {
    json_open(json, "originalUriBaseIds", '{');
    json_open(json, "%SRCROOT%", '{');
    sarif_text(json, "description", STR("The root of the repository."));
    json_close(json, '}');
    json_close(json, '}');
}

static void print_run(struct sarif *sarif) {
    struct json_writer *json = &sarif->json;
    json_open(json, NULL, '{');
    print_tool(sarif);
    json_str(json, "columnKind", STR("utf16CodeUnits"));
    json_open(json, "automationDetails", '{');
    json_str(json, "id", str_printf(sarif->arena, "%.*s/", STR_FMT(sarif->results->category)));
    json_close(json, '}');
    print_base(json);
    print_invocation(sarif);
    print_results(sarif);
    json_close(json, '}');
}

/* The findings about external links, or all others, as results of their own. */
static struct lint_results part(struct arena *arena, const struct lint_results *results, bool external) {
    struct lint_results out = *results;
    struct rule *rules = ARENA_ARRAY(arena, struct rule, results->rule_count + 1);
    out.rules = rules;
    out.items = ARENA_ARRAY(arena, struct diagnostic, results->count + 1);
    out.rule_count = out.count = 0;
    for (size_t i = 0; i < results->rule_count; i++)
        if (results->rules[i].external == external) rules[out.rule_count++] = results->rules[i];
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].rule->external == external) out.items[out.count++] = results->items[i];
    return out;
}

/* A category of its own for external links, so that a run without the network never closes their alerts. What the
 * ledger alone says is left out for the same reason: it would open them under another name. */
static void print_runs(struct sarif *sarif, const struct lint_results *results) {
    struct lint_results own = part(sarif->arena, results, false), links = part(sarif->arena, results, true);
    bool links_only = str_ends(results->category, STR("-links"));
    sarif->results = &own;
    if (!links_only) print_run(sarif);
    if (!links_only) links.category = str_printf(sarif->arena, "%.*s-links", STR_FMT(results->category));
    if (!links_only) links.notification_count = 0;
    if (results->crawl.shards > 1) /* the parts of a matrix must not close each other's alerts */
        links.category = str_printf(sarif->arena, "%.*s-%uof%u", STR_FMT(links.category),
                                    results->crawl.shard, results->crawl.shards);
    sarif->results = &links;
    if (results->crawl.online) print_run(sarif);
    sarif->results = results;
}

/* Of `links` that did not get to its end there is no run, which would close alerts: the log itself says why. */
static void print_reasons(struct json_writer *json, const struct lint_results *results) {
    bool links = str_ends(results->category, STR("-links"));
    if (!links || results->crawl.online || !results->incomplete) return;
    json_open(json, "properties", '{');
    json_open(json, "incomplete", '[');
    for (size_t i = 0; i < results->notification_count; i++)
        if (results->notifications[i].severity == SEVERITY_ERROR)
            json_str(json, NULL, results->notifications[i].message);
    json_close(json, ']');
    json_close(json, '}');
}

void sarif_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                 const struct report_options *options) {
    (void)options;
    struct sarif sarif = {arena, results, {.out = out, .indent = true}, {.arena = arena}, {0}, {0}};
    struct json_writer *json = &sarif.json;
    json_open(json, NULL, '{');
    json_str(json, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_str(json, "version", STR("2.1.0"));
    json_open(json, "runs", '[');
    print_runs(&sarif, results);
    json_close(json, ']');
    print_reasons(json, results);
    json_close(json, '}');
    assert(sarif.json.depth == 0);
    buf_add_char(out, '\n');
}
