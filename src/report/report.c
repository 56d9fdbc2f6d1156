/* report.c: the formats by name, and the way to each. */
#include "report/text.h"

static const struct {
    const char *name;
    enum report_format format;
} names[] = {
    {"full", REPORT_FULL},     {"concise", REPORT_CONCISE},
    {"sarif", REPORT_SARIF},   {"json-lines", REPORT_JSON_LINES},
    {"github", REPORT_GITHUB}, {"summary", REPORT_SUMMARY},
};

bool report_format_named(struct str name, enum report_format *format) {
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq(name, str_from(names[i].name))) {
            *format = names[i].format;
            return true;
        }
    }
    return false;
}

void report_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_options *options) {
    switch (options->format) {
    case REPORT_FULL:
    case REPORT_CONCISE: text_print(arena, out, results, options); return;
    case REPORT_SARIF: sarif_print(arena, out, results); return;
    case REPORT_JSON_LINES: lines_print(arena, out, results); return;
    case REPORT_GITHUB: github_print(arena, out, results); return;
    case REPORT_SUMMARY: summary_print(arena, out, results); return;
    }
}

void report_text(struct buf *out, struct str text) {
    escape_text(out, text, MESSAGE_MAX);
}
