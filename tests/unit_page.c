/* Facts of pages: each row is a small page, the facts wanted written as lines. */
#include "page/page.h"
#include "unit.h"

static struct page_options hugo(void) {
    return (struct page_options){.shortcodes = true};
}

static struct page_options jekyll(void) {
    return (struct page_options){.liquid = true, .no_linkify = true, .id_style = ID_KRAMDOWN};
}

static const char *link_name(enum link_kind kind) {
    static const char *const names[] = {"inline", "reference", "image",      "autolink", "bare",
                                        "html",   "shortcode", "definition", "front"};
    return names[kind];
}

/* "kind target|written|text" a line; "?" when the place is inexact. */
static struct str links_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        buf_printf(&out, "%s%s %.*s|%.*s|%.*s\n", link_name(link->kind), link->exact ? "" : "?",
                   STR_FMT(link->target), STR_FMT(span_str(&page->source, link->target_span)),
                   STR_FMT(link->text));
    }
    return buf_str(&out);
}

static struct str headings_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->headings.len; i++) {
        const struct heading *heading = &page->headings.items[i];
        buf_printf(&out, "%u %.*s #%.*s|%.*s\n", heading->level, STR_FMT(heading->text), STR_FMT(heading->id),
                   STR_FMT(span_str(&page->source, heading->text_span)));
    }
    return buf_str(&out);
}

/* "kind text|where it stands". */
static struct str blocks_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *block = &page->blocks.items[i];
        struct span span = page_text_span(block, 0, block->text.len);
        buf_printf(&out, "%d %.*s|%.*s\n", (int)block->kind, STR_FMT(block->text),
                   STR_FMT(span_str(&page->source, span)));
    }
    return buf_str(&out);
}

static struct str codes_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->codes.len; i++) {
        const struct code *code = &page->codes.items[i];
        buf_printf(&out, "%d%s%s %.*s|%.*s\n", (int)code->kind, code->unclosed ? " unclosed" : "",
                   code->whole_body ? " whole" : "", STR_FMT(code->info),
                   STR_FMT(span_str(&page->source, code->content)));
    }
    return buf_str(&out);
}

static struct str shortcodes_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->shortcodes.len; i++) {
        const struct shortcode *s = &page->shortcodes.items[i];
        buf_printf(&out, "%s%s%s%s%.*s", s->escaped ? "escaped" : "", s->closing ? "/" : "",
                   s->in_code ? "code " : "", s->self_closing ? "self " : "", STR_FMT(s->name));
        for (size_t j = 0; j < s->arguments.len; j++)
            buf_printf(&out, " %.*s=%.*s", STR_FMT(s->arguments.items[j].name),
                       STR_FMT(span_str(&page->source, s->arguments.items[j].value_span)));
        buf_add_char(&out, '\n');
    }
    return buf_str(&out);
}

static struct str others_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->footnotes.len; i++)
        buf_printf(&out, "footnote%s %.*s %d\n", page->footnotes.items[i].definition ? ":" : "",
                   STR_FMT(page->footnotes.items[i].label), (int)page->footnotes.items[i].other);
    for (size_t i = 0; i < page->comments.len; i++)
        buf_printf(&out, "comment%.*s|%.*s\n", STR_FMT(page->comments.items[i].text),
                   STR_FMT(span_str(&page->source, page->comments.items[i].span)));
    for (size_t i = 0; i < page->definitions.len; i++)
        buf_printf(&out, "definition %.*s%s%s\n", STR_FMT(page->definitions.items[i].label),
                   page->definitions.items[i].used ? " used" : "",
                   page->definitions.items[i].repeated ? " again" : "");
    for (size_t i = 0; i < page->liquids.len; i++)
        buf_printf(&out, "liquid %.*s,%.*s%s\n", STR_FMT(page->liquids.items[i].name),
                   STR_FMT(page->liquids.items[i].markup), page->liquids.items[i].in_code ? " code" : "");
    return buf_str(&out);
}

static struct str ids_of(struct arena *arena, const struct page *page) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < page->ids.len; i++)
        buf_printf(&out, "%.*s|%.*s\n", STR_FMT(page->ids.items[i].id),
                   STR_FMT(span_str(&page->source, page->ids.items[i].span)));
    return buf_str(&out);
}

typedef struct str (*lister)(struct arena *, const struct page *);

static void check_page(const char *path, const char *text, struct page_options options, lister list,
                       const char *want, int line) {
    struct arena arena = {0};
    struct page page;
    page_parse(&arena, &page, str_from(path), str_from(text), &options);
    unit_check_str(list(&arena, &page), want, __FILE__, line);
    arena_free(&arena);
}
#define PAGE(text, options, list, want) check_page("a.md", (text), (options), (list), (want), __LINE__)
#define HTML(text, list, want)          check_page("a.html", (text), hugo(), (list), (want), __LINE__)

