/* cmark's inline columns can't be trusted, so the inline nodes of a block are walked beside its source: every node
 * consumes what it was made from, and its place is where that stood. */
#include "page/parse.h"

#include <string.h>

static struct str rest_of(const struct parser *p) {
    return str_sub(p->flow.text, p->cur, p->flow.text.len);
}

static char peek(const struct parser *p) {
    return p->cur < p->flow.text.len ? p->flow.text.ptr[p->cur] : '\0';
}

/* Goes to where `needle` stands next; a bounded number of times per block. */
static bool resync(struct parser *p, struct str needle) {
    if (p->leaf.lost || ++p->leaf.resyncs > MAX_RESYNC || needle.len == 0) return !(p->leaf.lost = true);
    struct str rest = rest_of(p);
    size_t found = str_find(rest, needle);
    if (found == rest.len) return !(p->leaf.lost = true);
    p->cur += (uint32_t)found;
    return true;
}

static bool expect(struct parser *p, char c) {
    return peek(p) == c || resync(p, (struct str){&c, 1});
}

static bool has(struct str text, char c) {
    return text.len && memchr(text.ptr, c, text.len);
}

/* One look at the excerpt, and one at the block, spare looking at each word. */
void inline_classify(struct parser *p) {
    p->has.escapes = has(p->text, '\\') || has(p->text, '&');
    p->has.marks = has(p->text, '^') || has(p->text, '~') || has(p->text, '@');
    p->has.www = pair_find(p->text, 0, 'w', 'w') < p->text.len;
}

static void classify(struct parser *p) {
    struct str text = p->flow.text;
    p->leaf.escapes = p->has.escapes && (has(text, '\\') || has(text, '&'));
    p->leaf.specials = pair_find(text, 0, ':', '/') < text.len ||
                       (p->has.marks && (has(text, '^') || has(text, '~') || has(text, '@'))) ||
                       (p->has.www && pair_find(text, 0, 'w', 'w') < text.len);
}

void inline_open(struct parser *p, uint32_t start, enum block_kind kind) {
    p->cur = start;
    p->skip_until = 0;
    p->leaf.lost = p->leaf.masked = false;
    p->leaf.resyncs = 0;
    p->leaf.checked = -1;
    classify(p);
    p->open.len = 0;
    p->raw_html.open = p->leaf.code_tags = 0;
    p->leaf.region = 0;
    p->leaf.regions.len = p->dropped.len = 0;
    p->leaf.first_link = p->page->links.len;
    if (kind == BLOCK_LIST_ITEM) {
        p->leaf.checked = extension_task(str_sub(p->flow.text, start, p->flow.text.len));
        if (p->leaf.checked >= 0) p->skip_until = start + 4;
    }
    extension_regions(p, start, kind);
}

static bool is_dropped(const struct parser *p, uint32_t file) {
    for (size_t i = 0; i < p->dropped.len; i++)
        if (file >= p->dropped.items[i].start && file < p->dropped.items[i].end) return true;
    return false;
}

static void drop_links(struct parser *p) {
    size_t kept = p->leaf.first_link;
    for (size_t i = kept; i < p->page->links.len; i++)
        if (!is_dropped(p, p->page->links.items[i].span.start))
            p->page->links.items[kept++] = p->page->links.items[i];
    p->page->links.len = kept;
}

void inline_close(struct parser *p) {
    visible_finish(p);
    if (p->dropped.len) drop_links(p);
    p->open.len = 0;
    p->raw_html.open = p->leaf.code_tags = 0;
}

/* ---- text ----------------------------------------------------------------------------------------------- */

/* For ids: Goldmark's typographer has made dashes of hyphens before the id is formed. */
static void add_id_text(struct parser *p, struct str text, uint32_t at) {
    if (!p->leaf.id_text || at >= p->leaf.regions.items[0].end) return;
    text = str_sub(text, 0, p->leaf.regions.items[0].end - at);
    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_sub(text, i, text.len);
        const struct page_options *options = &p->page->options;
        if (!options->no_typographer && str_starts(rest, STR("---")))
            buf_add(p->leaf.id_text, options->em_dash.ptr ? options->em_dash : STR("\xE2\x80\x94")), i += 2;
        else if (!options->no_typographer && str_starts(rest, STR("--")))
            buf_add(p->leaf.id_text, options->en_dash.ptr ? options->en_dash : STR("\xE2\x80\x93")), i++;
        else
            buf_add_char(p->leaf.id_text, text.ptr[i]);
    }
}

