/* hugo_say.c: why a build would fail, and what a checkout cannot tell. */
#include "hugo/model.h"

__attribute__((format(printf, 3, 0))) static struct site_failure *
add_failure(struct hugo *hugo, const struct node *node, const char *format, va_list args) {
    struct site_failure *failure = ARRAY_PUSH(hugo->arena, &hugo->site->failures);
    struct buf text = {.arena = hugo->arena};
    buf_vprintf(&text, format, args);
    failure->message = buf_str(&text);
    if (node) failure->span = node->span;
    return failure;
}

void hugo_failure_add(struct hugo *hugo, const struct node *node, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct site_failure *failure = add_failure(hugo, node, format, args);
    va_end(args);
    failure->source = config_source(node);
    if (failure->source) failure->path = failure->source->path;
}

void hugo_failure_page(struct hugo *hugo, const struct hugo_page *page, const struct node *node,
                       const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct site_failure *failure = add_failure(hugo, node, format, args);
    va_end(args);
    failure->path = page->p.source;
    failure->source = page->source;
}

void hugo_failure_since(struct hugo *hugo, enum hugo_switch which) {
    hugo->site->failures.items[hugo->site->failures.len - 1].since = hugo_switch_release(which);
}

void hugo_note_add(struct hugo *hugo, const char *code, struct str path, const struct node *node,
                   const char *format, ...) {
    struct site_note *note = ARRAY_PUSH(hugo->arena, &hugo->site->notes);
    struct buf text = {.arena = hugo->arena};
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    note->code = code;
    note->message = buf_str(&text);
    note->path = path;
    note->source = config_source(node);
    if (node) note->span = node->span;
    if (note->source && path.ptr == NULL) note->path = note->source->path;
}
