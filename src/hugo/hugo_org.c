/* hugo_org.c: front matter of Org files: lines `#+KEY: value` and `#+KEY[]: one two` before the text. */
#include "hugo/model.h"
#include "page/page.h"

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

static struct node *list(struct arena *arena, struct str text, struct str value) {
    struct node *node = scalar(arena, text, value), **tail = &node->child;
    node->kind = NODE_ARRAY;
    while (value.len > 0) {
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

struct node *hugo_org_front(struct arena *arena, struct str text) {
    struct node *root = ARENA_NEW(arena, struct node), **tail = &root->child;
    root->kind = NODE_OBJECT;
    root->size = 1;
    for (struct str rest = text; rest.ptr;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.len == 0) continue;
        size_t colon = str_find_char(line, ':');
        if (!str_starts(line, STR("#+")) || colon == line.len) break;
        struct str key = str_sub(line, 2, colon), value = str_trim(str_sub(line, colon + 1, line.len));
        bool many = str_ends(key, STR("[]"));
        if (many) key.len -= 2;
        *tail = many ? list(arena, text, value) : scalar(arena, text, value);
        (*tail)->key = key;
        (*tail)->key_span = span_in(text, key);
        root->size += (*tail)->size;
        root->count++;
        tail = &(*tail)->next;
    }
    return root->count ? root : NULL;
}