static void test_links(void) {
    PAGE("[a](b \"t\")", hugo(), links_of, "inline b|b|a\n");
    PAGE("[a](<b c>) ![x *y*](z.png)", hugo(), links_of, "inline b c|b c|a\nimage z.png|z.png|x y\n");
    PAGE("[a](b\\_c&amp;d)", hugo(), links_of, "inline b_c&d|b\\_c&amp;d|a\n");
    PAGE("[]( )", hugo(), links_of, "inline ||\n");
    PAGE("<https://a.b/c> <m@x.org>", hugo(), links_of,
         "autolink https://a.b/c|https://a.b/c|\nautolink mailto:m@x.org|m@x.org|\n");
    PAGE("> - a [l\n>   m](n)\n", hugo(), links_of, "inline n|n|l m\n");
    PAGE("> a\nlazy [b](c)", hugo(), links_of, "inline c|c|b\n");
    PAGE("\\[a](b) *[c](d)* `[e](f)`", hugo(), links_of, "inline d|d|c\n");
    PAGE("[a][L] [l] [l][]\n\n[L]: /u 't'", hugo(), links_of,
         "reference /u|L|a\nreference /u|l|l\nreference /u|l|l\ndefinition /u|/u|\n");
    PAGE("[x]: /a\n[y]: <b c>\ntext [y]", hugo(), links_of,
         "definition /a|/a|\ndefinition b c|b c|\nreference b c|y|y\n");
    PAGE("[a]({{< ref \"b c\" >}})", hugo(), links_of,
         "inline {{< ref \"b c\" >}}|{{< ref \"b c\" >}}|a\nshortcode b c|b c|\n");
    PAGE("[a]({{ site.url }}/b)", jekyll(), links_of, "inline {{ site.url }}/b|{{ site.url }}/b|a\n");
    PAGE("\tcode [a](b)\n\n- x\n\n  \ty [c](d)", hugo(), links_of, "inline d|d|c\n");
    PAGE("[\xE2\x80\xA8z](y)\n\n[q](r)\r\n[s](t)", hugo(), links_of,
         "inline y|y|\xE2\x80\xA8z\ninline r|r|q\ninline t|t|s\n");
}

static void test_bare(void) {
    PAGE("see https://a.org/b_c_d?x=1&y. Or www.x.com, (http://q.net/(a)).", hugo(), links_of,
         "bare https://a.org/b_c_d?x=1&y|https://a.org/b_c_d?x=1&y|\nbare https://www.x.com|www.x.com|\n"
         "bare http://q.net/(a))|http://q.net/(a))|\n");
    PAGE("http://localhost/ xhttp://a.b/ `http://c.d/`", hugo(), links_of, "");
    PAGE("mail me@x.org.", hugo(), links_of, "bare mailto:me@x.org|me@x.org|\n");
    PAGE("[http://a.b/](http://c.d/)", hugo(), links_of, "inline http://c.d/|http://c.d/|http://a.b/\n");
    PAGE("http://a.b/c", jekyll(), links_of, "");
    PAGE("http://a.org/_x_ y", hugo(), links_of, "bare http://a.org/_x|http://a.org/_x|\n");
    /* behind a tag or code a bare URL needs no space; a literal '>' is neither */
    PAGE("a<br />http://a.b/ `c`http://c.d/ e>http://e.f/", hugo(), links_of,
         "bare http://a.b/|http://a.b/|\nbare http://c.d/|http://c.d/|\n");
    PAGE("<a href=\"http://a.b/\">http://a.b/</a>", hugo(), links_of,
         "html http://a.b/|http://a.b/|http://a.b/\n");
}

static void test_html(void) {
    PAGE("x <a href=\"b&amp;c\">t *u*</a> <img src=d alt='e f'>", hugo(), links_of,
         "html b&c|b&amp;c|t u\nhtml d|d|e f\n");
    PAGE("<div>\n<a href='x' name=n>y</a>\n</div>\n", hugo(), ids_of, "n|n\n");
    PAGE("<img srcset=\"a 1x, b 2x\">", hugo(), links_of, "html a|a|\nhtml b|b|\n");
    PAGE("<p>a <b>b</b> &lt;c</p>\n", hugo(), blocks_of, "8 a b <c|a <b>b</b> &lt;c\n");
    PAGE("a <!-- b --> c\n\n<!-- d\n\ne -->\n", hugo(), others_of,
         "comment b |<!-- b -->\ncomment d\n\ne |<!-- d\n\ne -->\n");
    PAGE("`<a href=x>`\n\n    <a href=y>\n", hugo(), links_of, "");
    HTML("<title>T &amp; u</title><body><h2 id=i>A <em>b</em></h2><script>'<a href=z>'</script><p>x",
         headings_of, "2 A b #i|A <em>b</em>\n");
    HTML("<title>T</title><p>a\n  b<br>c<style>p {}</style>", blocks_of, "9 T|T\n8 a b c|a\n  b<br>c\n");
    HTML("---\ntitle: x y\n---\n<a href=\"{{< ref \"q\" >}}\">r</a>", links_of,
         "html {{< ref \"q\" >}}|{{< ref \"q\" >}}|r\nshortcode q|q|\n");
}

