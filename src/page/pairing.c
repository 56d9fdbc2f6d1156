/* pairing.c: shortcodes as Hugo pairs them (hugolib/shortcode.go): a template that reads .Inner wants a closing tag or a
 * slash at the end, any other must have neither. The name in a closing tag is compared with those that were opened, not
 * with the one that it closes. Measured with 0.111.3, 0.123.0, 0.147.9 and 0.168.0. */
#include "page/parse.h"

enum { MAX_OPEN = 256 /* within one another */, MAX_UNKNOWN = 16 };

struct pairing {
    struct parser *p;
    const struct shortcode *open[MAX_OPEN];
    size_t depth;
    struct map opened; /* names */
    unsigned unknown;  /* names without a template, as told */
    bool done;         /* the first mistake was told, or it cannot be known what is open */
};

const struct shortcode_template *shortcode_template(const struct page *page, struct arena *scratch,
                                                    struct str name) {
    if (!page->options.templates || !name.len) return NULL;
    const struct shortcode_template *known = map_get(page->options.templates, name);
    return known ? known : map_get(page->options.templates, unicode_lower_str(scratch, name));
}

static void add_fault(struct pairing *pairing, const struct shortcode *shortcode, const char *problem) {
    struct parser *p = pairing->p;
    struct page_fault *fault = ARRAY_PUSH(p->arena, &p->page->faults);
    fault->kind = PAGE_FAULT_SHORTCODE;
    fault->span = shortcode->span;
    fault->message = str_printf(p->arena, "the shortcode \"%.*s\" %s", STR_FMT(shortcode->name), problem);
}

static void stop(struct pairing *pairing, const struct shortcode *shortcode, const char *problem) {
    add_fault(pairing, shortcode, problem);
    pairing->done = true;
}

static void close_one(struct pairing *pairing, const struct shortcode *shortcode) {
    const struct shortcode_template *known =
        shortcode_template(pairing->p->page, &pairing->p->scratch, shortcode->name);
    bool ignores = known && known->inner == TEMPLATE_IGNORES_INNER;
    if (!map_get(&pairing->opened, shortcode->name))
        stop(pairing, shortcode, "is closed here and was never opened");
    else if (!pairing->done && ignores)
        stop(pairing, shortcode, "is closed here, but its template reads nothing between tags");
    else if (!pairing->done && !pairing->depth)
        stop(pairing, shortcode, "is closed here once more");
    else if (!pairing->done)
        pairing->depth--;
}

/* A shortcode without a template leaves unknown what is open from then on. */
static void open_unknown(struct pairing *pairing, const struct shortcode *shortcode) {
    bool missing = pairing->p->page->options.templates_whole && !shortcode->in_page;
    if (missing && pairing->unknown++ < MAX_UNKNOWN) add_fault(pairing, shortcode, "has no template");
    pairing->done = true;
}

static void open_known(struct pairing *pairing, const struct shortcode *shortcode,
                       const struct shortcode_template *known) {
    if (known->inner == TEMPLATE_UNKNOWN || pairing->depth == MAX_OPEN)
        pairing->done = true;
    else if (known->inner == TEMPLATE_READS_INNER && !shortcode->self_closing)
        pairing->open[pairing->depth++] = shortcode;
    else if (known->inner == TEMPLATE_IGNORES_INNER && shortcode->self_closing)
        stop(pairing, shortcode, "closes itself, but its template reads nothing between tags");
}

static void take(struct pairing *pairing, const struct shortcode *shortcode) {
    struct parser *p = pairing->p;
    if (shortcode->closing) {
        close_one(pairing, shortcode);
        return;
    }
    *map_slot(&p->scratch, &pairing->opened, shortcode->name) = pairing;
    const struct shortcode_template *known =
        shortcode->in_page ? NULL : shortcode_template(p->page, &p->scratch, shortcode->name);
    if (!known)
        open_unknown(pairing, shortcode);
    else if (!pairing->done)
        open_known(pairing, shortcode, known);
}

void shortcode_pair(struct parser *p) {
    struct pairing pairing = {.p = p};
    for (size_t i = 0; i < p->page->faults.len; i++)
        if (p->page->faults.items[i].kind == PAGE_FAULT_SHORTCODE) return; /* the build stops there first */
    for (size_t i = 0; i < p->page->shortcodes.len; i++) {
        const struct shortcode *shortcode = &p->page->shortcodes.items[i];
        if (!shortcode->field && !shortcode->escaped) take(&pairing, shortcode);
    }
    if (!pairing.done && pairing.depth)
        stop(&pairing, pairing.open[0], "is never closed, but its template reads what is between tags");
}
