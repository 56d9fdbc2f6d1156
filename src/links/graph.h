/* graph.h: private to links*.c, resolve*.c and suggest.c: the graph of one site. */
#ifndef CONTENTLINT_LINKS_GRAPH_H
#define CONTENTLINT_LINKS_GRAPH_H

#include <stdatomic.h>

#include "links/links.h"
#include "page/page.h"

struct repository {    /* where the site's own files are published by a hosting service */
    struct str host;   /* "github.com" */
    struct str name;   /* "owner/repository" */
    struct str branch; /* default branch; absent: main or master */
};
struct rule_range { /* the rules of one source stand together */
    size_t first, count;
};
struct name_entry { /* unique-name lookup of ref (3.4 d) */
    const struct site_page *page;
    const struct site_page *other; /* a second one of that name: ambiguous */
};
struct target_ids {     /* what a page's fragments can point at */
    struct arena arena; /* of its own: it is made by whichever thread has the page first */
    struct str *ids;    /* count of them, each once, in the order of the page */
    size_t count;
    struct map map; /* of ids, where they are many */
    bool complete;  /* nothing but the page's own text makes ids */
};
struct links {
    struct arena *arena;
    const struct site *site;
    struct page_store *pages; /* NULL: none are kept from run to run */
    struct kept_pages *kept;  /* NULL: none are kept for their checks; private to links_read.c */
    struct redirects redirects;
    ARRAY_OF(const struct source *) sources;
    struct map rules_of;        /* source path -> struct rule_range */
    ARRAY_OF(struct str) hosts; /* the site's own, lower case */
    str_array
        bases; /* paths of base addresses on the own host that the build is given where it is deployed */
    ARRAY_OF(struct repository) repositories;
    bool sparse;                  /* git checked out a part of the repository only */
    struct str repository_prefix; /* the site's root seen from the git root: "" or "site/" */
    struct map idle_aliases;      /* FILE -> page, of aliases the generator doesn't write (disableAliases) */
    struct map dropped;           /* FILE -> const struct site_page, pages that aren't published */
    struct map elsewhere;         /* FILE -> page, of pages with a LINK and no file (build.render: link) */
    struct map *names;            /* per language: name -> struct name_entry */
    struct map folders;           /* sites without generator: folders that exist */
    struct outlook outlook;       /* what the generator says of links */
    struct str folder;            /* the site's on the disk, absolute and without links; absent without git */
    struct ignores *ignores;      /* NULL without git */
    const str_array *served, *generated; /* what the owner says (links_assume); NULL: nothing */
    atomic_uchar
        *linked; /* per index of site->pages: another page links to it; NULL before links_read_inbound */
    _Atomic(struct target_ids *) *ids; /* per index of site->pages; NULL: not read yet */
    atomic_uchar *file_kinds;          /* LINKS_FILE_KINDS of them; private to links_absent.c */
    struct map by_last;                /* suggestions: last path element -> struct url_list */
    struct map served_folders;         /* of FILEs, and those around them */
    struct map by_folder;              /* suggestions: folder of a FILE -> struct url_list */
};
typedef ARRAY_OF(const struct site_url *) url_list;

/* One link being resolved. */
struct asking {
    const struct links *links;
    struct arena *arena;
    const struct site_page *site_page; /* that has the link */
    const struct page *page;
    const struct link *link;
    unsigned *
        searches; /* for ids like a fragment and for words in a text, which the page may still have; NULL: none */
    bool piece; /* evidence_is_piece(page), asked once for all links of the page */
};

size_t links_page_index(const struct links *links, const struct site_page *page);

/* anchor_ids.c: the ids of a page, to be freed; ids_publish makes them what all ask, unless another thread was first. */
struct target_ids *ids_make(const struct links *links, const struct page *page);
void ids_free(struct target_ids *ids);
bool ids_have(const struct target_ids *ids, struct str id);
const struct target_ids *ids_publish(_Atomic(struct target_ids *) *slot, struct target_ids *made);
/* Those of a page that is at hand, unless they are known. Returns how many bytes they take. */
size_t ids_of_checked(const struct links *links, const struct site_page *site_page, const struct page *page);

/* links_read.c: a page's body, parsed, which each reading ends. */
struct reading {
    const struct page *page; /* NULL: it has no file or can't be read */
    /* Private to links_read.c. */
    struct arena memory;
    struct kept_page *kept;
    bool alone; /* it is heavy */
};
void links_read_page(const struct links *links, struct arena *lender, const struct site_page *page,
                     struct reading *reading);
void links_end_reading(const struct links *links, struct reading *reading);
void links_drop_kept(struct links *links);