static void test_headings(void) {
    PAGE("# A *b* `c` #\n\nD\n===\n", hugo(), headings_of, "1 A b c #a-b-c|A *b* `c`\n1 D #d|D\n");
    PAGE("## A {#x .y}\n## A\n## A\n", hugo(), headings_of, "2 A #x|A\n2 A #a|A\n2 A #a-1|A\n");
    PAGE("## A -- [l](http://x) &amp; <b>c</b>\n", hugo(), headings_of,
         "2 A -- l & c #a--l--c|A -- [l](http://x) &amp; <b>c</b>\n");
    struct page_options old = {.shortcodes = true, .ids_from_source = true};
    PAGE("## A [l](http://x) &amp;\n", old, headings_of, "2 A l & #a-lhttpx-amp|A [l](http://x) &amp;\n");
    PAGE("## A {{< x >}}\n\n{{< y >}}\n---\n", hugo(), headings_of, "2 A #|A {{< x >}}\n");
    PAGE("#\n", hugo(), headings_of, "1  #|\n");
}

static void test_blocks(void) {
    PAGE("a **b** c\\*\nd &trade; `e` f~~g~~", hugo(), blocks_of,
         "0 a b c* d \xE2\x84\xA2 " PAGE_OBJECT " fg|a **b** c\\*\nd &trade; `e` f~~g\n");
    PAGE("| a | b |\n|--|:-:|\n| c \\| d | [e](f) |\n", hugo(), blocks_of,
         "3 a|a\n3 b|b\n4 c | d|c \\| d\n4 e|e\n");
    PAGE("T\n: d1\n  d2\n: e\n", hugo(), blocks_of, "5 T|T\n6 d1 d2|d1\n  d2\n6 e|e\n");
    PAGE("- [ ] a\n- [x] b\n- c\n", hugo(), blocks_of, "2 a|a\n2 b|b\n2 c|c\n");
    PAGE("x {{< y >}} z", hugo(), blocks_of, "0 x " PAGE_OBJECT " z|x {{< y >}} z\n");
    PAGE("![alt *text*](i.png)", hugo(), blocks_of, "0 alt text|alt *text\n");
    PAGE("a|b\n-|-\n", hugo(), blocks_of, "3 a|a\n3 b|b\n");
}

static void test_extensions(void) {
    PAGE("a[^1] b[^2]\n\n[^1]: note [x](y)\n\n    more [z](w)\n", hugo(), links_of,
         "inline y|y|x\ninline w|w|z\n");
    PAGE("a[^1] b[^2]\n\n[^1]: https://a.b\n", hugo(), others_of,
         "footnote 1 2\nfootnote 2 -1\nfootnote: 1 0\n");
    PAGE("a[^n]\n\n[^n]: b\n", hugo(), ids_of, "fnref:1|[^n]\nfn:1|[^n]\n");
    PAGE("[a]: b\n[A]: c\n[d]: e\n\n[a]", hugo(), others_of,
         "definition a used\ndefinition A again\ndefinition d\n");
    PAGE("> [q]: r\n\n- [s]: t\n\n[q] [s]", hugo(), others_of, "definition q used\ndefinition s used\n");
    PAGE("para\n[x]: not one\n\n    [y]: code\n", hugo(), others_of, "");
    PAGE("## H\n{: #own }\n\nx {% tag a b %} {{ o | f }} {% raw %}{{ no }}{% endraw %}", jekyll(), others_of,
         "liquid tag,a b\nliquid ,o | f\nliquid raw,\nliquid endraw,\n");
    PAGE("{{ x }}\n\n`{% y %}`", hugo(), others_of, "liquid ,x\nliquid y, code\n");
}

