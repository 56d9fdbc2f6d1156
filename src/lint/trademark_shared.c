/* trademark_shared.c: texts that many pages show: templates, and values of the configuration. What they say of trademarks is
 * found once, where it stands. */
#include "lint/trademark.h"

enum { TEMPLATE_BYTES = 1 << 20 };

struct shared_text {
    struct source source;
    struct span blanket; /* its first sentence that credits everything to nobody; empty: there is none */
    bool markup;         /* a template; else a configuration, of which these values have notices */
    ARRAY_OF(const struct node *) values;
};

/* ---- templates ------------------------------------------------------------------------------------------------ */

/* Template language is no text: an action is blank. */
static struct str without_actions(struct arena *arena, struct str text) {
    char *copy = str_c(arena, text);
    for (size_t at = 0; at + 1 < text.len;) {
        if (text.ptr[at] != '{' || (text.ptr[at + 1] != '{' && text.ptr[at + 1] != '%')) {
            at++;
            continue;
        }
        const char *end = text.ptr[at + 1] == '{' ? "}}" : "%}";
        struct str rest = str_sub(text, at, text.len);
        size_t length = str_find(rest, str_from(end));
        length = length == rest.len ? length : length + 2;
        for (size_t i = 0; i < length; i++)
            if (copy[at + i] != '\n') copy[at + i] = ' ';
        at += length;
    }
    return (struct str){copy, text.len};
}

static void parse(struct arena *arena, const struct source *source, struct page *page) {
    struct page_options options = {.format = PAGE_HTML};
    page_parse(arena, page, source->path, without_actions(arena, source->text), &options);
}

static bool is_own(struct str path) {
    return !str_starts(path, STR("../")) && !str_starts(path, STR("/"));
}

static bool has_sign(const struct lint *lint, struct str text) {
    needle_set found = {0};
    needles_scan(lint->needles, text, &found);
    return needles_common(&found, lint->sign_needles);
}

static struct span blanket_of(const struct text_block *block, const notice_array *list, size_t first) {
    for (size_t i = first; i < list->len; i++)
        if (list->items[i].respective) return page_text_span(block, list->items[i].start, list->items[i].end);
    return (struct span){0, 0};
}

struct shared_text *trademark_read_template(struct arena *arena, const struct lint *lint,
                                            const struct site *site, struct str path, notice_array *out) {
    struct error error = {0};
    struct source source = {.path = path};
    size_t before = out->len;
    if (!str_ends(path, STR(".html")) ||
        !site->tree.read(site->tree.state, arena, path, &source.text, &error) ||
        source.text.len > TEMPLATE_BYTES)
        return NULL;
    bool notice = notice_possible(&lint->marks, source.text);
    if (!notice && !has_sign(lint, source.text)) return NULL;
    struct page page;
    struct span blanket = {0};
    if (notice) parse(arena, &source, &page);
    for (size_t i = 0; notice && i < page.blocks.len; i++) {
        size_t first = out->len;
        notice_find(arena, &lint->marks, page.blocks.items[i].text, out);
        if (!blanket.end) blanket = blanket_of(&page.blocks.items[i], out, first);
    }
    if (!is_own(path) || (out->len == before && !has_sign(lint, source.text))) return NULL;
    struct shared_text *shared = ARENA_NEW(arena, struct shared_text);
    *shared = (struct shared_text){.source = source, .blanket = blanket, .markup = true};
    return shared;
}

/* ---- the configuration ---------------------------------------------------------------------------------------- */

/* The one file that has the value where the node says it stands. */
static const struct source *source_of(const struct site *site, const struct node *node) {
    const struct source *found = NULL;
    for (size_t i = 0; i < site->config_source_count; i++) {
        const struct source *source = site->config_sources[i];
        struct str there = node->span.end <= source->text.len ? span_str(source, node->span) : STR("");
        if (str_find(there, node->text) == there.len) continue;
        if (found) return NULL;
        found = source;
    }
    return found && is_own(found->path) ? found : NULL;
}

