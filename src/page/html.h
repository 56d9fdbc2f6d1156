/* html.h: what gumbo finds becomes facts. html.c calls; element.c, prose.c and nesting.c do the work. */
#ifndef CONTENTLINT_HTML_H
#define CONTENTLINT_HTML_H

#include "page/parse.h"

struct html_attribute {
    struct str name, value;
    struct span span; /* flow: without quotes */
};
struct html_element {
    struct str name;
    struct span span; /* flow: the start tag; empty when implied */
    struct span end;  /* flow: the end tag; empty when there is none */
    bool written;     /* stands in the source, and this is not a copy gumbo made of it */
    ARRAY_OF(struct html_attribute) attributes;
};
struct html_reader {
    struct parser *p;
    struct str text;
    bool whole;      /* an HTML page, not pieces of a Markdown one */
    unsigned hidden; /* depth within script, style, template */
    unsigned code;   /* depth within code and pre */
    unsigned level;  /* heading being read; 0 none */
    size_t heading;  /* its index */
    bool in_title;
    bool data, style; /* within <script> that holds data, <style> */
    struct buf plain;
};

void html_open(struct html_reader *reader);
void html_close(struct html_reader *reader);
/* Forgets the Markdown block that parser is in the midst of. */
void html_detach(struct parser *p);
void html_enter(struct html_reader *reader, const struct html_element *element);
void html_leave(struct html_reader *reader, const struct html_element *element);
void html_text(struct html_reader *reader, struct span source, struct str decoded);
/* addresses.c: the addresses in `style` or in <style>; what is in <script> and <style>, which is text to the parser. */
void html_style(struct html_reader *reader, struct span flow);
void html_hidden_text(struct html_reader *reader, struct span source);
void html_comment(struct html_reader *reader, struct span source);
/* Length of the part of text whose elements are nested no deeper than MAX_NESTING. */
size_t html_nesting(struct str text);

/* prose.c */
bool prose_is_block(struct str name);
void prose_space(struct html_reader *reader, uint32_t at);
void prose_finish(struct html_reader *reader);
void prose_add(struct html_reader *reader, struct span source, struct str decoded);

#endif