static void emit(struct parser *p, struct str text, uint32_t at) {
    add_id_text(p, text, at);
    visible_add(p, text, at);
}

static struct link *add_link(struct parser *p, enum link_kind kind, uint32_t start, uint32_t end) {
    if (!parser_room(p, p->page->links.len, p->flow.excerpt)) return NULL;
    struct link *link = ARRAY_PUSH(p->arena, &p->page->links);
    link->kind = kind;
    link->span = flow_span(p, start, end);
    link->definition = link->shortcode = PAGE_NONE;
    link->field = p->field;
    return link;
}

static void add_bare(struct parser *p, uint32_t start, size_t length, const char *scheme) {
    struct link *link = add_link(p, LINK_BARE, start, start + (uint32_t)length);
    if (!link) return;
    uint32_t at = flow_at(&p->flow, start);
    struct str written = str_sub(p->raw, at, at + length);
    link->target = *scheme ? str_printf(p->arena, "%s%.*s", scheme, STR_FMT(written)) : written;
    link->target_span = link->span;
    link->exact = true;
    if (p->leaf.plain) buf_add(p->leaf.plain, written);
}

/* What stands in plain text and is none: a footnote mark, strikethrough, a bare URL. Returns the length dealt with. */
static size_t special(struct parser *p, uint32_t at, bool head) {
    struct str text = p->flow.text;
    if (text.ptr[at] == '[') {
        size_t length = footnote_mark(text, at);
        if (length) footnote_use(p, at, at + (uint32_t)length);
        return length;
    }
    if (text.ptr[at] == '~') return 2;
    const char *scheme = "";
    size_t length = linkify_match(text, at, head, &scheme);
    if (!length) return 0;
    add_bare(p, at, length, scheme);
    visible_object(p, at);
    p->skip_until = at + (uint32_t)length;
    return length;
}

/* *link: the next place where a link may begin, if that is still ahead. */
static size_t special_next(const struct parser *p, struct str text, size_t from, size_t *link) {
    bool links = !p->page->options.no_linkify && p->open.len == 0;
    if (*link < from || from == 0) *link = links ? linkify_next(text, from) : text.len;
    for (size_t i = from; i < *link; i++) {
        char next = i + 1 < text.len ? text.ptr[i + 1] : '\0';
        if ((text.ptr[i] == '[' && next == '^') || (text.ptr[i] == '~' && next == '~')) return i;
    }
    return *link;
}

/* Does a tag or code end here? Between <a> and </a> the URL is a link already. */
static bool follows_inline(const struct parser *p, uint32_t at) {
    char before = at > 0 ? p->flow.text.ptr[at - 1] : ' ';
    return !p->raw_html.open && (before == '>' || before == '`');
}

/* Text that stands in the flow byte for byte. */
static void text_piece(struct parser *p, struct str text, uint32_t at) {
    if (!p->leaf.specials) {
        emit(p, text, at);
        return;
    }
    size_t link = 0;
    for (size_t done = 0; done < text.len;) {
        size_t next = special_next(p, text, done, &link);
        emit(p, str_sub(text, done, next), at + (uint32_t)done);
        if (next >= text.len) return;
        bool head = next == 0 && follows_inline(p, at);
        size_t length = at + next < p->skip_until ? 0 : special(p, at + (uint32_t)next, head);
        if (!length) emit(p, str_sub(text, next, next + 1), at + (uint32_t)next);
        done = next + (length ? length : 1);
    }
}

static size_t same_length(const struct parser *p, struct str a, struct str b) {
    if (!p->leaf.escapes && a.len >= b.len && memcmp(a.ptr, b.ptr, b.len) == 0) return b.len;
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n] && a.ptr[n] != '\\' && a.ptr[n] != '&') n++;
    return n;
}

