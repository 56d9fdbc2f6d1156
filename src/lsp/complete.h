/* complete.h (private to lsp): completions in the making. */
#ifndef CONTENTLINT_LSP_COMPLETE_H
#define CONTENTLINT_LSP_COMPLETE_H

#include "lsp/under.h"

enum { COMPLETE_MAX = 300 };
/* "CompletionItemKind" of LSP 3.17 */
enum {
    COMPLETE_PROPERTY = 10,
    COMPLETE_VALUE = 12,
    COMPLETE_FUNCTION = 3,
    COMPLETE_FILE = 17,
    COMPLETE_REFERENCE = 18,
    COMPLETE_TEXT = 1
};
struct completing {
    const struct under *under;
    struct arena *arena;
    struct json_writer *json;
    /* Of the line, before the place. */
    struct str before;
    /* What an item replaces. */
    struct span typed;
    /* Of it, in lower case: what an item must have. */
    struct str filter;
    struct map seen;
    size_t count;
    bool cut; /* there were more */
};
/* Sets what is replaced: from an offset on, up to the place. */
void complete_from(struct completing *completing, uint32_t start);
/* Is there something of the filter in one of the texts? */
bool complete_matches(struct completing *completing, struct str a, struct str b);
/* An item, unless there is one of that label or there are too many. */
void complete_add(struct completing *completing, struct str label, struct str detail, struct str text,
                  int kind);

/* complete_front.c: keys and values of front matter. */
void complete_front(struct completing *completing);
/* complete_body.c: links, anchors, shortcodes and notices. False: the place is none of these. */
bool complete_body(struct completing *completing);

#endif
