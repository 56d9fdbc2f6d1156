/* excerpt.c: one excerpt, a body or a string of the front matter, from masks to facts. */
#include "page/parse.h"

void parser_run(struct parser *p, enum page_format format) {
    size_t footnotes = p->page->footnotes.len;
    p->flow_buf.arena = p->visible.arena = p->raw_html.text.arena = &p->scratch;
    p->text = p->raw;
    if (format != PAGE_STYLE && format != PAGE_FEED) mask_excerpt(p);
    if (format == PAGE_HTML)
        html_page(p);
    else if (format == PAGE_STYLE)
        addresses_style(p, (struct span){0, (uint32_t)p->text.len}, "url");
    else if (format == PAGE_FEED)
        addresses_feed(p);
    else
        markdown_read(p);
    if (p->page->footnotes.len > footnotes) footnote_link(p, footnotes);
}