static struct str needle_of(struct str text) {
    size_t n = 0;
    while (n < text.len && n < 24 && text.ptr[n] != '&' && text.ptr[n] != '\\') n++;
    return str_sub(text, 0, n);
}

/* A decoded character: its first bytes are placed at the escape's start, its last one at the escape's end. */
static void emit_decoded(struct parser *p, struct str text, size_t length) {
    /* VitePress makes ids of a heading's entities as they are written: "&amp;" is "amp". */
    bool written =
        p->leaf.id_text && p->page->options.id_style == ID_VITEPRESS && p->flow.text.ptr[p->cur] == '&';
    size_t id_from = written ? p->leaf.id_text->len : 0;
    uint32_t last = p->cur + (uint32_t)length - 1;
    if (text.len == 1)
        emit(p, text, p->flow.text.ptr[p->cur] == '\\' ? last : p->cur);
    else {
        emit(p, str_sub(text, 0, text.len - 1), p->cur);
        emit(p, str_sub(text, text.len - 1, text.len), last);
    }
    if (!written) return;
    p->leaf.id_text->len = id_from;
    buf_add(p->leaf.id_text, str_sub(p->flow.text, p->cur, p->cur + length));
}

void inline_text(struct parser *p, struct str literal) {
    if (p->open.len && p->open.items[p->open.len - 1].autolink) return;
    while (literal.len && !p->leaf.lost) {
        size_t same = same_length(p, rest_of(p), literal), taken = same;
        if (same) {
            text_piece(p, str_sub(literal, 0, same), p->cur);
            p->cur += (uint32_t)same;
        } else {
            size_t length = target_step(rest_of(p), literal, &taken);
            if (length == 0 && resync(p, needle_of(literal))) continue;
            if (length == 0) break;
            emit_decoded(p, str_sub(literal, 0, taken), length);
            p->cur += (uint32_t)length;
        }
        literal = str_sub(literal, taken, literal.len);
    }
    emit(p, literal, p->cur);
}

void inline_break(struct parser *p) {
    while (peek(p) == ' ' || peek(p) == '\t') p->cur++;
    if (peek(p) == '\\') p->cur++;
    uint32_t at = p->cur;
    if (peek(p) == '\r') p->cur++;
    if (peek(p) == '\n') p->cur++;
    while (peek(p) == ' ' || peek(p) == '\t') p->cur++;
    if (p->cur > at) emit(p, STR(" "), at);
    /* Hugo makes the id of a heading from its last line. */
    if (p->leaf.id_text && p->page->options.id_style <= ID_BLACKFRIDAY) p->leaf.id_text->len = 0;
}

void inline_marker(struct parser *p, unsigned count) {
    while (count-- > 0 && (peek(p) == '*' || peek(p) == '_')) p->cur++;
}

/* ---- code and raw HTML ----------------------------------------------------------------------------------- */

static size_t ticks_at(struct str text, size_t at) {
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] == '`') n++;
    return n;
}

static size_t closing_ticks(struct str text, size_t at, size_t count) {
    while (at < text.len) {
        at += str_find_char(str_sub(text, at, text.len), '`');
        size_t found = ticks_at(text, at);
        if (found == count) return at;
        at += found;
    }
    return text.len;
}

void inline_code(struct parser *p, struct str literal) {
    if (p->leaf.id_text) buf_add(p->leaf.id_text, literal);
    if (p->leaf.plain) buf_add(p->leaf.plain, literal);
    if (p->leaf.lost || !expect(p, '`')) return;
    size_t ticks = ticks_at(p->flow.text, p->cur);
    uint32_t start = p->cur, content = start + (uint32_t)ticks;
    uint32_t close = (uint32_t)closing_ticks(p->flow.text, content, ticks);
    p->cur = close + ticks <= p->flow.text.len ? close + (uint32_t)ticks : (uint32_t)p->flow.text.len;
    visible_object(p, start);
    if (!parser_room(p, p->page->codes.len, p->flow.excerpt)) return;
    struct code *code = ARRAY_PUSH(p->arena, &p->page->codes);
    code->kind = CODE_SPAN;
    code->span = flow_span(p, start, p->cur);
    code->content = flow_span(p, content, close);
    code->field = p->field;
}

