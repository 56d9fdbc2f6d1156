/* page: a Markdown or HTML file becomes facts with places: front matter, links, headings, ids, text, code,
 * comments, shortcodes. Bytes in, facts out: nothing here knows rules, URLs of the site or the disk.
 *
 * Conventions
 *   - Every span is a byte range in the file (source.text), also for facts found inside front-matter strings;
 * for those `field` is the string's node, for facts of the body it is NULL.
 *   - All memory comes from the arena given; strings may borrow from the text given, which must live as long.
 *   - Wrong content is a `struct page_fault` and the rest of the page is still read. Nothing fails.
 *   - Fact arrays are sorted by the start of `span`. Indexes refer to the page's other arrays; PAGE_NONE is
 * none. */
#ifndef CONTENTLINT_PAGE_H
#define CONTENTLINT_PAGE_H

#include "base/base.h"

#define PAGE_NONE UINT32_MAX
/* Facts of one kind per page; beyond it PAGE_FAULT_LIMIT and the rest is left out. */
#define PAGE_MAX_FACTS (1u << 19)
/* Stands in visible text for what is not prose: a code span, a bare URL, a shortcode (U+FFFC). */
#define PAGE_OBJECT "\xEF\xBF\xBC"

/* ---- Options -------------------------------------------------------------------------------------------- */

enum page_format {
    PAGE_BY_SUFFIX, /* .html .htm .xhtml are HTML, all else Markdown */
    PAGE_MARKDOWN,
    PAGE_HTML,
    PAGE_STYLE, /* CSS: its addresses alone are facts */
    PAGE_FEED   /* a sitemap, RSS or Atom, likewise; other XML has none */
};

/* Who makes ids of headings. Each as its program does (docs/hugo-urls.md, 3.6; kramdown's and GitHub's own rules). */
enum id_style {
    ID_GITHUB,       /* Hugo's default autoIDType */
    ID_GITHUB_ASCII, /* the same after stripping accents and non-ASCII */
    ID_BLACKFRIDAY,  /* Hugo's blackfriday */
    ID_KRAMDOWN,     /* Jekyll's default (GFM input) */
    ID_GITHUB_SITE,  /* github.com's own rendering of a repository's files, and github-slugger */
    ID_NONE,         /* explicit ids only (autoHeadingID = false); a template may make others */
    ID_NOTHING,      /* headings have no ids but explicit ones */
    ID_UNKNOWN,      /* they have ids of which nothing is known */
    ID_TOC,          /* Python-Markdown's toc */
    ID_TOC_UNICODE,  /* pymdownx.slugs.slugify(case="lower"), numbered by toc */
    ID_VITEPRESS,    /* @mdit-vue/shared's slugify */
    ID_MDBOOK,
    ID_DOCSIFY,
    ID_PANDOC,  /* auto_identifiers */
    ID_ELEVENTY /* @sindresorhus/slugify, numbered by Eleventy's IdAttributePlugin */
};

enum mdx {
    MDX_NONE,
    MDX_1, /* JSX and imports, but `{…}` is text */
    MDX_2,
    MDX_PROGRAM /* a page that is a program (JSX): the links of its tags and the text between them are read */
};

/* What the template of a shortcode does with the text between its tags. */
enum template_inner { TEMPLATE_UNKNOWN, TEMPLATE_READS_INNER, TEMPLATE_IGNORES_INNER };
enum inner_use {
    INNER_SHOWN,  /* or it cannot be told */
    INNER_HIDDEN, /* nobody sees it */
    INNER_CODE    /* it is shown as it stands */
};
struct shortcode_template {
    enum template_inner inner; /* what is read wants a closing tag, what is ignored must have none */
    enum inner_use use;
};

struct math_marks { /* what begins and ends a formula */
    struct str open, close;
};

