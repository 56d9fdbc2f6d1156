/* parse.h: how the files of page/ share the reading of one excerpt (a page's body, or a front-matter string).
 *
 * Four kinds of offset: file (source.text), excerpt (parser.raw and parser.text, same length), flow (the inline
 * content of one leaf block: line prefixes of lists and quotes removed) and visible text. Each layer maps to the one
 * before; facts are always stored with file offsets. */
#ifndef CONTENTLINT_PARSE_H
#define CONTENTLINT_PARSE_H

#include "page/page.h"

enum {
    TOKEN = 'x',              /* shortcodes are overwritten with this before Markdown is read */
    MAX_NESTING = 1024,       /* HTML elements open at once */
    MAX_RESYNC = 16,          /* times the aligner may search within one block */
    HTML_BATCH = 64 << 10,    /* bytes of raw HTML read together */
    PARSE_MEMORY = 160 << 20, /* bytes that cmark or gumbo may take for one page, */
    FACTS_MEMORY = 88 << 20   /* and that what is kept of it may */
};

enum mask_kind {
    MASK_SHORTCODE,
    MASK_LIQUID,
    MASK_ATTRIBUTES,
    MASK_CODE,
    MASK_FOOTNOTE,
    MASK_TAG,
    MASK_EXPRESSION
};
struct mask { /* a part of the excerpt that Markdown must not read */
    struct span span;
    enum mask_kind kind;
    uint32_t fact; /* index into shortcodes or liquids */
};

struct region { /* part of a flow that is a text block of its own */
    uint32_t start, end;
    enum block_kind kind;
};

struct flow { /* the inline content of one leaf block */
    struct str text;
    segments map;     /* flow offset -> excerpt offset */
    bool contiguous;  /* the map is not needed: text stands in the excerpt as it is */
    uint32_t excerpt; /* excerpt offset of text[0] */
    uint32_t end;     /* excerpt offset behind it */
};

struct pending { /* a link's text: known when its block is finished */
    bool html;   /* index into parser.tag_texts, else into page->links */
    uint32_t index;
    uint32_t from, to; /* in the visible text */
};
struct tag_text { /* text between <a …> and </a> in a paragraph */
    uint32_t at;  /* excerpt offset of the tag */
    struct str text;
    bool object; /* an image or code stands there */
};

struct open_link { /* a link or image whose text is being read */
    bool image, autolink, object;
    uint32_t start; /* flow offset of '[', '!' or '<' */
    uint32_t text_from, block;
    size_t id_from; /* length of the heading's text for ids before it */
};

/* Of the shortcode or tag whose inner text is no Markdown. */
struct inner_text {
    /* Absent: none is open. */
    struct str name;
    struct str info;
    /* Nobody sees it; else it is code. */
    bool hidden;
    uint32_t start;
    /* That many links there were before it. */
    size_t links;
};

struct leaf_block {
    uint32_t number;
    /* Index of its first link. */
    size_t first_link;
    /* It contains '\\' or '&'. */
    bool escapes;
    /* It may contain footnote marks, strikethrough, bare URLs. */
    bool specials;
    /* It contains a mask. */
    bool masked;
    bool quoted;
    /* The aligner no longer knows where it is. */
    bool lost;
    unsigned resyncs;
    int8_t checked;
    /* <code> and the like that are open. */
    unsigned code_tags;
    ARRAY_OF(struct region) regions;
    /* The current one. */
    uint32_t region;
    /* Headings only, else NULL. */
    struct buf *plain, *id_text;
};

/* html.c */
struct raw_html {
    struct buf text;
    /* Its offset -> excerpt offset. */
    segments map;
    ARRAY_OF(struct tag_text) tags;
    /* Index + 1 into tags of an <a> that waits for </a>. */
    uint32_t open;
    uint32_t open_from, open_block;
};

/* The excerpt that is parsed, and what one leaf block of it needs while it is read. */
struct parser {
    struct arena *arena;
    /* Dies with the excerpt. */
    struct arena scratch;
    struct page *page;
    const struct node *field;
    /* The excerpt as written; the same with masks overwritten. */
    struct str raw, text;
    /* text's line table. */
    struct source lined;
    /* File offset of the excerpt when map is NULL. */
    uint32_t base;
    /* Excerpt offset -> file offset. */
    const segments *map;
    ARRAY_OF(struct mask) masks;
    /* text, once it is a copy. */
    char *writable;
    /* Next "}}" and "%}"; next "{:/comment}" and "{:/}". */
    size_t liquid_close[2], comment_close[2];
    bool nomarkdown_unclosed;
    /* Between {% raw %} and {% endraw %}. */
    bool liquid_raw;
    /* An endless one: no further ones are looked for. */
    bool shortcodes_broken;
    bool limit_said;
    unsigned shortcode_faults;
    struct inner_text inner;
    /* Comparable label -> struct definition index + 1. */
    struct map labels;
    struct anchors anchors;
    /* Bytes that p->arena may have handed out. */
    size_t facts_end;
    /* What the excerpt contains: '\\' or '&'; '^', '~' or '@'; "www." */
    struct {
        bool escapes, marks, www;
    } has;
    /* File: table cells that are not shown. */
    ARRAY_OF(struct span) dropped;

