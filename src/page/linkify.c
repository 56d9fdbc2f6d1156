/* Bare URLs and addresses, as Goldmark 1.7's linkify extension finds them (extension/linkify.go). */
#include "page/parse.h"

#include <string.h>

enum { MAX_HOST = 256, MAX_LOCAL = 64, MAX_MAIL = 320 };

static bool is_host(char c) {
    return char_is_alnum(c) || (c && strchr("-@:%._+~#=", c));
}

static bool is_path(char c) {
    return char_is_alnum(c) || (c && strchr("-@:%_+.~#$!?&/=();,'\">\\^{}[]`", c));
}

static bool is_local(char c) {
    return char_is_alnum(c) || (c && strchr(".!#$%&'*+/=?^_`{|}~-", c));
}

/* May a link begin behind this character? */
static bool is_before(char c) {
    return char_is_space(c) || c == '*' || c == '_' || c == '~' || c == '(';
}

/* [-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+ : offset behind, or `at`. */
static size_t host_end(struct str text, size_t at) {
    size_t end = at;
    while (end < text.len && end - at <= MAX_HOST && is_host(text.ptr[end])) end++;
    for (size_t dot = end; dot-- > at + 1;) {
        if (text.ptr[dot] != '.' || dot + 1 >= text.len || text.ptr[dot + 1] < 'a' || text.ptr[dot + 1] > 'z')
            continue;
        for (end = dot + 1; end < text.len && char_is_lower(text.ptr[end]);) end++;
        return end;
    }
    return at;
}

static size_t path_end(struct str text, size_t at) {
    if (at >= text.len || !strchr("/#?", text.ptr[at]) || !text.ptr[at]) return at;
    while (at < text.len && is_path(text.ptr[at])) at++;
    return at;
}

static size_t port_end(struct str text, size_t at) {
    size_t end = at + 1;
    while (end < text.len && char_is_digit(text.ptr[end])) end++;
    return at < text.len && text.ptr[at] == ':' && end > at + 1 ? end : at;
}

static size_t without_parens(struct str text, size_t at, size_t end) {
    size_t open = 0, closed = 0;
    for (size_t i = at; i < end; i++) {
        open += text.ptr[i] == '(';
        closed += text.ptr[i] == ')';
    }
    return closed > open ? end - (closed - open) : end;
}

static size_t without_entity(struct str text, size_t at, size_t end) {
    size_t i = end - 1;
    while (i > at && char_is_alnum(text.ptr[i - 1])) i--;
    return i < end - 1 && i > at && text.ptr[i - 1] == '&' ? i - 1 : end;
}

static size_t trim_end(struct str text, size_t at, size_t end) {
    char last = text.ptr[end - 1];
    if (last == '.')
        end--;
    else if (last == ')')
        end = without_parens(text, at, end);
    else if (last == ';')
        end = without_entity(text, at, end);
    while (end > at + 1 && text.ptr[end - 1] && strchr("?!.,:*_~", text.ptr[end - 1])) end--;
    return end;
}

static size_t scheme_length(struct str rest) {
    if (str_starts(rest, STR("https://"))) return 8;
    if (str_starts(rest, STR("http://"))) return 7;
    return str_starts(rest, STR("ftp://")) ? 6 : 0;
}

static size_t mail_domain(struct str text, size_t at) {
    size_t end = at, limit = text.len - at > MAX_MAIL ? at + MAX_MAIL : text.len;
    while (end < limit && (char_is_alnum(text.ptr[end]) || text.ptr[end] == '-' || text.ptr[end] == '.'))
        end++;
    return end;
}

static size_t mail_match(struct str text, size_t at) {
    size_t local = at;
    while (local < text.len && local - at <= MAX_LOCAL && is_local(text.ptr[local])) local++;
    if (local == at || local >= text.len || text.ptr[local] != '@' || !char_is_alnum(text.ptr[at])) return 0;
    size_t end = mail_domain(text, local + 1);
    struct str domain = str_sub(text, local + 1, end);
    if (domain.len < 3 || !char_is_alnum(domain.ptr[0]) || str_find_char(domain, '.') == domain.len) return 0;
    if (text.ptr[end - 1] == '.') end--;
    if (text.ptr[end - 1] == '-' || (end < text.len && text.ptr[end] == '_')) return 0;
    return end > local + 2 && str_find_char(str_sub(text, local + 1, end), '.') < end - local - 1 ? end - at
                                                                                                  : 0;
}

size_t linkify_match(struct str text, size_t at, bool head, const char **scheme) {
    if (!head && at > 0 && !is_before(text.ptr[at - 1])) return 0;
    struct str rest = str_sub(text, at, text.len);
    size_t prefix = scheme_length(rest), host = prefix ? host_end(text, at + prefix) : at;
    *scheme = "";
    if (prefix && host == at + prefix) return 0;
    if (!prefix && str_starts(rest, STR("www."))) {
        host = host_end(text, at + 4);
        if (host == at + 4) return 0;
        *scheme = "https://";
    }
    if (host > at) return trim_end(text, at, path_end(text, prefix ? port_end(text, host) : host)) - at;
    *scheme = "mailto:";
    return mail_match(text, at);
}

size_t linkify_next(struct str text, size_t at) {
    size_t word = at;
    for (size_t i = at; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_before(c)) word = i + 1;
        bool url = c == ':' && str_starts(str_sub(text, i, text.len), STR("://"));
        bool www = c == '.' && i == word + 3 && str_starts(str_sub(text, word, text.len), STR("www."));
        if (url || www || (c == '@' && i > word)) return word;
    }
    return text.len;
}