void trademark_read_value(struct arena *arena, const struct site *site, const struct node *node,
                          shared_texts *out) {
    const struct source *source = source_of(site, node);
    struct shared_text *shared = NULL;
    if (!source) return;
    for (size_t i = 0; i < out->len; i++)
        if (str_eq(out->items[i]->source.path, source->path)) shared = out->items[i];
    if (!shared) {
        shared = ARENA_NEW(arena, struct shared_text);
        *shared = (struct shared_text){.source = *source};
        *ARRAY_PUSH(arena, out) = shared;
    }
    *ARRAY_PUSH(arena, &shared->values) = node;
}

const struct source *trademark_shared_blanket(const shared_texts *all, struct span *span) {
    for (size_t i = 0; i < all->len; i++)
        if (all->items[i]->blanket.end) {
            *span = all->items[i]->blanket;
            return &all->items[i]->source;
        }
    return NULL;
}

const struct source *trademark_shared_source(const struct shared_text *shared) {
    return &shared->source;
}

/* ---- what they say -------------------------------------------------------------------------------------------- */

static void add_values(struct arena *arena, const struct shared_text *shared, struct page_marks *page) {
    for (size_t i = 0; i < shared->values.len; i++) {
        const struct node *node = shared->values.items[i];
        struct text_block *block = ARENA_NEW(arena, struct text_block);
        *block = (struct text_block){
            .kind = BLOCK_FIELD, .text = node->text, .span = node->span, .field = node, .checked = -1};
        node_segments(arena, node, shared->source.text, &block->map);
        *ARRAY_PUSH(arena, &page->texts) = (struct page_text){block, TEXT_BODY};
    }
}

static void add_blocks(struct arena *arena, const struct page *parsed, struct page_marks *page) {
    for (size_t i = 0; i < parsed->blocks.len; i++)
        *ARRAY_PUSH(arena, &page->texts) = (struct page_text){&parsed->blocks.items[i], TEXT_BODY};
}

/* Nobody's page: what holds for the owner anywhere on the site holds for what all its pages show. */
static void find_duties(struct arena *arena, struct page_marks *page) {
    const struct lint *lint = page->subject->lint;
    page->duties = ARENA_ARRAY(arena, enum duty, lint->marks.owner_count + 1);
    for (size_t i = 0; i < lint->marks.owner_count; i++)
        page->duties[i] =
            trademark_is_configured_anywhere(lint, &lint->marks.owners[i]) ? DUTY_CONFIGURED : DUTY_DISCUSSED;
}

const struct page_marks *trademark_shared(struct arena *arena, const struct subject *subject,
                                          const struct shared_text *shared, struct page *parsed) {
    struct page_marks *page = ARENA_NEW(arena, struct page_marks);
    *page = (struct page_marks){.subject = subject, .whose = MARKS_OF_TEMPLATE, .language = STR("en")};
    if (shared->markup) {
        parse(arena, &shared->source, parsed);
        parsed->source = shared->source;
        add_blocks(arena, parsed, page);
    } else
        add_values(arena, shared, page);
    trademark_notices(arena, page);
    if (shared->markup) trademark_uses(arena, page);
    find_duties(arena, page);
    return page;
}

struct page_marks *trademark_built(struct arena *arena, const struct subject *subject) {
    struct page_marks *page = ARENA_NEW(arena, struct page_marks);
    *page = (struct page_marks){.subject = subject, .whose = MARKS_OF_BUILT, .language = STR("en")};
    find_duties(arena, page);
    return page;
}

void trademark_add_block(struct arena *arena, struct page_marks *page, const struct text_block *block,
                         const notice_array *notices) {
    for (size_t i = 0; i < notices->len; i++)
        *ARRAY_PUSH(arena, &page->notices) = (struct page_notice){notices->items[i], page->texts.len};
    *ARRAY_PUSH(arena, &page->texts) = (struct page_text){block, TEXT_BODY};
}