    /* inline.c */
    struct flow flow;
    struct buf flow_buf;
    /* Flow offset behind what was read. */
    uint32_t cur;
    /* Text before this flow offset is not visible (bare URL, task box). */
    uint32_t skip_until;
    struct leaf_block leaf;
    struct buf visible;
    segments visible_map;
    ARRAY_OF(struct open_link) open;
    ARRAY_OF(struct pending) pending;

    struct raw_html raw_html;
};

/* ---- parser.c ---- */
/* Is the word, in any case, one of those in a list like "a area link"? */
bool word_among(struct str word, const char *words);
/* The same where lists[n] has the words of n bytes, which is faster when they are many. */
bool word_listed(struct str word, const char *const *lists, size_t count);
/* First offset of two adjacent characters from `at` on, or text.len. Give it a rare first one. */
size_t pair_find(struct str text, size_t at, char first, char second);
/* File span of an excerpt span. */
struct span parser_span(const struct parser *p, size_t start, size_t end);
/* False, and a fault once, when a kind of fact has reached PAGE_MAX_FACTS. `at`: excerpt offset. */
bool parser_room(struct parser *p, size_t len, size_t at);
/* The fault that a limit makes, once. */
void parser_limit(struct parser *p, size_t at, const char *message);
/* A fault at excerpt [start, end). */
void parser_fault(struct parser *p, enum fault_kind kind, size_t start, size_t end, struct str message);
void parser_add_id(struct parser *p, struct str id, struct span span, enum id_origin origin);
/* The mask that overlaps excerpt [start, end), or NULL. */
const struct mask *mask_in(const struct parser *p, uint32_t start, uint32_t end);
/* Overwrites p->text[span], which becomes a copy at the first call. */
void mask_cover(struct parser *p, struct span span, char c);
void mask_push(struct parser *p, enum mask_kind kind, size_t start, size_t end, size_t fact);
void mask_sort(struct parser *p); /* by place, as mask_in wants them */
/* What stands between excerpt [start, end) is not rendered: hides it (line ends stay). */
void mask_inner(struct parser *p, uint32_t start, uint32_t end);
/* The same for code, which is recorded. */
void mask_code(struct parser *p, uint32_t start, uint32_t end, struct str info);

/* ---- excerpt.c ---- */
/* Reads one excerpt as Markdown (or HTML) into p->page. What it leaves in p->scratch is the caller's to free. */
void parser_run(struct parser *p, enum page_format format);

/* ---- mask.c, shortcode.c, liquid.c ---- */
/* Finds shortcodes, Liquid and kramdown attribute lists, records them, makes p->text. */
void mask_excerpt(struct parser *p);
/* Reads the shortcode or Liquid tag at `at`; returns the offset behind, or `at` when there is none. */
size_t shortcode_read(struct parser *p, size_t at);
/* What is known of a shortcode's template; NULL: nothing, or that there is none (then page->options.templates_whole). */
const struct shortcode_template *shortcode_template(const struct page *page, struct arena *scratch,
                                                    struct str name);
/* pairing.c: adds the faults of the body's shortcodes that make Hugo stop: without a template, never closed, closed twice. */
void shortcode_pair(struct parser *p);
size_t liquid_read(struct parser *p, size_t at);
/* container.c: hides the marks of containers. */
void container_mask(struct parser *p);
/* mdx.c: hides what is no Markdown in MDX, and records the links and ids of its tags. */
void mdx_mask(struct parser *p);

/* ---- math.c ---- */
void math_mask(struct parser *p); /* covers formulas */

/* ---- markdown.c (cmark), html.c (gumbo) ---- */
void markdown_read(struct parser *p);
/* Queues excerpt [start, end) as raw HTML; html_flush reads what is queued. */
void html_queue(struct parser *p, uint32_t start, uint32_t end);
void html_flush(struct parser *p);
void html_page(struct parser *p);

/* ---- addresses.c ---- */
/* Records what `url()` and `@import` name in excerpt text[span], as links of an element of that name. */
void addresses_style(struct parser *p, struct span span, const char *element);
/* What a sitemap, RSS or Atom names: the excerpt is one of them, or has none. */
void addresses_feed(struct parser *p);

/* ---- element.c ---- */
/* Is what stands in an element of this name computer text, as in <code>? */
bool element_is_code(struct str name);

/* ---- flow.c ---- */
/* The content of a leaf block from excerpt offset `start`, lines up to `last` (1-based). `quotes`: block quotes
 * around it. */
void flow_open(struct parser *p, uint32_t start, uint32_t last, unsigned quotes);
uint32_t flow_at(const struct flow *flow, uint32_t offset);                  /* excerpt offset */
struct span flow_span(const struct parser *p, uint32_t start, uint32_t end); /* file span */