/* links_redirects.c: finds and reads redirect files. */
void links_read_redirects(struct links *links);
/* links_repository.c: hosts and repositories that are the site's own. */
void links_read_hosts(struct links *links);
bool links_is_own_host(const struct links *links, struct str authority);
/* Languages with hosts of their own: the home page of that which the host shows, unless it is from's own; else NULL. */
const struct site_page *links_home_of_host(const struct links *links, const struct site_page *from,
                                           struct str authority);
/* true when the address is a file of the site's own repository: *result says whether it exists. */
bool links_own_repository(const struct asking *asking, const struct url *url, struct resolution *result);
/* links_bases.c: fills links->bases; needs the hosts. */
void links_read_bases(struct links *links);
/* links_unknown.c: what the model can't know. */
bool links_is_unknown(const struct links *links, struct str file);

/* generated.c */
/* Does the owner say so: `served`, `generated`? */
bool links_is_said(const struct asking *asking, struct str path);
/* Is what would be served at the path made by others, or by the build: `served`, `generated`, .gitignore? */
bool links_is_made_elsewhere(const struct asking *asking, struct str path, struct str file);

/* links_absent.c */
#define LINKS_FILE_KINDS 5
/* Is a path that leads nowhere a file of a kind of which the checkout has none, and pages link to many? */
bool links_is_absent(const struct links *links, struct str path);

/* resolve.c: without anchors. resolve_text takes an address without templates in it. */
struct resolution resolve_link(const struct asking *asking);
struct resolution resolve_text(const struct asking *asking, struct str text);
/* address.c: no browser makes an address of it; it has a word for others to replace ("<VERSION>", "{version}"); it is a
 * mail address without mailto:. Each has a rule of its own or none, and is no link to judge. */
bool address_is_malformed(const struct url *url, struct str text);
bool address_has_placeholder(struct str text);
bool address_is_mail(struct str text);
/* resolve_destination.c: asks the generator. True: that settles it; false: *text, which it may have changed, is what the
 * page has. */
bool resolve_destination(const struct asking *asking, struct str *text, struct resolution *r);
/* resolve_argument.c: what becomes of a shortcode's argument (asking->link is one). Reads the shortcode's template. */
enum argument_use {
    ARGUMENT_UNKNOWN, /* the template isn't here, or does something else with it */
    ARGUMENT_WRITTEN, /* the site's own template puts it at the start of an attribute */
    ARGUMENT_KNOWN    /* of a shortcode of Hugo's own */
};
enum argument_use argument_use(const struct asking *asking);
/* resolve_path.c: a path below the host, as written (percent-encoded), absolute. */
struct resolution resolve_path(const struct asking *asking, struct str path);
/* The same of a path written with a leading '/' in a page: below the base path where the generator puts it there. */
struct resolution resolve_rooted(const struct asking *asking, struct str path);
/* What a path that gets nowhere is where the build is given another base address; `host`: the address has the host in it,
 * which shows other sites beside that base. */
struct resolution resolve_below_bases(const struct asking *asking, struct str path, struct resolution r,
                                      bool host);
bool resolution_works(const struct resolution *resolution); /* reaches something that is served */
/* resolve_ref.c: Hugo's GetPage; ref also finds unique names. */
struct resolution resolve_ref(const struct asking *asking, struct str text, struct str language, bool ref);
void resolve_ref_index(struct links *links);
/* resolve_rewrite.c: follows detours to their end, and says what to write instead of the target. */
void resolve_rewrite(const struct asking *asking, struct resolution *resolution);
/* resolve_anchor.c: judges the link's fragment by the page it leads to (target->page: the asking one, parsed; or
 * NULL, then it is read). */
void resolve_anchor(const struct asking *asking, struct resolution *resolution);
void anchor_close(struct links *links);
/* evidence.c: is the file a piece of a page, a partial, a layout, what something else puts into a document? Reads the whole
 * text. Then how sure the judgement of a link is, once all else of it is settled. */
bool evidence_is_piece(const struct page *page);
struct evidence evidence_of(const struct asking *asking, const struct resolution *resolution);
/* The same of one that the build says nothing is served for. */
struct evidence evidence_as_built(const struct asking *asking, const struct resolution *resolution);
/* suggest.c */
void suggest_index(struct links *links);
struct str suggest_url(struct arena *arena, const struct links *links, struct str path);
/* The address elsewhere that a link without a scheme, or with a bracket before it, may mean; absent: none. */
struct str suggest_address(struct arena *arena, struct str target);
struct str suggest_id(struct arena *arena, const struct target_ids *ids, struct str fragment);

#endif
