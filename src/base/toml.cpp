/* The one file of C++: toml++ reads, its tree is copied into ours. Header only and without its exceptions, so nothing
 * of C++ is left when toml_read returns. */
#include "base/toml_place.h"

#include <algorithm>
#include <vector>

#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY       1
#define TOML_EXCEPTIONS        0
#define TOML_ENABLE_FORMATTERS 0
/* Some of its assertions are about the text. They must end the reading, not the program. */
namespace {
struct broken_assertion {};
constexpr void require(bool holds) {
    if (!holds) throw broken_assertion{};
}
} // namespace
#define TOML_ASSERT(condition) require(static_cast<bool>(condition))
#include <toml++/impl/forward_declarations.h>
/* Version 3.3 reaches its unreachable points on letters such as U+00F6 outside of strings; "no" is the answer there. */
#pragma push_macro("TOML_UNREACHABLE")
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE return false
#include <toml++/impl/unicode.h>
#pragma pop_macro("TOML_UNREACHABLE")
#include <toml++/toml.h>

namespace {

struct reader {
    node_builder *builder;
    toml_lines lines;
    bool stopped;
};

span span_of(const reader &r, const toml::source_region &region) {
    uint32_t start = toml_lines_at(&r.lines, region.begin.line, region.begin.column);
    uint32_t end = toml_lines_at(&r.lines, region.end.line, region.end.column);
    return span{start, std::max(start, end)};
}

node *copy_value(reader &r, const toml::node &from, uint32_t depth);

void append(node *parent, node *&last, node *child) {
    if (child) node_append(parent, &last, child);
}

struct member {
    const toml::key *key;
    const toml::node *value;
    span key_span;
};

/* toml++ sorts by name, the author did not. */
void copy_members(reader &r, const toml::table &from, node *object, uint32_t depth) {
    std::vector<member> members;
    members.reserve(from.size());
    for (auto &&[key, value] : from) members.push_back({&key, &value, span_of(r, key.source())});
    std::stable_sort(members.begin(), members.end(),
                     [](const member &a, const member &b) { return a.key_span.start < b.key_span.start; });
    node *last = nullptr;
    for (const member &m : members) {
        node *value = copy_value(r, *m.value, depth + 1);
        if (!value) continue;
        size_t quoted = toml_style(r.builder->text, m.key_span.start) != STYLE_PLAIN;
        value->key = node_keep_text(r.builder, m.key->data(), m.key->length(), m.key_span.start + quoted);
        value->key_span = m.key_span;
        append(object, last, value);
    }
}

void copy_elements(reader &r, const toml::array &from, node *array, uint32_t depth) {
    node *last = nullptr;
    for (const toml::node &element : from) append(array, last, copy_value(r, element, depth + 1));
}

void copy_string(reader &r, const std::string &text, node *to) {
    to->style = toml_style(r.builder->text, to->span.start);
    size_t at = to->span.start + 1;
    if (to->style == STYLE_TOML_MULTI || to->style == STYLE_TOML_MULTI_LITERAL) {
        at += 2;
        str rest =
            str_sub(r.builder->text, at, at + 2); /* the newline behind the opening quotes is no text */
        at += rest.len && rest.ptr[0] == '\n'                               ? 1
              : rest.len == 2 && rest.ptr[0] == '\r' && rest.ptr[1] == '\n' ? 2
                                                                            : 0;
    }
    to->text = node_keep_text(r.builder, text.data(), text.size(), at);
}

node_kind kind_of(const toml::node &from) {
    switch (from.type()) {
    case toml::node_type::table: return NODE_OBJECT;
    case toml::node_type::array: return NODE_ARRAY;
    case toml::node_type::string: return NODE_STRING;
    case toml::node_type::integer: return NODE_INTEGER;
    case toml::node_type::floating_point: return NODE_FLOAT;
    case toml::node_type::boolean: return NODE_BOOL;
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time: return NODE_DATE;
    case toml::node_type::none: break;
    }
    return NODE_NULL;
}

node *copy_value(reader &r, const toml::node &from, uint32_t depth) {
    if (r.stopped) return nullptr;
    span place = span_of(r, from.source());
    if (depth > r.builder->max_depth) {
        node_add_fault(r.builder, FAULT_DEPTH, place, "lists and tables are nested more than %u deep",
                    r.builder->max_depth);
        r.stopped = true;
        return nullptr;
    }
    node *to = node_new(r.builder, kind_of(from), place);
    r.stopped = !to;
    if (!to) return nullptr;
    to->text = str_sub(r.builder->text, place.start, place.end);
    if (auto table = from.as_table())
        copy_members(r, *table, to, depth);
    else if (auto array = from.as_array())
        copy_elements(r, *array, to, depth);
    else if (auto string = from.as_string())
        copy_string(r, string->get(), to);
    else if (auto integer = from.as_integer())
        to->number = static_cast<double>(integer->get());
    else if (auto number = from.as_floating_point())
        to->number = number->get();
    else if (auto boolean = from.as_boolean())
        to->boolean = boolean->get();
    if (to->kind == NODE_OBJECT || to->kind == NODE_ARRAY) to->text = str{};
    return to;
}

node *read(node_builder *builder) {
    reader r{builder, {}, false};
    str part = str_sub(builder->text, builder->span.start, builder->span.end);
    toml_lines_init(&builder->scratch, &r.lines, part, builder->span.start);
    toml::parse_result result = toml::parse(std::string_view(part.ptr ? part.ptr : "", part.len));
    if (result.succeeded()) return copy_value(r, result.table(), 0);
    const toml::parse_error &error = result.error();
    std::string_view description = error.description();
    uint32_t at = toml_lines_at(&r.lines, error.source().begin.line, error.source().begin.column);
    toml_explain(builder, str{description.data(), description.size()}, at);
    return nullptr;
}

} // namespace

struct node *toml_read(struct node_builder *builder) {
    if (!toml_check_depth(builder)) return nullptr;
    try {
        return read(builder);
    } catch (const broken_assertion &) {
        node_add_fault(builder, FAULT_SYNTAX, builder->span, "TOML cannot read this");
        return nullptr;
    } catch (...) { /* only memory can have run out */
        memory_exhausted();
    }
}