struct page_options { /* zero-initialised: any Markdown, newest Hugo's ids, no shortcodes */
    enum page_format format;
    enum id_style id_style;
    bool ids_from_source;        /* Hugo before 0.144: ids from the heading's raw last line, not its text */
    bool no_typographer;         /* markup.goldmark.extensions.typographer is off */
    struct str en_dash, em_dash; /* what the typographer makes of "--" and "---"; absent: the dash */
    bool no_linkify;             /* bare URLs in text are not links (kramdown; goldmark with linkify off) */
    bool no_attributes;          /* `{#id .class}` after a heading is text */
    bool shortcodes;             /* Hugo: `{{< >}}`, `{{% %}}` */
    const struct map
        *templates; /* of shortcodes: name in lower case -> struct shortcode_template; NULL: none known */
    bool templates_whole;          /* there are no others */
    const struct math_marks *math; /* math_count of them: between these no Markdown is read */
    size_t math_count;
    bool math_blocks; /* kramdown: a formula that begins a block may hold blank lines */
    bool liquid;      /* Jekyll: `{% %}`, `{{ }}`; front matter may close with `...` */
    bool
        raw_start; /* Jekyll: front matter begins with the first byte, and its fence is three characters long */
    bool leading_comment; /* Hugo up to 0.111: an HTML comment may stand before the front matter */
    bool yaml_1_1;        /* Hugo up to 0.151; see node_options */
    bool no_title_id;     /* headings of level 1 have no id, whatever they say (Docusaurus) */
    bool attribute_lists; /* `{: #id .class}` (Python-Markdown's attr_list) */
    bool indented_blocks; /* `!!! note`, `??? note`, `=== "Tab"` with what is indented below (pymdownx) */
    bool callouts;        /* `:::note` and `:::` are marks of a container; in MDX, ":name" is none of an id */
    bool inclusions;      /* lines such as `--8<-- "a.md"`, `{{#include a.md}}` and `::: a.b` put text in */
    bool id_marks;        /* `{#id}` makes an id wherever it stands (Pandoc's spans and divisions) */
    bool no_front;        /* `---` at the top is text (mdBook) */
    enum mdx mdx;
};

/* ---- Facts ---------------------------------------------------------------------------------------------- */

enum fault_kind {
    PAGE_FAULT_ENCODING,       /* a byte that is not UTF-8; the first one of the file */
    PAGE_FAULT_NUL,            /* a NUL byte; the first one */
    PAGE_FAULT_FENCE_UNCLOSED, /* span: the opening fence; front matter is taken to end at the first blank
                                  line */
    PAGE_FAULT_FENCE_LONG,     /* more than three '-' or '+'; span: the fence */
    PAGE_FAULT_FRONT, /* the reader of values objects: `node` says to what (syntax, duplicate, tab…) */
    PAGE_FAULT_FRONT_NOT_MAP, /* front matter that is a list or a scalar */
    PAGE_FAULT_FRONT_SHOWN,   /* front matter to its author alone; span: its first line */
    PAGE_FAULT_FRONT_START,   /* to the generator alone (Hugo); span: the first line */
    PAGE_FAULT_KEY,           /* a key with an invisible character */
    PAGE_FAULT_SHORTCODE,     /* a shortcode that Hugo stops at: not ended, not closed, unknown; span: it */
    PAGE_FAULT_QUOTE,         /* a stray quotation mark in an argument of one; span: the value */
    PAGE_FAULT_UNCLOSED,      /* a code fence or raw HTML that takes in all that follows; span: its opening */
    PAGE_FAULT_CELLS,         /* a table row with more cells than the head; span: those that are not shown */
    PAGE_FAULT_LIMIT          /* too many facts, HTML nested too deeply; span: where reading stopped */
};
struct page_fault {
    enum fault_kind kind;
    enum node_fault node; /* PAGE_FAULT_FRONT only */
    struct span span;
    struct span other;  /* first of duplicate keys; empty otherwise */
    struct str message; /* a sentence in the author's words, no final dot */
};

