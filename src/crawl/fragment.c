#include "crawl/parts.h"

#include "page/page.h"

#include <string.h>

enum { MARK_BYTES = 512 };

/* Every word after `mark`: GitHub's views without HTML of the page have its anchors in JSON. */
static void read_marks(struct arena *arena, struct str text, struct str mark, struct map *marks) {
    for (size_t at = 0; (at += str_find(str_sub(text, at, text.len), mark)) < text.len;) {
        size_t start = at += mark.len;
        while (at < text.len && at - start < MARK_BYTES && !strchr("\"\\'", text.ptr[at])) at++;
        *map_slot(arena, marks, str_sub(text, start, at)) = marks;
    }
}

void fragment_read(struct arena *arena, struct str body, struct str charset, bool github, bool cut,
                   struct fragment_page *page) {
    struct html_anchors anchors;
    struct str text;
    *page = (struct fragment_page){.github = github};
    bool known = charset_text(arena, body, charset, &text);
    page->whole = html_read_anchors(arena, text, &anchors) && known && !cut;
    for (size_t i = 0; i < anchors.ids.len; i++) *map_slot(arena, &page->ids, anchors.ids.items[i]) = page;
    page->title = anchors.title;
    page->scripts = anchors.scripts;
    page->noindex = str_find(text, STR("noindex")) < text.len;
    if (!github) return;
    read_marks(arena, text, STR("user-content-"), &page->marks);
    read_marks(arena, text, STR("\"anchor\":\""), &page->marks);
}

static bool has_prefixed(struct arena *arena, const struct fragment_page *page, struct str id) {
    return map_get(&page->ids, str_printf(arena, "user-content-%.*s", STR_FMT(id)));
}

/* A page with scripts and next to no anchors makes them in the browser; so do GitHub's views without a README, and other
 * forges, whose scripts find "x" under "user-content-x". */
enum fragment_verdict fragment_result(struct arena *arena, const struct fragment_page *page, struct str raw) {
    struct str id = str_sub(raw, 0, str_find(raw, STR(":~:"))), decoded = url_decode(arena, id);
    if (map_get(&page->ids, id) || map_get(&page->ids, decoded)) return FRAGMENT_FOUND;
    if (map_get(&page->marks, id) || map_get(&page->marks, decoded)) return FRAGMENT_FOUND;
    if (has_prefixed(arena, page, id) || has_prefixed(arena, page, decoded))
        return page->github ? FRAGMENT_FOUND : FRAGMENT_UNKNOWN;
    if (!page->whole) return FRAGMENT_UNKNOWN;
    if (page->github) return page->marks.len ? FRAGMENT_MISSING : FRAGMENT_UNKNOWN;
    return page->ids.len <= 2 && page->scripts ? FRAGMENT_UNKNOWN : FRAGMENT_MISSING;
}

bool fragment_is_github(struct str host) {
    return str_eq(host, STR("github.com")) || str_ends(host, STR(".github.com"));
}

/* "L10", "L10-L20", "L10C3-L12": lines of a source file. */
static bool is_line_anchor(struct str fragment) {
    if (fragment.len < 2 || fragment.ptr[0] != 'L') return false;
    for (size_t i = 1; i < fragment.len; i++)
        if (!strchr("0123456789LC-", fragment.ptr[i]) || !fragment.ptr[i]) return false;
    return char_is_digit(fragment.ptr[1]);
}

enum fragment_need fragment_need(struct str host, struct str fragment) {
    static const char *const script_prefixes[] = {"/", "!", "?"};
    static const char *const forges[] = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"};
    struct str id = str_sub(fragment, 0, str_find(fragment, STR(":~:")));
    if (id.len == 0 || str_eq_nocase(id, STR("top"))) return FRAGMENT_NEVER;
    for (size_t i = 0; i < ARRAY_LEN(script_prefixes); i++)
        if (str_starts(id, str_from(script_prefixes[i]))) return FRAGMENT_SCRIPT;
    static const char *const forge_anchors[] = {"issuecomment-",  "discussion",         "diff-", "note_",
                                                "commitcomment-", "pullrequestreview-", "lines-"};
    for (size_t i = 0; i < ARRAY_LEN(forges); i++) {
        if (!str_ends(host, str_from(forges[i]))) continue;
        if (is_line_anchor(id)) return FRAGMENT_SCRIPT;
        for (size_t j = 0; j < ARRAY_LEN(forge_anchors); j++)
            if (str_starts(id, str_from(forge_anchors[j]))) return FRAGMENT_SCRIPT;
    }
    return FRAGMENT_ASK;
}