/* <a …> opens, </a> closes: what stands between is that link's text. */
static void note_tag(struct parser *p, struct str tag, uint32_t at) {
    bool opens = tag.len > 2 && (tag.ptr[1] == 'a' || tag.ptr[1] == 'A') && char_is_space(tag.ptr[2]);
    if (opens) {
        ARRAY_PUSH(&p->scratch, &p->raw_html.tags)->at = at;
        p->raw_html.open = (uint32_t)p->raw_html.tags.len;
        p->raw_html.open_from = (uint32_t)p->visible.len;
        p->raw_html.open_block = p->leaf.number;
    } else if (p->raw_html.open && str_eq_nocase(tag, STR("</a>"))) {
        uint32_t from = p->raw_html.open_block == p->leaf.number ? p->raw_html.open_from : 0;
        *ARRAY_PUSH(&p->scratch, &p->pending) =
            (struct pending){true, p->raw_html.open - 1, from, (uint32_t)p->visible.len};
        p->raw_html.open = 0;
    } else if (p->raw_html.open)
        p->raw_html.tags.items[p->raw_html.open - 1].object = true;
}

/* <code> opens what is no prose, </code> closes it. Is it the closing one? */
static bool note_code(struct parser *p, struct str tag, uint32_t at) {
    bool closes = str_starts(tag, STR("</"));
    size_t start = closes ? 2 : 1, end = start;
    while (end < tag.len && char_is_alnum(tag.ptr[end])) end++;
    if (!element_is_code(str_sub(tag, start, end)) || str_ends(tag, STR("/>"))) return false;
    if (closes)
        p->leaf.code_tags -= p->leaf.code_tags > 0;
    else if (p->leaf.code_tags++ == 0)
        visible_object(p, at);
    return closes;
}

void inline_html(struct parser *p, struct str literal) {
    for (size_t i = 0; i < p->open.len; i++) p->open.items[i].object = true;
    if (p->leaf.lost || !str_starts(rest_of(p), str_sub(literal, 0, 2))) {
        if (!resync(p, str_sub(literal, 0, str_find_char(literal, '\n')))) return;
    }
    uint32_t start = flow_at(&p->flow, p->cur);
    bool speaks = note_code(p, literal, p->cur);
    p->cur += (uint32_t)literal.len;
    if (p->cur > p->flow.text.len) p->cur = (uint32_t)p->flow.text.len;
    note_tag(p, literal, start);
    speaks |= str_find_char(literal, '=') < literal.len || str_starts(literal, STR("<!--"));
    if (speaks && !is_dropped(p, parser_span(p, start, start).start))
        html_queue(p, start, flow_at(&p->flow, p->cur - 1) + 1);
}

/* ---- links and images ------------------------------------------------------------------------------------ */

void inline_enter(struct parser *p, bool image) {
    struct open_link open = {.image = image, .text_from = (uint32_t)p->visible.len, .block = p->leaf.number};
    open.autolink = !image && peek(p) == '<';
    open.id_from = p->leaf.id_text ? p->leaf.id_text->len : 0;
    if (!open.autolink && !p->leaf.lost) {
        if (image ? expect(p, '!') : expect(p, '[')) open.start = p->cur;
        p->cur += p->leaf.lost ? 0 : image ? 2 : 1;
    } else
        open.start = p->cur;
    *ARRAY_PUSH(&p->scratch, &p->open) = open;
}

static void leave_autolink(struct parser *p, const struct open_link *open, struct str url) {
    size_t end = open->start + str_find_char(str_sub(p->flow.text, open->start, p->flow.text.len), '>');
    p->cur = end < p->flow.text.len ? (uint32_t)end + 1 : (uint32_t)p->flow.text.len;
    visible_object(p, open->start);
    if (p->leaf.plain) buf_add(p->leaf.plain, str_sub(p->flow.text, open->start + 1, end));
    struct link *link = add_link(p, LINK_AUTOLINK, open->start, p->cur);
    if (!link) return;
    link->target = str_copy(p->arena, url);
    link->target_span = flow_span(p, open->start + 1, (uint32_t)end);
    link->exact = true;
}