enum link_kind {
    LINK_INLINE,      /* [text](target "title") */
    LINK_REFERENCE,   /* [text][label], [label][], [label]; an image by reference is LINK_IMAGE with a
                         definition */
    LINK_IMAGE,       /* ![alt](target), ![alt][label] */
    LINK_AUTOLINK,    /* <https://…>, <a@b.c> (target then has mailto:) */
    LINK_BARE,        /* https://… or www.… in text, as Goldmark's linkify finds them */
    LINK_HTML,        /* an attribute of raw HTML: element and name tell which */
    LINK_SHORTCODE,   /* an argument of a shortcode that carries a URL, a path or a page's name */
    LINK_DEFINITION,  /* [label]: target, once per definition whether used or not */
    LINK_FRONT_MATTER /* a front-matter value that is one URL or path; element is its key */
};
struct link {
    enum link_kind kind;
    struct str target; /* escapes and entities decoded, not percent-decoded, never resolved; a shortcode or
                          Liquid object in it stays as written */
    struct str text;  /* visible text or alt text, code and the like as PAGE_OBJECT; absent: can't have any */
    struct str title; /* absent when there is none */
    struct span target_span; /* the target as written, without quotes or angle brackets; may be empty. Of a
                                reference: its label. When !exact: the block that holds the link */
    struct span span;        /* the whole construct; HTML: the start tag; shortcode argument: the shortcode */
    struct str element;      /* HTML: "a"; shortcode: its name; front matter: the key; absent otherwise */
    struct str name; /* HTML: "href"; shortcode: the argument's name or "0", "1"…; absent otherwise */
    struct str rel;  /* HTML <link> and <a>: rel; <meta>: its name, or "refresh"; absent when there is none */
    uint32_t definition; /* references: index into definitions */
    uint32_t shortcode;  /* LINK_SHORTCODE, or a target that contains one: index into shortcodes */
    bool exact;          /* target_span was verified */
    bool empty_text;     /* a link or image with no text, image, code or shortcode inside */
    bool unnamed;        /* <img> without alt, or what stands for it; alt="" is a choice */
    const struct node *field;
};

struct heading {
    uint32_t level;  /* 1 to 6 */
    struct str text; /* plain: markup dropped, code and alt text kept, `{#id}` left out */
    struct str id;   /* as the generator makes it, with the suffix for repetitions; absent: none or unknown */
    struct span text_span; /* the content without '#', closing '#', attributes */
    struct span span;      /* first to last line; without the last line end */
    struct span id_span;   /* an explicit id's name; empty when generated */
    bool explicit_id;      /* written by the author: {#id}, <h2 id=…> */
    bool html;             /* raw HTML or an HTML page */
    bool setext;
    const struct node *field;
};

struct definition {   /* [label]: target "title" */
    struct str label; /* as written */
    struct str target;
    struct span label_span, target_span, span;
    bool used;
    bool repeated; /* an earlier one has the same label and wins */
    const struct node *field;
};

struct footnote { /* [^label] or [^label]: */
    struct str label;
    struct span span; /* from '[' to ']' */
    bool definition;
    uint32_t
        other; /* a use's definition, a definition's first use: index into footnotes; PAGE_NONE: dangling */
    const struct node *field;
};

enum id_origin { ID_FROM_HEADING, ID_FROM_HTML_ID, ID_FROM_HTML_NAME, ID_FROM_ATTRIBUTE, ID_FROM_FOOTNOTE };
struct anchor_id { /* what a #fragment can point at */
    struct str id;
    struct span span; /* the id as written, or the heading's text */
    enum id_origin origin;
    const struct node *field;
};

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_LIST_ITEM,
    BLOCK_TABLE_HEAD,
    BLOCK_TABLE_CELL,
    BLOCK_TERM,
    BLOCK_DEFINITION,
    BLOCK_FOOTNOTE,
    BLOCK_HTML,  /* text in raw HTML or an HTML page */
    BLOCK_TITLE, /* an HTML page's <title> */
    BLOCK_FIELD  /* a front-matter string that is plain text */
};
struct text_block { /* visible text of one leaf block; alt text included; code, URLs, shortcodes as
                       PAGE_OBJECT */
    enum block_kind kind;
    struct str text; /* a line break within a paragraph is one space */
    segments map;    /* text offset -> file offset; use page_text_span */
    struct span span;
    bool quoted;    /* inside a block quote */
    int8_t checked; /* task list item: 0 or 1; -1 otherwise */
    const struct node *field;
};

