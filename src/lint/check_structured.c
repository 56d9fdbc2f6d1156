/* check_structured.c: JSON-LD that programs cannot read, types that nobody knows, and courses and events that say to programs
 * what they do not say to readers. */
#include "lint/checks.h"
#include "lint/structured.h"

enum { DEPTH_MAX = 24, BLOCKS_MAX = 100 /* of a page */ };

struct reading {
    const struct rule *rule;
    const struct subject *subject;
    struct findings *findings;
    struct structured_text text; /* read when first needed */
};

/* A template's or a component's text is not what readers get. */
static bool is_template(struct str text) {
    return str_find(text, STR("{{")) < text.len || str_find(text, STR("{%")) < text.len ||
           str_find(text, STR("<%")) < text.len || str_find(text, STR("${")) < text.len;
}

static const struct node *read_block(struct arena *arena, const struct page *page, size_t i,
                                     node_errors *errors) {
    struct node_options options = {.format = FORMAT_JSON};
    return node_read(arena, page->source.text, page->scripts_data.items[i].content, &options, errors);
}

static void add(struct reading *r, struct span span, struct str what, struct str value) {
    struct diagnostic *d = finding_add(r->findings, span);
    finding_set(r->findings, d, "what", what);
    finding_set(r->findings, d, "value", value);
}

/* ---- types ------------------------------------------------------------------------------------------------------------------- */

static struct str type_name(struct str text) {
    size_t slash = str_rfind_char(text, '/');
    struct str name = slash < text.len ? str_sub(text, slash + 1, text.len) : text;
    return str_starts(name, STR("schema:")) ? str_sub(name, 7, name.len) : name;
}

/* Is it a type of schema.org by what it says: a bare name, or one behind its address? */
static bool is_claimed(struct str text) {
    size_t colon = str_find_char(text, ':');
    return colon == text.len || str_find(text, STR("schema.org/")) < text.len ||
           str_starts(text, STR("schema:"));
}

static void check_type(struct reading *r, const struct node *type) {
    struct str name = type_name(type->text);
    if (type->kind != NODE_STRING || !name.len || !is_claimed(type->text) || structured_is_type(name)) return;
    struct str near = structured_nearest_type(name);
    add(r, type->span, name,
        near.len ? str_printf(r->findings->arena, ", did you mean %.*s?", STR_FMT(near)) : STR(""));
}

static void check_types(struct reading *r, const struct node *node, unsigned depth) {
    if (depth > DEPTH_MAX) return;
    const struct node *type = node->kind == NODE_OBJECT ? node_get(node, STR("@type")) : NULL;
    if (type && type->kind == NODE_STRING) check_type(r, type);
    for (const struct node *n = type && type->kind == NODE_ARRAY ? type->child : NULL; n; n = n->next)
        check_type(r, n);
    for (const struct node *n = node->child; n; n = n->next)
        if (!str_eq(n->key, STR("@context"))) check_types(r, n, depth + 1);
}

/* Another vocabulary's types are its own affair. */
static bool is_schema_org(const struct node *root) {
    const struct node *context = root->kind == NODE_ARRAY && root->child
                                     ? node_get(root->child, STR("@context"))
                                     : node_get(root, STR("@context"));
    return context && context->kind == NODE_STRING &&
           str_find(context->text, STR("schema.org")) < context->text.len;
}

/* ---- agreement ----------------------------------------------------------------------------------------------------------------- */

static bool is_of_type(const struct node *node, const char *const *names) {
    const struct node *type = node_get(node, STR("@type"));
    const struct node *first = type && type->kind == NODE_ARRAY ? type->child : type;
    for (; first; first = type->kind == NODE_ARRAY ? first->next : NULL)
        for (size_t i = 0; names[i]; i++)
            if (str_eq(type_name(node_text(first, STR(""))), str_from(names[i]))) return true;
    return false;
}