static void test_code(void) {
    PAGE("`` a`b `` x\n\n```js\nc\n```\n\n    d\n", hugo(), codes_of, "0 | a`b \n1 js|c\n\n2 |d\n\n");
    PAGE("~~~\na\n~~~\n", hugo(), codes_of, "1 whole |a\n\n");
    PAGE("- ```\n  a\n\nb", hugo(), codes_of, "1 unclosed |  a\n\n\n");
    PAGE("{{< highlight go >}}\na [b](c)\n{{< /highlight >}}", hugo(), codes_of, "1 go|\na [b](c)\n\n");
    PAGE("{{<output>}}\n# cat a\n# \n{{</output>}}", hugo(), codes_of, "1 |\n# cat a\n# \n\n");
}

static void test_shortcodes(void) {
    PAGE("{{< a b=\"c d\" e=`f\ng` >}}{{% /h %}}{{< i j />}}", hugo(), shortcodes_of,
         "a b=c d e=f\ng\n/h\nself i =j\n");
    PAGE("`{{< a >}}` {{</* b \"c\" */>}} {{%/* d */%}}", hugo(), shortcodes_of,
         "code a\nescaped\nescaped\n");
    PAGE("{{< a \"b\\\"c\" d.md \"https://x/y/\" >}}", hugo(), shortcodes_of,
         "a =b\\\"c =d.md =https://x/y/\n");
    PAGE("{{< a b.md https://x/y/ >}}", hugo(), shortcodes_of, ""); /* Hugo stops at the colon */
    PAGE("{{< a", hugo(), shortcodes_of, "");
    PAGE("{{< a >}}", (struct page_options){0}, shortcodes_of, "");
    PAGE("{{< figure src=\"\\\"b\" >}}", hugo(), links_of, "shortcode \"b|\\\"b|\n");
    PAGE("{{< figure src=\"a.png\" link=\"b\" title=\"c\" >}}", hugo(), links_of,
         "shortcode a.png|a.png|\nshortcode b|b|\n");
}

/* What shortcodes_of and the faults say of "{{< a", so many spaces and ">}}", so many times over. */
static void check_size(size_t bytes, size_t times, size_t shortcodes, size_t faults) {
    struct arena arena = {0};
    struct page page;
    struct page_options options = hugo();
    struct buf text = {.arena = &arena};
    buf_add(&text, STR("Text\n"));
    for (size_t i = 0; i < times; i++) {
        buf_add(&text, STR("{{< a"));
        for (size_t n = 8; n < bytes; n++) buf_add_char(&text, ' ');
        buf_add(&text, STR(">}}\n"));
    }
    page_parse(&arena, &page, STR("a.md"), buf_str(&text), &options);
    CHECK(page.shortcodes.len == shortcodes && page.faults.len == faults);
    arena_free(&arena);
}

static void test_shortcode_limits(void) {
    enum { LONGEST = 64 << 10 };
    check_size(LONGEST, 2, 2, 0);
    check_size(LONGEST + 1, 1, 0, 1);
    check_size(LONGEST + 1, 16, 0, 16);
    check_size(LONGEST + 1, 20, 0, 17); /* then the page's shortcodes are not looked at any more */
    struct arena arena = {0};
    struct buf text = {.arena = &arena};
    buf_add(&text, STR("Text {{< a"));
    for (int i = 0; i < 300; i++) buf_add(&text, STR(" x"));
    buf_add(&text, STR(" >}}"));
    struct page page;
    struct page_options options = hugo();
    page_parse(&arena, &page, STR("a.md"), buf_str(&text), &options);
    CHECK(page.shortcodes.len == 1 && page.faults.len == 0 && page.shortcodes.items[0].arguments.len == 300);
    arena_free(&arena);
}

static void test_fields(void) {
    PAGE("---\na: see [b](c)\nlink: /d/e\naliases: [/f]\nurl: /g/\nx: {url: http://h}\n---\n", hugo(),
         links_of, "inline c|c|b\nfront /d/e|/d/e|\nfront http://h|http://h|\n");
    PAGE("---\no: |2-\n\n  ### T\n    [a](b)\nq: \"x\\n[c](d\\u0065)\"\n---\n", hugo(), links_of,
         "inline b|b|a\ninline de|d\\u0065|c\n");
    PAGE("+++\no = '''\n[a](b)\n'''\n+++\n[c](d)", hugo(), links_of, "inline b|b|a\ninline d|d|c\n");
    PAGE("{\"o\": \"x <a href='b'>c\\u0041</a>\"}\n[d](e)", hugo(), links_of, "html b|b|cA\ninline e|e|d\n");
    PAGE("---\ntitle: SAFe for all\nk: word\n---\n", hugo(), blocks_of, "10 SAFe for all|SAFe for all\n");
}

int main(void) {
    test_links();
    test_bare();
    test_html();
    test_headings();
    test_blocks();
    test_extensions();
    test_code();
    test_shortcodes();
    test_shortcode_limits();
    test_fields();
    return unit_report();
}
