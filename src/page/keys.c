/* Keys of front matter that are not what they look like: two that the generator takes for one, one with a character that
 * nobody sees. */
#include "page/parse.h"

#include <string.h>

static void add_fault(struct arena *arena, struct page *page, enum fault_kind kind, const struct node *key,
                      struct str message) {
    struct page_fault *fault = ARRAY_PUSH(arena, &page->faults);
    *fault = (struct page_fault){.kind = kind, .span = key->key_span, .message = message};
}

static bool has_upper(const struct node *object) {
    for (const struct node *m = object->child; m; m = m->next)
        for (size_t i = 0; i < m->key.len; i++)
            if (char_is_upper(m->key.ptr[i])) return true;
    return false;
}

/* Hugo makes all keys lower-case. */
static void find_cases(struct arena *arena, struct page *page, const struct node *object) {
    struct map seen = {0};
    for (struct node *m = object->child; m; m = m->next) {
        void **slot = map_slot(arena, &seen, unicode_lower_str(arena, m->key));
        const struct node *first = *slot;
        if (!first)
            *slot = m;
        else if (!str_eq(first->key, m->key)) {
            add_fault(arena, page, PAGE_FAULT_FRONT, m,
                      str_printf(arena, "the keys \"%.*s\" and \"%.*s\" are one: what either says is lost",
                                 STR_FMT(str_sub(first->key, 0, 100)), STR_FMT(str_sub(m->key, 0, 100))));
            struct page_fault *fault = &page->faults.items[page->faults.len - 1];
            fault->node = FAULT_DUPLICATE_KEY;
            fault->other = first->key_span;
        }
    }
}

/* Zero-width, soft hyphen, no-break space, marks of direction and byte order. */
static bool is_invisible(uint32_t c) {
    return c == 0xA0 || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202F) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static void find_invisible(struct arena *arena, struct page *page, const struct node *object) {
    for (const struct node *m = object->child; m; m = m->next) {
        uint32_t before = 0, c = 0;
        for (size_t at = 0; at < m->key.len; before = c) {
            c = unicode_next(m->key, &at);
            bool joins =
                (c == 0x200C || c == 0x200D) && before >= 0x80; /* as Persian and Hindi are written */
            if (joins || !is_invisible(c)) continue;
            add_fault(arena, page, PAGE_FAULT_KEY, m,
                      str_printf(arena,
                                 "the key has an invisible character (U+%04X) in it: it is another key",
                                 (unsigned)c));
            break;
        }
    }
}

void keys_check(struct arena *arena, struct page *page, const struct node *object) {
    if (object->kind != NODE_OBJECT || object->shared || page->faults.len > NODE_ERRORS_MAX) return;
    if (page->options.shortcodes && has_upper(object)) find_cases(arena, page, object);
    find_invisible(arena, page, object);
    for (const struct node *m = object->child; m; m = m->next) keys_check(arena, page, m);
}
