/* model.h: private to the files that model Hugo. Settings are read once per language; a page is a struct hugo_page,
 * whose first member is the public struct site_page. What differs by version is asked where it acts, as
 * `hugo_since(hugo->version, HUGO_…)`; a build before 0.123 (the page tree's rewrite) is called old. */
#ifndef CONTENTLINT_HUGO_MODEL_H
#define CONTENTLINT_HUGO_MODEL_H

#include "hugo/hugo.h"
#include "site/generator.h"

struct hugo;
struct hugo_page;

/* ---- hugo_config.c ---- */

struct hugo_loader {
    struct config_loader files;
    bool repeated_keys; /* a file of config/ may repeat its own name as its only key */
};

/* The first of DIR/hugo.{toml,yaml,yml,json}, DIR/config.{…} that exists (4.1), merged into root. */
bool hugo_config_read_root(struct hugo_loader *loader, struct str dir, struct node *root,
                           struct error *error);
/* Every file below DIR/config/NAME (4.2), merged into root. */
bool hugo_config_read_dir(struct hugo_loader *loader, struct str dir, struct str name, struct node *root,
                          struct error *error);
/* HUGO_… variables (4.3). */
void hugo_config_env(struct arena *arena, struct node *root, const char *const *env);

/* Everything for a site: files, environment folder, flags, variables. */
bool hugo_config_load(struct hugo_loader *loader, const struct site_options *options, struct str environment,
                      struct node **root, struct error *error);

/* ---- hugo_name.c: names (1.3) ---- */
struct str hugo_kind_name(enum site_kind kind);
struct str hugo_name_sanitize(struct arena *arena, struct str s);
struct str hugo_name_normal(const struct hugo *hugo, struct arena *arena,
                            struct str s); /* sanitized, accents, lowered */
struct str hugo_name_element(const struct hugo *hugo, struct arena *arena,
                             struct str s); /* since 0.123: space to '-' first */
struct str hugo_name_urlize(const struct hugo *hugo, struct arena *arena,
                            struct str s); /* a token's value (1.7.4) */
struct str hugo_name_unescape(struct arena *arena, struct str s,
                              bool plus); /* %XX decoded; absent when malformed */
struct str hugo_name_escape(const struct hugo *hugo, struct arena *arena,
                            struct str path); /* FILE-like path to LINK */
struct str hugo_name_join(struct arena *arena, struct str a,
                          struct str b); /* path.Join that keeps one trailing slash */

struct str hugo_replace_first(struct arena *arena, struct str s, struct str old, struct str new_text);
struct str hugo_replace_all(struct arena *arena, struct str s, struct str old, struct str new_text);

/* ---- hugo_layout.c, hugo_glob.c ---- */
bool hugo_layout_format(struct buf *out, struct str layout,
                        const struct date *date); /* false: it names no part of a date */
bool hugo_layout_token(struct buf *out, struct str token, const struct date *date); /* :year … :yearday */
#define HUGO_GLOB_MAX 4096 /* bytes; a longer one matches nothing, and hugo_glob_check says so */
bool hugo_glob(struct str pattern, struct str value);
/* A note about the node, a glob or a list of them, when one is too long. NULL is fine. */
void hugo_glob_check(struct hugo *hugo, const struct node *node);

/* ---- hugo_format.c: output formats (1.10) ---- */
struct hugo_format {
    struct str name;   /* lower case */
    struct str suffix; /* ".html" */
    struct str base;   /* "index" */
    struct str path;   /* "" or "amp" */
    bool html, permalinkable, no_ugly, ugly, root;
};
const struct hugo_format *hugo_format_find(const struct hugo *hugo,
                                           struct str name); /* NULL: no such format */
void hugo_format_load(struct hugo *hugo);
size_t hugo_format_list(const struct hugo *hugo, const struct node *list, const struct hugo_format ***out);

/* ---- hugo_language.c ---- */
bool hugo_language_load(struct hugo *hugo); /* false: Hugo refuses the configuration */
unsigned hugo_language_find(const struct hugo *hugo, struct str code, bool any_case);
bool hugo_language_disabled(const struct hugo *hugo, struct str code);