enum code_kind { CODE_SPAN, CODE_FENCED, CODE_INDENTED };
struct code {
    enum code_kind kind;
    struct str info;     /* fenced: info string, decoded; absent otherwise */
    struct span content; /* span: between the backticks; block: its lines */
    struct span span;    /* fences included */
    bool unclosed;       /* a fence that only the end of its container closes */
    bool whole_body;     /* the page's body is this fenced block alone */
    const struct node *field;
};

struct comment {     /* <!-- text -->, in raw HTML; not those shown as code */
    struct str text; /* as written, between the marks */
    struct span text_span, span;
    const struct node *field;
};

struct argument {
    struct str name;  /* absent when positional */
    struct str value; /* unescaped */
    struct span name_span;
    struct span value_span; /* without quotes */
    bool quoted;
};
struct script_data { /* <script type="application/ld+json"> */
    struct span content;
};
struct shortcode {
    struct str name;
    struct span name_span;
    struct span span; /* braces included */
    char mark;        /* '<' or '%' */
    bool closing;     /* {{< /name >}} */
    bool self_closing;
    bool escaped; /* shown as text */
    bool in_page; /* {{< name.inline >}}: its template stands between the tags */
    bool in_code; /* inside a code span or block: Hugo runs it all the same */
    ARRAY_OF(struct argument) arguments;
    const struct node *field;
};

struct liquid { /* {% tag markup %} or {{ object }}; recorded in Hugo pages too, where they are left-overs */
    struct str name;   /* the tag's name; absent for an object */
    struct str markup; /* what follows the name, or the object's expression; trimmed */
    struct span markup_span;
    struct span span;
    bool in_code;
    const struct node *field;
};

/* ---- The page ------------------------------------------------------------------------------------------- */

struct page {
    struct source source; /* path and text as given; lines are not built */
    struct page_options options;
    enum page_format format; /* none is PAGE_BY_SUFFIX */

    bool has_front; /* there is front matter, if only an empty one */
    enum format front_format;
    struct span fence;      /* the opening fence line without its line end; JSON: its '{'; empty: none */
    struct span front_span; /* between the fences; JSON: braces included */
    struct span body;
    struct node *front; /* NODE_OBJECT, or NULL when absent, empty or no map; a data file's value */

    ARRAY_OF(struct page_fault) faults;
    ARRAY_OF(struct link) links;
    ARRAY_OF(struct heading) headings;
    ARRAY_OF(struct definition) definitions;
    ARRAY_OF(struct footnote) footnotes;
    ARRAY_OF(struct anchor_id) ids;
    ARRAY_OF(struct text_block) blocks;
    ARRAY_OF(struct code) codes;
    ARRAY_OF(struct comment) comments;
    ARRAY_OF(struct shortcode) shortcodes;
    ARRAY_OF(struct liquid) liquids;
    ARRAY_OF(struct script_data) scripts_data;

    struct str title;       /* HTML: <title>; absent otherwise. A front-matter title is in `front` */
    struct str description; /* HTML: what <meta name=description> says; absent otherwise */
    struct str base_href;   /* HTML: <base href>; absent when there is none */
    bool body_parsed;
    bool inserts; /* components put text in that is not here: there may be more ids */
};

enum front_result {
    FRONT_READ,     /* all of it, or there is none */
    FRONT_TRUNCATED /* `text` is a file's head and ends before the front matter does: call again with more */
};
/* Reads the front matter only: fences, value tree, faults (encoding is left to page_parse_body). `is_head`:
 * text may be the first bytes of a longer file. Fills *page afresh; path and text are borrowed. */
