/* hugo_org.c: front matter of Org files: lines `#+KEY: value` and `#+KEY[]: one two` before the text. */
#include "hugo/model.h"
#include "page/page.h"

enum { VALUES_MAX = 1 << 18 }; /* as in front matter of other formats */

static struct span span_in(struct str text, struct str part) {
    uint32_t start = (uint32_t)(part.ptr - text.ptr);
    return (struct span){start, start + (uint32_t)part.len};
}

static struct node *scalar(struct arena *arena, struct str text, struct str value) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = NODE_STRING;
    node->text = value;
    node->size = 1;
    node->span = span_in(text, value);
    return node;
}

/* At most `room` elements. */
static struct node *list(struct arena *arena, struct str text, struct str value, uint32_t room) {
    struct node *node = scalar(arena, text, value), **tail = &node->child;
    node->kind = NODE_ARRAY;
    while (value.len > 0 && node->count < room) {
        size_t end = 0;
        while (end < value.len && value.ptr[end] != ' ' && value.ptr[end] != '\t') end++;
        *tail = scalar(arena, text, str_sub(value, 0, end));
        tail = &(*tail)->next;
        node->count++;
        node->size++;
        value = str_trim(str_sub(value, end, value.len));
    }
    return node;
}

static void add_limit(struct arena *arena, struct page *page, struct span span) {
    struct page_fault *fault = ARRAY_PUSH(arena, &page->faults);
    *fault = (struct page_fault){.kind = PAGE_FAULT_FRONT, .node = FAULT_DEPTH, .span = span};
    fault->message = str_printf(arena, "there are more than %d values here, the limit", VALUES_MAX);
}

void hugo_org_front(struct arena *arena, struct page *page, struct str text) {
    struct node *root = ARENA_NEW(arena, struct node), **tail = &root->child;
    root->kind = NODE_OBJECT;
    root->size = 1;
    for (struct str rest = text; rest.ptr && root->size <= VALUES_MAX;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.len == 0) continue;
        size_t colon = str_find_char(line, ':');
        if (!str_starts(line, STR("#+")) || colon == line.len) break;
        struct str key = str_sub(line, 2, colon), value = str_trim(str_sub(line, colon + 1, line.len));
        bool many = str_ends(key, STR("[]"));
        if (many) key.len -= 2;
        *tail = many ? list(arena, text, value, VALUES_MAX - root->size + 1) : scalar(arena, text, value);
        (*tail)->key = key;
        (*tail)->key_span = span_in(text, key);
        root->size += (*tail)->size;
        root->count++;
        if (root->size > VALUES_MAX) add_limit(arena, page, (*tail)->key_span);
        tail = &(*tail)->next;
    }
    page->front = root->count ? root : NULL;
}