static void check_name(struct reading *r, const struct node *node) {
    const struct node *name = node_get(node, STR("name"));
    if (!name || name->kind != NODE_STRING || !str_trim(name->text).len) return;
    struct str decoded = name->text;
    if (str_find_char(decoded, '&') < decoded.len || str_find_char(decoded, '<') < decoded.len) return;
    if (!structured_has(r->findings->arena, &r->text, decoded)) add(r, name->span, STR("name"), decoded);
}

static void check_price(struct reading *r, const struct node *offer) {
    static const char *const keys[] = {"price", "lowPrice", "highPrice"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct node *price = node_get(offer, str_from(keys[i]));
        bool scalar = price && !price->child && price->text.len, others = false;
        if (!scalar || str_eq(price->text, STR("0"))) continue;
        if (!structured_has_amount(r->subject->page, price->text, &others) && others)
            add(r, price->span, str_from(keys[i]), price->text);
    }
}

static void check_offers(struct reading *r, const struct node *offers) {
    if (!offers) return;
    if (offers->kind == NODE_OBJECT) check_price(r, offers);
    for (const struct node *n = offers->kind == NODE_ARRAY ? offers->child : NULL; n; n = n->next)
        if (n->kind == NODE_OBJECT) check_price(r, n);
}

static void check_day(struct reading *r, const struct node *node, const char *key) {
    const struct node *day = node_get(node, str_from(key));
    bool others = false;
    if (!day || day->kind != NODE_STRING) return;
    if (!structured_has_day(&r->text, day->text, &others) && others)
        add(r, day->span, str_from(key), day->text);
}

static void check_place(struct reading *r, const struct node *place) {
    const struct node *address = place && place->kind == NODE_OBJECT ? node_get(place, STR("address")) : NULL;
    const struct node *town =
        address && address->kind == NODE_OBJECT ? node_get(address, STR("addressLocality")) : NULL;
    if (!town || town->kind != NODE_STRING) return;
    if (!structured_has(r->findings->arena, &r->text, town->text))
        add(r, town->span, STR("addressLocality"), town->text);
}

static void check_agreement(struct reading *r, const struct node *node, unsigned depth) {
    static const char *const offered[] = {"Course",         "CourseInstance", "Event",
                                          "EducationEvent", "BusinessEvent",  NULL};
    static const char *const main[] = {"Course", "Event", "EducationEvent", "BusinessEvent", NULL};
    if (depth > DEPTH_MAX) return;
    if (node->kind == NODE_OBJECT && is_of_type(node, offered)) {
        if (!r->text.words.ptr) r->text = structured_read(r->findings->arena, r->subject->page);
        if (is_of_type(node, main)) check_name(r, node);
        check_offers(r, node_get(node, STR("offers")));
        check_day(r, node, "startDate");
        check_day(r, node, "endDate");
        check_place(r, node_get(node, STR("location")));
    }
    for (const struct node *n = node->child; n; n = n->next) check_agreement(r, n, depth + 1);
}

/* ---- the check ------------------------------------------------------------------------------------------------------------------- */

/* The place where the reader stopped is shown on its line. */
static void check_syntax_of(struct reading *r, const node_errors *errors, size_t i) {
    struct span span = errors->items[0].span, whole = r->subject->page->scripts_data.items[i].content;
    if (span.start < whole.start || span.start > whole.end) span = (struct span){whole.start, whole.start};
    add(r, span, errors->items[0].message, STR(""));
}

void check_structured(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    struct reading r = {rule, subject, findings, {{0}}};
    bool syntax = option_is(rule, "problem", "syntax"), types = option_is(rule, "problem", "type");
    for (size_t i = 0; i < page->scripts_data.len && i < BLOCKS_MAX; i++) {
        struct str text = span_str(&page->source, page->scripts_data.items[i].content);
        node_errors errors = {0};
        if (is_template(text) || !str_trim(text).len) continue;
        const struct node *root = read_block(findings->arena, page, i, &errors);
        if (errors.len && syntax) check_syntax_of(&r, &errors, i);
        if (errors.len || !root || syntax || !is_schema_org(root)) continue;
        if (types)
            check_types(&r, root, 0);
        else
            check_agreement(&r, root, 0);
    }
}