enum front_result page_read_front(struct arena *arena, struct page *page, struct str path, struct str text,
                                  bool is_head, const struct page_options *options);

/* Where front matter begins with the first byte (raw_start): does the text hold some that does not? */
bool page_misses_front(struct str text);

/* False: the front matter was read in part, so that what it lacks may be there. */
bool page_front_whole(const struct page *page);

/* A data file (syllabus.yaml): the whole text is the value, of any kind; its faults are those of front matter, `fence` is
 * its first line, and there is no body. Fills *page afresh; path and text are borrowed. */
void page_read_data(struct arena *arena, struct page *page, struct str path, struct str text,
                    enum format format, const struct page_options *options);

/* Reads everything else: body and front-matter strings. `text` is the whole file (the same bytes as before,
 * and more when page_read_front was given a head). Call once, after page_read_front. */
void page_parse_body(struct arena *arena, struct page *page, struct str text);

/* May reading it take so much memory that no two such pages are to be read at once (alone_begin)? An estimate; what it
 * takes at most is limited in any case. */
bool page_is_heavy(struct str text);

/* Both, for a file at hand. */
void page_parse(struct arena *arena, struct page *page, struct str path, struct str text,
                const struct page_options *options);

/* ---- page_store.c: pages that were read, kept by the hash of their texts ------------------------------------ */

/* Holds 256 MiB; what is beyond is read each time. Several threads may ask at once. */
struct page_store;
struct page_store *page_store_new(struct arena *arena);
/* The page of a text as page_parse reads it, once for each text and options. It stays until page_store_settle after
 * another text was asked for under its path. NULL: it is too large, or there is no room; read it yourself. */
const struct page *page_store_get(struct page_store *store, struct str path, struct str text,
                                  const struct page_options *options);
/* What was read last under a path; NULL: nothing. */
const struct page *page_store_known(const struct page_store *store, struct str path);
/* Between two runs, when nobody looks at a page: frees those that are out of date and, where there are many more than
 * the `expected` or room is short, those that nobody asked for since the last time. */
void page_store_settle(struct page_store *store, size_t expected);
/* Then, too: the page will be asked for with these options, and what was read with others is no use. */
void page_store_expect(struct page_store *store, struct str path, const struct page_options *options);
void page_store_free(struct page_store *store);

/* File span of text[start, end) of a block's visible text. */
struct span page_text_span(const struct text_block *block, size_t start, size_t end);
/* The comparable form of a reference label: Unicode lower case, white space collapsed and trimmed. */
struct str page_label(struct arena *arena, struct str label);

/* ---- HTML of others (html.c) ------------------------------------------------------------------------------ */

struct html_anchors { /* of a document that is no page of the site */
    str_array ids;    /* id of any element, name of <a>; decoded, in the order of the document */
    struct str title;
    uint32_t scripts;
};
/* Reads UTF-8 text as HTML. All memory from arena, at most 1 MiB + 64 bytes for each of the text. False: it was not read
 * to its end (nested or tangled too much); what stands before counts. */
bool html_read_anchors(struct arena *arena, struct str text, struct html_anchors *anchors);

/* ---- Heading ids (anchor.c) ----------------------------------------------------------------------------- */

/* The id of one heading before repetitions are told apart; may be empty (anchor_unique then says "heading"). Absent: what
 * becomes of some of its letters is not known. */
struct str anchor_from_text(struct arena *arena, struct str text, enum id_style style);

struct anchors { /* ids already taken on a page; zero-initialise */
    struct map taken;
    struct map next; /* private to anchor.c */
};
/* Makes an id unique as `style` does ("a", "a-1", "a-2"…) and registers it. */
struct str anchor_unique(struct arena *arena, struct anchors *anchors, struct str id, enum id_style style);
/* Registers an explicit id: used verbatim, and later generated ids avoid it. */
void anchor_take(struct arena *arena, struct anchors *anchors, struct str id);

#endif