/* ---- inline.c: walks beside cmark's inline nodes and finds where they stand ---- */
void inline_classify(struct parser *p); /* once per excerpt, before the others */
/* p->flow is set; its content starts at `start`. Then one call per node, in order, then inline_close. */
void inline_open(struct parser *p, uint32_t start, enum block_kind kind);
void inline_text(struct parser *p, struct str literal);
void inline_break(struct parser *p);
void inline_marker(struct parser *p, unsigned count); /* '*' or '_' */
void inline_code(struct parser *p, struct str literal);
void inline_html(struct parser *p, struct str literal);
void inline_enter(struct parser *p, bool image);
void inline_leave(struct parser *p, struct str url, struct str title);
void inline_close(struct parser *p);

/* ---- visible.c: visible text, divided into blocks ---- */
/* Adds text whose bytes stand at flow offset `at` and behind. */
void visible_add(struct parser *p, struct str text, uint32_t at);
void visible_object(struct parser *p, uint32_t at); /* PAGE_OBJECT */
void visible_finish(struct parser *p);              /* ends the current block */
/* The text read since `open` becomes that of page->links[index], once the block is finished. */
void visible_link_text(struct parser *p, size_t index, const struct open_link *open);

/* ---- heading.c: p->leaf.regions holds the heading's one region ---- */
/* Leaves closing marks and attributes out of the region; *attribute: flow span of an explicit id's name. */
void heading_trim(struct parser *p, struct span *attribute);
size_t heading_cut(struct str text);       /* length of text before the attributes that end it */
size_t heading_underline(struct str text); /* length of white space and a setext underline at the start */
/* Gives the heading its id and makes it one of the page's. `plain`: what Hugo forms ids of. */
void heading_id(struct parser *p, struct heading *heading, struct span attribute, struct str plain);

/* ---- target.c: link destinations, titles and labels as CommonMark writes them ---- */
struct destination {
    struct span url;   /* without angle brackets */
    struct span title; /* without quotes */
    bool has_title;
    uint32_t end; /* behind the whole */
};
/* "(url "title")" at `at`. */
bool target_read(struct str text, uint32_t at, struct destination *target);
/* A URL alone; false when there is none. */
bool target_url(struct str text, uint32_t at, struct span *url, uint32_t *end);
bool target_title(struct str text, uint32_t at, struct span *title, uint32_t *end);
/* "[label]" at `at`: offset behind ']', or `at`. */
uint32_t target_label(struct str text, uint32_t at);
/* Length in source that yields the first bytes of decoded text; *taken of these. 0: does not correspond. */
size_t target_step(struct str source, struct str decoded, size_t *taken);
/* Does `source`, unescaped, read `decoded`? */
bool target_matches(struct str source, struct str decoded);
/* Backslash escapes and the commonest entities decoded. */
struct str target_decode(struct arena *arena, struct str source);
size_t target_space(struct str text, size_t at); /* offset behind white space */

/* ---- definition.c ---- */
/* Reads the definitions at the start of a paragraph's flow; returns the flow offset behind them. */
uint32_t definition_read(struct parser *p, bool record);

/* ---- linkify.c ---- */
/* The bare URL or address at text[at]: its length, or 0. *scheme is what to put before it ("http://", "mailto:").
 * head: the text begins here, behind a tag or code; no space has to come before it. */
size_t linkify_match(struct str text, size_t at, bool head, const char **scheme);
/* First place from `at` on where linkify_match might succeed, or text.len. */
size_t linkify_next(struct str text, size_t at);

/* ---- extension.c ---- */
/* Divides a block's flow into regions: table cells, terms, definitions; else one. */
void extension_regions(struct parser *p, uint32_t start, enum block_kind kind);
/* "[ ] " (0) or "[x] " (1) at the start of a list item; -1 when there is none. */
int8_t extension_task(struct str text);
/* Attributes `{#id .class k=v}` that end text: offset of '{' or text.len; *id is the id's span (may be empty). */
size_t extension_attributes(struct str text, struct span *id);

/* ---- footnote.c ---- */
size_t footnote_mark(struct str text, size_t at); /* "[^label]" at text[at]: its length, or 0 */
/* Records the excerpt's definitions and covers their marks so that Markdown reads them as list items. */
void footnote_definitions(struct parser *p);
void footnote_use(struct parser *p, uint32_t start, uint32_t end); /* flow offsets */
/* Joins uses and definitions from index `first` on and adds the ids that Goldmark gives them. */
void footnote_link(struct parser *p, size_t first);

/* ---- keys.c ---- */
/* Adds the faults of the object's keys and of those below it. */
void keys_check(struct arena *arena, struct page *page, const struct node *object);

/* ---- front_shown.c ---- */
/* Adds the faults of what looks like front matter and is none, or begins like it. page->source is whole. */
void front_check_shown(struct arena *arena, struct page *page);

/* ---- front.c, field.c ---- */
/* Reads the strings of the front matter as Markdown and collects its links. `scratch` is for what is not kept. */
void field_read(struct arena *arena, struct page *page, struct arena *scratch, size_t facts_end);

#endif
