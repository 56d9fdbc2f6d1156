/* address.c: what is written in place of an address and is none. */
#include <string.h>

#include "links/graph.h"

/* "https//example.org", "http;//…": the colon was forgotten. */
static bool lacks_colon(struct str text) {
    if (!str_eq_nocase(str_sub(text, 0, 4), STR("http"))) return false;
    struct str rest = str_sub(text, 4, text.len);
    if (rest.len && (rest.ptr[0] | 32) == 's') rest = str_sub(rest, 1, rest.len);
    if (rest.len && strchr(";,.", rest.ptr[0])) rest = str_sub(rest, 1, rest.len);
    return str_starts(rest, STR("//"));
}

/* Backslashes for slashes, a host of slashes or one that browsers refuse: no address at all. */
bool address_is_malformed(const struct url *url, struct str text) {
    if (str_starts(text, STR("[")) && str_find(text, STR("](")) < text.len) return true; /* Markdown */
    bool web = str_eq_nocase(url->scheme, STR("http")) || str_eq_nocase(url->scheme, STR("https"));
    if (web && !url->authority.ptr) return true;
    if (!url->authority.ptr) return !url->scheme.ptr && lacks_colon(text);
    struct str host = url->authority;
    if (!host.len && (web || !url->scheme.len)) return true;
    return !url_authority_opens(host) || str_find_char(text, '\\') < 8;
}

/* "<VERSION>", "{version}", "%3Cversion%3E": the publisher, or the reader, puts a word in its place. */
bool address_has_placeholder(struct str text) {
    static const struct {
        struct str open, close;
    } marks[] = {
        {{"<", 1}, {">", 1}}, {{"{", 1}, {"}", 1}}, {{"%3C", 3}, {"%3E", 3}}, {{"%7B", 3}, {"%7D", 3}}};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t open = str_find(text, marks[i].open);
        struct str inner = str_sub(text, open + marks[i].open.len, text.len);
        if (open < text.len && inner.len && str_find(inner, marks[i].close) < inner.len) return true;
    }
    return false;
}

/* "me@example.org", without mailto:. "logo@2x.png" is a file. */
bool address_is_mail(struct str text) {
    static const char *const files[] = {"avif", "css", "gif",  "htm",  "html", "ico", "jpeg",
                                        "jpg",  "js",  "json", "md",   "mp3",  "mp4", "pdf",
                                        "png",  "svg", "txt",  "webp", "xml",  "zip"};
    size_t at = str_find_char(text, '@'), dot = str_rfind_char(text, '.');
    if (at == 0 || at >= text.len || dot >= text.len || dot < at + 2 || dot + 2 >= text.len) return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(" /?#:@", text.ptr[i]) && i != at) return false;
    struct str end = str_sub(text, dot + 1, text.len);
    for (size_t i = 0; i < end.len; i++)
        if ((end.ptr[i] | 32) < 'a' || (end.ptr[i] | 32) > 'z') return false;
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        if (str_eq_nocase(end, str_from(files[i]))) return false;
    return true;
}
