/* hugo_switch.h: what Hugo does differently from some release on, each thing by name, and the first release
 * that does it. tests/data/hugo-switches.tsv has what was measured on both sides of each, under its name in lower case
 * with dashes. */
#ifndef CONTENTLINT_HUGO_SWITCH_H
#define CONTENTLINT_HUGO_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

/* Hugo 0.111.3 as a number that can be compared. */
#define HUGO_VERSION(major, minor, patch) ((uint32_t)((major)*1000000 + (minor)*1000 + (patch)))
#define HUGO_VERSION_NEWEST               HUGO_VERSION(0, 169, 0)

enum hugo_switch {
    HUGO_ALIAS_FORMAT,              /* aliases belong to each permalinkable HTML format, in its own folder */
    HUGO_ALIAS_HTM,                 /* an alias that ends in .htm is a file */
    HUGO_ALIAS_LANGUAGE,            /* an absolute alias lands below its page's language */
    HUGO_ALIAS_LINK_ONLY,           /* `render: link` writes no aliases */
    HUGO_ALIAS_RACE,                /* aliases and pages are written by the same workers */
    HUGO_BASE_URL_DEFAULT,          /* no baseURL is https://example.org/ */
    HUGO_BRANCH_URL_RAW,            /* url of a section is taken as written */
    HUGO_BUILD_KEY,                 /* `_build` is refused */
    HUGO_CASCADE_TARGET,            /* `target` in a cascade is read */
    HUGO_CONFIG_REPEATED_KEY,       /* config/_default/x.yaml may hold x as its only key */
    HUGO_CONTENT_ADAPTER,           /* _content.gotmpl is code */
    HUGO_DATE_REFUSED,              /* a date that is none fails the build */
    HUGO_DEFAULT_LANGUAGE_ABSENT,   /* any language may be the default */
    HUGO_DEFAULT_LANGUAGE_REDIRECT, /* disableDefaultLanguageRedirect is read */
    HUGO_DIMENSIONS,                /* roles and versions make sites */
    HUGO_FILENAME_TIME,             /* a file name may begin with a date and a time */
    HUGO_FRONT_KIND_AGAIN,          /* kind and lang in front matter: allowed again */
    HUGO_FRONT_KIND_REFUSED,        /* kind and lang in front matter fail the build */
    HUGO_HEADLESS_SINGLE,           /* `headless` acts on any page */
    HUGO_HOOK_KEY,                  /* renderHooks' enableDefault is refused */
    HUGO_HOOK_USE_EMBEDDED,         /* useEmbedded takes its place */
    HUGO_HTML_CONTENT,              /* HTML content needs security.allowContent */
    HUGO_ID_TYPE_KEY,               /* autoIDType is read */
    HUGO_IDS_FROM_TEXT,             /* heading ids are made of the text, not of the source */
    HUGO_LEADING_COMMENT,           /* a comment before front matter makes it text */
    HUGO_LEAF_OVER_BRANCH,          /* index.md beats _index.md beside it */
    HUGO_LINK_HASH,                 /* '#' is escaped in links */
    HUGO_MINIFY_KEY,                /* a boolean `minify` is refused */
    HUGO_MOUNT_KEY,                 /* a mount's lang, includeFiles and excludeFiles are refused */
    HUGO_MOUNT_MATRIX,              /* sites.matrix and files of a mount are read */
    HUGO_ORG_CONTENT,               /* Org content needs security.allowContent */
    HUGO_PAGE_TREE,                 /* pages are kept in a tree by content path: the great rewrite */
    HUGO_PATTERN_LOOSE,             /* a permalinks pattern may have any shape, and `\:` is a colon */
    HUGO_PERMALINKS_GLOB,           /* keys of permalinks are globs, and permalinks may be a list */
    HUGO_PERMALINKS_KIND,           /* permalinks by kind */
    HUGO_REDIRECT_BY_HOME,          /* the default language's redirect is written with the home page */
    HUGO_REF_SLASH,                 /* ref and relref may end in a slash */
    HUGO_RESOURCE_OF_DISABLED,      /* resources of a leaf bundle go with its kind */
    HUGO_SECTION_SLUG,              /* a section's slug renames its folder */
    HUGO_SLICE_LAST,                /* [:last] of one section is empty */
    HUGO_STATIC_LANGUAGE,           /* a language's staticDir acts on a site with one host */
    HUGO_SUBDIR_ONE_LANGUAGE,       /* defaultContentLanguageInSubdir acts on a site of one language */
    HUGO_TITLE_SLASH,               /* '/' in a title makes no folder */
    HUGO_TOKEN_CONTENTBASENAME,     /* :contentbasename, :slugorcontentbasename */
    HUGO_TOKEN_FILENAME_AGAIN,      /* :filename, :slugorfilename: allowed again */
    HUGO_TOKEN_FILENAME_REFUSED,    /* :filename, :slugorfilename fail the build */
    HUGO_TOKEN_SECTIONSLUG,         /* :sectionslug, :sectionslugs */
    HUGO_TWITTER_KEY,               /* privacy.twitter and services.twitter are refused */
    HUGO_TWITTER_KEY_GONE,          /* they are not looked at */
    HUGO_UGLY_BRANCH,               /* ugly URLs leave home, sections and taxonomies in their folders */
    HUGO_UGLY_MAP_AGAIN,            /* uglyURLs as a map is read again */
    HUGO_UGLY_MAP_IGNORED,          /* uglyURLs as a map is not read */
    HUGO_URL_NOT_CLEANED,           /* '.' and '..' in url and slug stay in the link */
    HUGO_URL_TOKENS,                /* url may hold tokens */
    HUGO_YAML_1_2,                  /* `yes` and `on` are words */
    HUGO_NEVER,                     /* in no release so far */
    HUGO_SWITCHES,
};

uint32_t hugo_switch_release(enum hugo_switch which); /* the first release that does it */
/* Does that version of Hugo do it? */
bool hugo_since(uint32_t version, enum hugo_switch which);

#endif