struct hugo_cascade {
    const struct node *params;
    const struct source *source;
    struct str path, kind, lang, environment; /* globs, absent: any */
};
typedef ARRAY_OF(struct hugo_cascade) hugo_cascades;

/* ---- hugo_settings.c ---- */
enum { /* bits of hugo_settings.disabled beyond 1 << enum site_kind */
       DISABLE_RSS = 1 << 8,
       DISABLE_SITEMAP = 1 << 9,
       DISABLE_ROBOTS = 1 << 10,
       DISABLE_404 = 1 << 11,
};
struct hugo_pattern { /* one permalinks entry (1.7) */
    unsigned kinds;   /* bits 1 << enum site_kind it applies to */
    struct str key;   /* section or taxonomy, lower case, no slashes at the ends; absent in the array form */
    struct str path, kind, lang, environment; /* globs of the array form; absent: any */
    bool below;                               /* key is a content path: itself and what lies below it */
    struct str text;                          /* the pattern */
    const struct node *node;                  /* the pattern in the configuration */
};
struct hugo_taxonomy {
    struct str singular, plural; /* plural in lower case, as the front matter key */
    struct str raw;              /* plural as configured */
    struct str key;              /* content path "/tags" */
};
struct hugo_settings { /* of one language */
    unsigned index;
    ARRAY_OF(struct hugo_pattern) patterns;
    ARRAY_OF(struct hugo_taxonomy) taxonomies;
    bool ugly;
    const struct node *ugly_map;
    unsigned disabled;
    bool disable_aliases;
    const struct hugo_format **outputs[5];
    size_t output_count[5];
    bool drafts, future, expired;
    const struct zone *zone; /* timeZone: of dates that name none; NULL: UTC */
    hugo_cascades cascade;   /* the configuration's */
};

void hugo_settings_load(struct hugo *hugo);
bool hugo_settings_ugly(const struct hugo_settings *settings, const struct hugo_page *page);

