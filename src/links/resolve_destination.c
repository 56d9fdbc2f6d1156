/* What the generator itself makes of a destination: a page found by its file, a copied file, another address. */
#include "links/graph.h"

static struct resolution settled(enum resolution_status status, struct str url) {
    return (struct resolution){.status = status, .flags = RESOLUTION_BY_NAME, .url = url};
}

bool resolve_destination(const struct asking *asking, struct str *text, struct resolution *r) {
    const struct site *site = asking->links->site;
    if (!site->generator->destination || !asking->site_page) return false;
    struct destination made =
        site->generator->destination(site, asking->arena, asking->site_page, asking->link, *text);
    struct url url = url_split(*text);
    switch (made.kind) {
    case DESTINATION_AS_WRITTEN: return false;
    case DESTINATION_TEXT: *text = made.text; return false;
    case DESTINATION_PAGE:
        *r = settled(made.page->flags & PAGE_DROPPED ? RESOLUTION_DROPPED : RESOLUTION_OK, made.page->link);
        r->target = made.page;
        break;
    case DESTINATION_FILE: *r = settled(RESOLUTION_OK, url_decode(asking->arena, url.path)); break;
    case DESTINATION_GONE: *r = settled(RESOLUTION_BROKEN, url_decode(asking->arena, url.path)); break;
    default: *r = settled(RESOLUTION_UNKNOWN, url.path); break;
    }
    struct str fragment = made.fragment.ptr ? made.fragment : url.fragment;
    if (fragment.ptr) r->fragment = url_decode(asking->arena, fragment);
    return true;
}