/* The target in a link's parentheses. A shortcode in it was hidden from cmark and is put back. */
static void set_target(struct parser *p, struct link *link, struct span url, struct str decoded) {
    struct str masked = str_sub(p->flow.text, url.start, url.end);
    uint32_t start = flow_at(&p->flow, url.start),
             end = url.end > url.start ? flow_at(&p->flow, url.end - 1) + 1 : start;
    struct str written = str_sub(p->raw, start, end);
    const struct mask *mask = p->masks.len ? mask_in(p, start, end) : NULL;
    link->exact = target_matches(masked, decoded);
    if (mask) {
        link->target = written;
        if (mask->kind == MASK_SHORTCODE) link->shortcode = mask->fact;
    } else
        link->target = str_eq(written, decoded) ? written : str_copy(p->arena, decoded);
    link->target_span =
        link->exact ? flow_span(p, url.start, url.end) : parser_span(p, p->flow.excerpt, p->flow.end);
}

static void set_reference(struct parser *p, struct link *link, struct span label, struct str decoded) {
    struct str text = str_sub(p->flow.text, label.start, label.end);
    link->target = str_copy(p->arena, decoded);
    link->target_span = flow_span(p, label.start, label.end);
    const void *found = map_get(&p->labels, page_label(&p->scratch, text));
    if (!found) return;
    link->definition = (uint32_t)((uintptr_t)found - 1);
    p->page->definitions.items[link->definition].used = true;
    link->exact = true;
}

/* A link whose source could not be found: known to exist, placed on its block. */
static void leave_lost(struct parser *p, const struct open_link *open, struct str url) {
    struct link *link = add_link(p, open->image ? LINK_IMAGE : LINK_INLINE, 0, (uint32_t)p->flow.text.len);
    if (!link) return;
    link->target = str_copy(p->arena, url);
    link->target_span = link->span;
    visible_link_text(p, p->page->links.len - 1, open);
}

/* Ids of headings that are made of what is shown, not of the Markdown: they know nothing of an image's description. */
static bool ids_lack_images(const struct page_options *options) {
    enum id_style style = options->id_style;
    bool shown = style == ID_GITHUB_SITE && !options->no_title_id; /* Docusaurus reads the Markdown */
    return shown || style == ID_TOC || style == ID_TOC_UNICODE || style == ID_VITEPRESS ||
           style == ID_MDBOOK || style == ID_ELEVENTY;
}

void inline_leave(struct parser *p, struct str url, struct str title) {
    if (p->open.len == 0) return;
    struct open_link open = p->open.items[--p->open.len];
    if (open.image && p->leaf.id_text && ids_lack_images(&p->page->options))
        p->leaf.id_text->len = open.id_from;
    for (size_t i = 0; open.image && i < p->open.len; i++) p->open.items[i].object = true;
    if (open.autolink) {
        leave_autolink(p, &open, url);
        return;
    }
    if (p->leaf.lost || !expect(p, ']')) {
        leave_lost(p, &open, url);
        return;
    }
    struct span label = {open.start + (open.image ? 2 : 1), p->cur++};
    struct destination target;
    bool direct = target_read(p->flow.text, p->cur, &target);
    uint32_t after = direct ? target.end : target_label(p->flow.text, p->cur);
    if (!direct && after > p->cur + 2) label = (struct span){p->cur + 1, after - 1};
    p->cur = after;
    enum link_kind kind = open.image ? LINK_IMAGE : direct ? LINK_INLINE : LINK_REFERENCE;
    struct link *link = add_link(p, kind, open.start, p->cur);
    if (!link) return;
    if (direct)
        set_target(p, link, target.url, url);
    else
        set_reference(p, link, label, url);
    if (title.len || (direct && target.has_title)) link->title = str_copy(p->arena, title);
    visible_link_text(p, p->page->links.len - 1, &open);
}
