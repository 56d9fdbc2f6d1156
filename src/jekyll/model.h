/* model.h: private to jekyll*.c: Jekyll's URL model (4.x; "Permalinks", "Collections", "Front Matter Defaults" and
 * the source of URL, Page and Document). */
#ifndef CONTENTLINT_JEKYLL_MODEL_H
#define CONTENTLINT_JEKYLL_MODEL_H

#include "jekyll/jekyll.h"
#include "page/page.h"
#include "site/generator.h"

struct jekyll_collection {
    struct str label;     /* "posts", "docs" */
    struct str folder;    /* "_docs", below collections_dir */
    struct str permalink; /* template */
    bool output;
};
struct jekyll_default {    /* an entry of `defaults` */
    struct str path, type; /* absent type: any */
    const struct node *values;
    struct map globbed; /* what a path with a star matches: files and folders, from the source folder */
};
struct jekyll_item {     /* a file that becomes a page, a document or a copy */
    struct str source;   /* from the site's root */
    struct str inside;   /* from the source folder */
    struct str scope;    /* as `defaults` see it: without collections_dir */
    struct str relative; /* from its collection's folder, else from the source folder */
    const struct jekyll_collection *collection; /* NULL: a page or a copy */
    struct str posts_above;                     /* posts: folders above _posts, which are categories */
    const struct page *page;                    /* NULL: not a text file */
    struct date date;
    bool has_date, draft;
    bool copied;          /* as it is, for what its author took for front matter is none */
    bool optional, index; /* without front matter; a README that is its folder's index */
    struct str slug;      /* from the file name */
};
struct jekyll {
    struct site *site;
    struct arena *arena;
    const struct site_options *options;
    ARRAY_OF(struct jekyll_collection) collections;
    ARRAY_OF(struct jekyll_default) defaults;
    str_array include, exclude;
    struct str source, destination, collections_dir; /* no slash at the end; source "": the root */
    struct str base;                                 /* baseurl without trailing '/': "" or "/docs" */
    struct str permalink;                            /* the site's: a style's name or a template */
    const struct zone *zone;                         /* `timezone`; NULL: UTC */
    bool github_pages; /* they build it: the plugins they have by default are on */
    bool future, unpublished, drafts, readme_index, optional_front;
    ARRAY_OF(struct jekyll_item) items;
    ARRAY_OF(struct site_url) urls;
    size_t file_count; /* that the source folder has */
    struct limit limit;
};

bool jekyll_configure(struct jekyll *jekyll, struct error *error); /* jekyll_config.c */
bool jekyll_limit_kept(const struct jekyll *jekyll, struct error *error);

/* Is the plugin listed, or one that GitHub Pages always has, on a site that it builds? */
bool jekyll_has_plugin(const struct jekyll *jekyll, struct str plugin);
/* jekyll_liquid.c: struct generator's expand. */
struct expansion jekyll_expand(const struct site *site, struct arena *arena, const struct site_page *page,
                               struct str text);

/* jekyll_filter.c: paths are from the source folder. Does the walk through folders take this folder or file? */
bool jekyll_filter_walk(const struct jekyll *jekyll, struct str path);
bool jekyll_filter_file(const struct jekyll *jekyll, struct str path); /* also those that `include` names */
/* A file below _posts or a collection's folder, whose readers list all at once. */
bool jekyll_filter_entry(const struct jekyll *jekyll, struct str folder, struct str entry);

/* Which of the source folder's files and folders the globs of `defaults` match; before jekyll_value. */
void jekyll_read_globs(struct jekyll *jekyll, const str_array *files);
/* jekyll_front.c: a key of front matter, else of the defaults that apply; NULL without. */
const struct node *jekyll_value(const struct jekyll *jekyll, const struct jekyll_item *item, const char *key);
void jekyll_read_name(struct jekyll_item *item); /* date and slug of "2020-01-31-title.md" */
void jekyll_read_date(const struct jekyll *jekyll, struct jekyll_item *item);
unsigned jekyll_flags(const struct jekyll *jekyll, const struct jekyll_item *item); /* enum page_flag */

/* jekyll_token.c: the value of a placeholder; absent: the item has no such one. */
struct str jekyll_token(const struct jekyll *jekyll, const struct jekyll_item *item, struct str key);
struct str jekyll_stem(struct str path); /* without extension and the dots before it */

/* jekyll_url.c: the URL of an item ("/a/b/", "/a.html"; raw), and the file an URL is written to. */
/* One that is longer than LIMIT_ADDRESS is not made to its end. */
struct str jekyll_url(const struct jekyll *jekyll, const struct jekyll_item *item);
/* Where a file of a collection that is no document goes: its template without ".html", and its own extension. */
struct str jekyll_copy(const struct jekyll *jekyll, const struct jekyll_item *item);
struct str jekyll_file(struct arena *arena, struct str url, struct str output_ext);
struct str jekyll_output_ext(struct str path); /* ".html" of "a.md" */
struct str jekyll_link(const struct jekyll *jekyll, struct str url);
struct str jekyll_style(struct str permalink); /* template of a named style, else the same */

#endif