/* ---- hugo_say.c ---- */
/* Hugo's build fails with this; node (of the configuration or of a page) gives the place, or NULL. */
void hugo_failure_add(struct hugo *hugo, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void hugo_failure_page(struct hugo *hugo, const struct hugo_page *page, const struct node *node,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
void hugo_failure_since(struct hugo *hugo, enum hugo_switch which); /* the last one: versions before build */
void hugo_note_add(struct hugo *hugo, const char *code, struct str path, const struct node *node,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

/* ---- hugo_detect.c, hugo_outlook.c ---- */
bool hugo_is_here(const struct spot *spot, bool guess);
void hugo_outlook(const struct site *site, struct arena *arena, struct outlook *outlook);

/* ---- hugo_mount.c ---- */
struct hugo_module {           /* the project itself, a theme, an imported module */
    struct str dir;            /* relative to the site's root; "" for the project; absent: it is not here */
    const struct node *config; /* the project's, or the module's own; may be NULL */
    const struct node *mounts; /* the import's, which replace the module's own */
    bool no_mounts;
};
struct hugo_mount {
    struct str source;                    /* relative to the site's root */
    struct str target;                    /* "content", "content/docs", "static", "static/dl" … */
    uint64_t languages;                   /* bit per language; 0: by suffix, else the default */
    const struct node *include, *exclude; /* old lists of globs */
    const struct node *files;             /* since 0.153: globs, '!' excludes */
    unsigned order;                       /* 0 the project, then themes */
};
/* Finds themes and modules and merges what their configuration adds into root, the site's, which is still being built:
 * before languages and settings are read. */
bool hugo_mount_load(struct hugo *hugo, struct hugo_loader *loader, struct node *root, struct error *error);
/* Fills hugo->mounts; needs the languages. False when a folder that the configuration names lies outside. */
bool hugo_mount_all(struct hugo *hugo, struct error *error);
struct hugo_file {     /* one file below content or static, after mounts */
    struct str source; /* relative to the site's root */
    struct str path;   /* below the component, as written */
    unsigned language; /* content: index; SITE_NO_LANGUAGE: its language is disabled */
    const struct hugo_mount *mount;
    bool ignored;          /* named by ignoreFiles */
    bool page;             /* has a page extension */
    bool branch, leaf;     /* _index.*, index.* */
    bool lang_suffix;      /* its name carries the language */
    bool shadowed;         /* an earlier mount has its path */
    struct str name;       /* base name without extension and language */
    struct str ext;        /* without dot, as written */
    struct str dir;        /* folder of path */
    bool adapter;          /* _content.gotmpl */
    bool hidden;           /* its name, or a folder's, is one that the walker skips */
    bool bundled;          /* lies in a leaf bundle without being its index */
    bool home_leaf;        /* content/index.md since 0.123 */
    struct page *front;    /* of a page file: its front matter, read */
    struct str unreadable; /* why the file could not be read; absent: it could */
    struct str bundle;     /* the leaf bundle's folder; absent: none */
};
typedef ARRAY_OF(struct hugo_file) hugo_files;

/* ---- hugo_content.c (1.1) ---- */
bool hugo_content_load(struct hugo *hugo, struct error *error); /* fills hugo->content and hugo->statics */
void hugo_content_bundles(struct hugo *hugo); /* settles bundled, bundle and index.md + _index.md */

struct hugo_page {
    struct site_page p; /* first */
    const struct hugo_file *input;
    const struct node *front;
    const struct source *source;
    struct hugo_page *up;         /* nearest branch page */
    struct hugo_page *cascade_up; /* nearest branch, itself included, that has a cascade */
    hugo_cascades cascade;
    const struct node *date_node; /* the last one parsed, and what it said */
    struct date date_read;
    const struct node *date_refused; /* the last one that is no date */
    struct str url;                  /* front matter's, as written; absent without */
    bool url_tokens;                 /* it holds tokens to expand */
    struct str title;                /* p.title, else what Hugo calls a page without one */
    struct str section_path;         /* branch: its elements as :sections gives them, "a/b" */
    struct str pattern_key;          /* what a key of permalinks is compared with */
    struct str dir;                  /* its folder's path as URLs use it, no slashes at the ends */
    struct str base;                 /* last element as URLs use it */
    struct str resource_file;        /* folder of its resources in FILE, no slashes at the ends */
    struct str raw;                  /* content path as written, without extension; a bundle's folder */
    struct str url_path;             /* the same as URLs use it */
    struct str url_before;           /* url_path before section slugs renamed it */
    struct str permalink;            /* its pattern, expanded; empty without */
    struct str plain_link;           /* LINK without the base path */
    size_t number;                   /* among site->pages, at the end */
    bool inhabited;                  /* something below it is built */
    bool twin;                       /* before 0.123: a section that is a taxonomy as well */
    bool made;                       /* a list page Hugo makes without a file */
    bool rendered;                   /* has an HTML file */
    const struct hugo_taxonomy *taxonomy;
};

/* ---- hugo_permalink.c (1.7) ---- */
const char *hugo_permalink_fault(const struct hugo *hugo, struct str pattern); /* NULL, or what Hugo says */
struct str hugo_permalink_expand(const struct hugo *hugo, struct str pattern, const struct hugo_page *page);
const struct hugo_pattern *hugo_permalink_find(const struct hugo *hugo, const struct hugo_page *page);

/* ---- hugo_target.c (1.4) ---- */
struct target_input {
    const struct hugo_format *format;
    enum site_kind kind;
    struct str url, permalink; /* front matter's; the expanded pattern */
    struct str dir, base;      /* folder and last element of a page; a branch's whole path is dir */
    struct str addends;        /* "page/2" */
    struct str prefix_file, prefix_link;
    bool ugly, multihost;
};
struct ref_target {
    struct str file, link; /* LINK without the base path */
    struct str resources;  /* folder of the page's resources in FILE */
};
struct ref_target hugo_target_make(const struct hugo *hugo, const struct target_input *in);

/* ---- hugo_front.c, hugo_date.c (1.8, 1.9) ---- */
void hugo_cascade_read(struct hugo *hugo, hugo_cascades *out, const struct node *node,
                       const struct source *source);
/* A front-matter value, the page's own or cascaded; *source (may be NULL) is where it is written. NULL: none. */
const struct node *hugo_front_get(const struct hugo *hugo, const struct hugo_page *page, struct str key,
                                  const struct source **source);
struct str hugo_front_text(struct arena *arena, const struct node *node); /* Go's cast.ToString */
bool hugo_front_true(const struct node *node);                            /* Go's cast.ToBool */
void hugo_front_read(struct hugo *hugo, struct hugo_page *page); /* everything but aliases and outputs */
void hugo_date_read(struct hugo *hugo, struct hugo_page *page);
void hugo_date_load(struct hugo *hugo); /* [frontmatter]; notes what cannot be read */

/* ---- hugo_org.c, hugo_read.c ---- */
/* Sets page->front; NULL: no front matter. */
void hugo_org_front(struct arena *arena, struct page *page, struct str text);
void hugo_read_pages(struct hugo *hugo); /* fills hugo_file.front of every page file */
void hugo_read_check(struct hugo *hugo, const struct hugo_page *page); /* what makes the build fail */

/* ---- hugo_tree.c (1.1, 1.2) ---- */
void hugo_tree_build(struct hugo *hugo);
void hugo_tree_link(struct hugo *hugo); /* again, after pages were made */
struct hugo_page *hugo_tree_make(struct hugo *hugo, unsigned language, struct str logical);
struct hugo_page *hugo_tree_branch(const struct hugo *hugo, unsigned language, struct str key);
struct hugo_page *hugo_tree_page(const struct hugo *hugo, unsigned language, struct str key);
const struct hugo_taxonomy *hugo_tree_taxonomy(const struct hugo *hugo, unsigned language, struct str key,
                                               bool *term);

/* ---- hugo_build.c (1.9) ---- */
void hugo_build_pages(struct hugo *hugo);
bool hugo_build_there(const struct hugo_page *page); /* neither dropped nor shadowed nor inside a bundle */

/* ---- hugo_term.c ---- */
struct term_use {           /* a name in the front matter of a page that is built */
    struct hugo_page *term; /* whose page it makes */
    const struct node *node;
    const struct source *source;
    struct str text;
};
void hugo_term_use(struct hugo *hugo, const struct term_use *use);
void hugo_term_clashes(struct hugo *hugo); /* fills site->term_clashes; needs the URLs */

/* ---- hugo_url.c, hugo_output.c, hugo_alias.c, hugo_resource.c ---- */
void hugo_url_pages(struct hugo *hugo);
void hugo_url_input(const struct hugo *hugo, const struct hugo_page *page, struct target_input *in);
struct str hugo_url_link(const struct hugo *hugo, unsigned language,
                         struct str link); /* with the base path */
struct str hugo_url_absolute(const struct hugo *hugo, unsigned language,
                             struct str link); /* with the base URL */
size_t hugo_output_formats(const struct hugo *hugo, const struct hugo_page *page,
                           const struct hugo_format ***out);
struct str hugo_output_link(const struct hugo *hugo, const struct hugo_page *page,
                            const struct hugo_format *format);
struct str hugo_output_folder(const struct hugo *hugo, const struct hugo_page *page,
                              const struct hugo_format *format);
struct site_url *hugo_output_add(struct hugo *hugo, enum site_url_kind kind, unsigned language,
                                 struct str file);
void hugo_output_page(struct hugo *hugo, struct hugo_page *page);
void hugo_output_site(struct hugo *hugo);
struct str hugo_alias_link(const struct hugo *hugo, unsigned language, struct str file);
void hugo_alias_page(struct hugo *hugo, struct hugo_page *page);
/* hugo_alias_writer.c: sets hugo->alias_writer; needs the settings. */
void hugo_alias_writer_find(struct hugo *hugo);
/* The FILE a redirect from that alias stands for; false: that cannot be told. */
bool hugo_alias_writer_land(const struct hugo *hugo, unsigned language, struct str text, struct str *file);
void hugo_resource_all(struct hugo *hugo);
void hugo_resource_static(struct hugo *hugo);

/* ---- hugo_templates.c: what templates say of links, bodies and titles ---- */
void hugo_templates_look(const struct hugo *hugo, struct arena *arena, struct outlook *out);
bool hugo_templates_untitled(const struct site *site, struct arena *arena, const struct site_page *page);

/* ---- hugo_unmounted.c ---- */
void hugo_unmounted_note(struct hugo *hugo); /* after publishing: SITE_NOTE_LANGUAGE_FOLDER */

/* With `disableAliases`: does a template write the aliases? LIKELY: the output is there, its template is not. */
enum alias_writer { ALIAS_WRITER_NONE, ALIAS_WRITER_LIKELY, ALIAS_WRITER_SEEN };

/* ---- hugo_layouts.c, hugo_shortcode.c ---- */
struct hugo_layout {         /* a template */
    struct str path, source; /* below layouts/; relative to the site's root */
};
/* What a module mounts: the import's mounts, which replace its own; NULL: none. */
const struct node *hugo_module_mounts(const struct hugo_module *module);
void hugo_layouts_load(struct hugo *hugo); /* fills hugo->layouts; an earlier one of the same path wins */
/* The text of a template. False: it cannot be read. */
bool hugo_layout_text(const struct hugo *hugo, struct arena *arena, const struct hugo_layout *layout,
                      struct str *text);
/* The next action of a template from *at on, braces included; comments are left out. False: there is no other. */
bool hugo_action_next(struct str text, size_t *at, struct span *action);
struct str hugo_action_text(struct str text, struct span action); /* without braces, hyphens and blanks */
void hugo_shortcodes_load(struct hugo *hugo); /* fills hugo->shortcodes: before pages are read */

struct hugo_ignore { /* a pattern of ignoreFiles */
    struct regex *regex;
    const struct node *node;
};

struct hugo {
    struct site *site;
    struct arena *arena;
    const struct site_options *options;
    uint32_t version;
    bool old; /* before 0.123 */
    bool keep_case, strip_accents;
    const struct node
        *date_lists[4];             /* [frontmatter] date, publishDate, expiryDate, lastmod; NULL: default */
    struct hugo_settings *settings; /* per language */
    ARRAY_OF(struct hugo_format) formats;
    const struct hugo_module *modules; /* the project first */
    size_t module_count;
    ARRAY_OF(struct hugo_module) absent; /* what is imported and not here */
    ARRAY_OF(struct hugo_mount) mounts;
    ARRAY_OF(struct hugo_layout) layouts;
    struct map shortcodes; /* name in lower case -> struct shortcode_template */
    bool own_layouts;      /* the project has templates */
    bool
        shortcodes_whole; /* there are no others: no module is absent, and templates of the site's own are here */
    hugo_files content, statics;
    struct hugo_ignore *ignore;
    size_t ignore_count;
    uint64_t ignore_steps; /* that its patterns took on all files, as regex_search counts them */
    bool allows_unknown;   /* a pattern of security.allowContent was given up, and it was said */
    const bool *allows_html, *allows_org; /* security.allowContent, once it was asked */
    ARRAY_OF(struct hugo_page *) pages;
    struct map *tree; /* per language: key to branch pages and single pages */
    ARRAY_OF(struct site_url) urls;
    size_t alias_count; /* of all pages */
    ARRAY_OF(struct term_use) terms;
    enum alias_writer alias_writer;
    struct limit limit;
};

/* ---- hugo_limit.c: lists of the configuration multiply; what they make has a maximum ---- */

/* Is there room for another language, mount, setting of a language, page without a file, alias or URL? If not,
 * hugo->limit says so, and the site is refused. */
bool hugo_limit_languages(struct hugo *hugo, size_t count);
bool hugo_limit_mounts(struct hugo *hugo);
bool hugo_limit_taxonomies(struct hugo *hugo, size_t count); /* of one language */
bool hugo_limit_settings(struct hugo *hugo, size_t count);
bool hugo_limit_menus(struct hugo *hugo);
bool hugo_limit_pages(struct hugo *hugo);
bool hugo_limit_urls(struct hugo *hugo);
/* The same of a pattern, and of an address, which a pattern may make as long as it likes. */
bool hugo_limit_pattern(struct hugo *hugo, struct str pattern);
bool hugo_limit_address(struct hugo *hugo, struct str link);
/* True while nothing has gone over its maximum; else the error says what, with the place of its key. */
bool hugo_limit_kept(const struct hugo *hugo, struct error *error);

#endif
