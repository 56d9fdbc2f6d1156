/* The x- keywords about values that are there and say nothing yet: a placeholder where a text is due, a price in no
 * currency. Like those of ours.c they find, and never decide. */
#include "schema/internal.h"

/* ---- x-filled --------------------------------------------------------------------------------------------------- */

/* In lower case, without full stops and blanks around them. */
static bool is_placeholder(struct arena *arena, struct str text) {
    static const char *const words[] = {"",
                                        "tbd",
                                        "t.b.d",
                                        "tba",
                                        "t.b.a",
                                        "tbc",
                                        "todo",
                                        "to do",
                                        "fixme",
                                        "xxx",
                                        "n/a",
                                        "???",
                                        "to be defined",
                                        "to be determined",
                                        "to be decided",
                                        "to be announced",
                                        "to be confirmed",
                                        "coming soon",
                                        "placeholder",
                                        "wird noch bekannt gegeben",
                                        "noch offen",
                                        "\xC3\xA0 d\303\251finir",
                                        "\xC3\xA0 confirmer",
                                        "por definir",
                                        "por confirmar",
                                        "a definir",
                                        "a confirmar",
                                        "nog te bepalen",
                                        "da definire",
                                        "da confermare"};
    enum { LONGEST = 40 };
    text = str_trim(text);
    while (text.len > 0 && (str_ends(text, STR(".")) || str_ends(text, STR(":")))) text.len--;
    if (text.len > LONGEST) return false;
    text = unicode_lower_str(arena, text);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(text, str_from(words[i]))) return true;
    return false;
}

/* An empty string is minLength's. A list says nothing when none of its items does. */
static bool is_unfilled(struct arena *arena, const struct node *value) {
    if (value_is_string(value)) return value->text.len > 0 && is_placeholder(arena, value->text);
    if (value->kind != NODE_ARRAY) return value->kind == NODE_NULL;
    for (const struct node *item = value->child; item != NULL; item = item->next)
        if (!value_is_string(item) || !is_placeholder(arena, item->text)) return false;
    return true;
}

static bool check_filled(struct validation *run, const struct at *at, const struct assertion *check) {
    if (run->findings == NULL || !is_unfilled(run->arena, at->where->value)) return true;
    struct cause cause = {SCHEMA_MISSING_KEY, check->name, check->node};
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is "));
    words_value(&message, at->where->value);
    buf_add(&message, STR(", which says nothing yet: it counts as missing"));
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

/* ---- x-price ---------------------------------------------------------------------------------------------------- */

/* Digits and what stands between them; anything else may name a currency. */
static bool is_bare_amount(struct str text) {
    bool digit = false, other = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        digit |= char_is_digit(c) && c != '0';
        other |= !char_is_digit(c) && (c == '\0' || strchr(" .,'-_", c) == NULL);
    }
    return digit && !other;
}

static bool has_currency(const struct at *at, const str_array *keys) {
    const struct where *up = at->where->up;
    for (size_t i = 0; up != NULL && up->value->kind == NODE_OBJECT && i < keys->len; i++) {
        const struct node *beside = node_get_nocase(up->value, keys->items[i]);
        if (beside != NULL && beside->text.len > 0) return true;
    }
    return false;
}

static bool check_price(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    const str_array *keys = check->of.currencies;
    bool bare =
        value_is_number(value) ? value->number > 0 : value_is_string(value) && is_bare_amount(value->text);
    if (run->findings == NULL || !bare || has_currency(at, keys)) return true;
    struct cause cause = {SCHEMA_BAD_FORMAT, check->name, check->node};
    struct str of = keys->len ? keys->items[0] : STR("");
    if (of.len == 0) return fault_expected(run, at, cause, "a price with its currency, such as \"900 EUR\"");
    return fault_expected(run, at, cause, "a price with its currency, or \"%.*s\" beside it", STR_FMT(of));
}

static bool build_price(struct builder *builder) {
    const struct node *node = build_get(builder, "x-price");
    if (node == NULL) return true;
    const struct node *currency = node_get(node, STR("currency"));
    str_array *keys = ARENA_NEW(builder->registry->arena, str_array);
    if (currency != NULL && value_is_string(currency))
        *ARRAY_PUSH(builder->registry->arena, keys) = currency->text;
    if (currency != NULL && currency->kind == NODE_ARRAY)
        for (const struct node *item = currency->child; item != NULL; item = item->next)
            if (value_is_string(item)) *ARRAY_PUSH(builder->registry->arena, keys) = item->text;
    if (node->count != (currency != NULL) || (currency != NULL && keys->len == 0))
        return registry_refuse(builder->error, builder->schema->resource, node,
                               "\"x-price\" must be {} or {currency: KEY}");
    build_add(builder, "x-price", node, check_price)->of.currencies = keys;
    return true;
}

bool filled_build(struct builder *builder) {
    const struct node *filled = build_get(builder, "x-filled");
    if (node_is_true(filled)) build_add(builder, "x-filled", filled, check_filled);
    return build_price(builder);
}
