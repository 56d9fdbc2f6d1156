#include "crawl/engine.h"

#include <string.h>

static struct judgement judgement(enum verdict_kind kind, enum verdict_reason reason) {
    return (struct judgement){kind, reason};
}

bool judge_is_redirect(uint16_t status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

struct judgement judge_status(const struct header *header) {
    uint16_t status = header->status;
    if (status == 404) return judgement(VERDICT_BROKEN, REASON_NOT_FOUND);
    if (status == 410) return judgement(VERDICT_BROKEN, REASON_GONE);
    if (status == 999 || header->bot_wall) return judgement(VERDICT_UNVERIFIABLE, REASON_BOT_WALL);
    if (judge_is_redirect(status)) return judgement(VERDICT_UNVERIFIABLE, REASON_REDIRECT_BAD);
    enum verdict_reason reason = status == 401   ? REASON_LOGIN_NEEDED
                                 : status == 403 ? REASON_FORBIDDEN
                                 : status == 429 ? REASON_RATE_LIMITED
                                 : status == 451 ? REASON_LEGAL
                                 : status >= 500 ? REASON_SERVER_ERROR
                                                 : REASON_STATUS;
    return judgement(VERDICT_UNVERIFIABLE, reason);
}

struct judgement judge_error(enum net_error error) {
    switch (error) {
    case NET_CERT_NAME: return judgement(VERDICT_BROKEN, REASON_CERT_NAME);
    case NET_CERT_EXPIRED: return judgement(VERDICT_BROKEN, REASON_CERT_EXPIRED);
    case NET_CERT_UNKNOWN: return judgement(VERDICT_UNVERIFIABLE, REASON_CERT_UNKNOWN);
    case NET_RESOLVE: return judgement(VERDICT_UNVERIFIABLE, REASON_RESOLVER);
    case NET_REFUSED: return judgement(VERDICT_UNVERIFIABLE, REASON_REFUSED);
    case NET_UNREACHABLE: return judgement(VERDICT_UNVERIFIABLE, REASON_UNREACHABLE);
    case NET_CONNECT_TIMEOUT: return judgement(VERDICT_UNVERIFIABLE, REASON_CONNECT_TIMEOUT);
    case NET_TIMEOUT: return judgement(VERDICT_UNVERIFIABLE, REASON_TIMEOUT);
    case NET_RESET: return judgement(VERDICT_UNVERIFIABLE, REASON_RESET);
    case NET_TLS: return judgement(VERDICT_UNVERIFIABLE, REASON_TLS);
    case NET_PROXY: return judgement(VERDICT_UNVERIFIABLE, REASON_PROXY);
    case NET_PRIVATE: return judgement(VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS);
    case NET_OK:
    case NET_HTTP2:
    case NET_PROTOCOL:
    case NET_OTHER: break;
    }
    return judgement(VERDICT_UNVERIFIABLE, REASON_PROTOCOL);
}

/* Path without query, without "index.html" and without the last slash. */
static struct str plain_path(struct str path) {
    path = str_sub(path, 0, str_find_char(path, '?'));
    if (str_ends(path, STR("/index.html"))) path = str_sub(path, 0, path.len - 10);
    return path.len && path.ptr[path.len - 1] == '/' ? str_sub(path, 0, path.len - 1) : path;
}

/* "/", or a language's home page ("/en", "/de-DE"). */
static bool is_home(struct str path) {
    path = plain_path(path);
    if (path.len == 0) return true;
    bool letters = path.len == 3 || (path.len == 6 && (path.ptr[3] == '-' || path.ptr[3] == '_'));
    for (size_t i = 1; letters && i < path.len; i++) letters = i == 3 || char_is_letter(path.ptr[i]);
    return letters;
}

/* Is a part of host or path, cut at anything that is not a letter, one of the words? */
static bool is_login(const struct canonical_url *target) {
    static const char *const words[] = {"login",     "signin",   "signup",   "sso",       "oauth",
                                        "authorize", "consent",  "captcha",  "challenge", "logon",
                                        "auth",      "accounts", "register", "session"};
    struct str rest = str_sub(target->url, 0, str_find_char(target->url, '?'));
    while (rest.len) {
        size_t length = 0;
        while (length < rest.len && (char_is_letter(rest.ptr[length]) || rest.ptr[length] == '_')) length++;
        struct str word = str_sub(rest, 0, length);
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (str_eq_nocase(word, str_from(words[i]))) return true;
        if (str_eq_nocase(word, STR("sign_in")) || str_eq_nocase(word, STR("log_in"))) return true;
        rest = str_sub(rest, length + 1, rest.len);
    }
    return false;
}

static struct str without_www(struct str name) {
    return str_starts(name, STR("www.")) ? str_sub(name, 4, name.len) : name;
}

static bool is_minor(const struct canonical_url *from, const struct canonical_url *to) {
    struct str a = str_sub(from->path, str_find_char(from->path, '?'), from->path.len);
    struct str b = str_sub(to->path, str_find_char(to->path, '?'), to->path.len);
    return str_eq(without_www(from->name), without_www(to->name)) && str_eq(a, b) &&
           str_eq(plain_path(from->path), plain_path(to->path));
}

/* The author's link after the leading permanent hops: where those lead is what to write, with the place in the page
 * that they lead to. */
static struct str suggestion_of(struct crawl *run, const struct job *job) {
    if (job->permanent == 0) return (struct str){0};
    bool all = job->permanent + 1 >= job->verdict.hop_count;
    struct str url = all ? job->url : job->verdict.hops[job->permanent].url;
    if (!job->fragment.len) return url;
    struct buf out = {.arena = run->arena};
    buf_printf(&out, "%.*s#", STR_FMT(url));
    target_encode(&out, job->fragment, "\"<>`");
    return buf_str(&out);
}

void judge_chain(struct crawl *run, struct job *job, bool soft_404) {
    struct verdict *verdict = &job->verdict;
    struct canonical_url from = target_split(verdict->url), final = target_split(job->url);
    bool topic = soft_topic(from.path);
    enum verdict_reason reason = soft_404 && !topic ? REASON_SOFT_404 : REASON_NONE;
    if (verdict->hop_count > 0) {
        if (is_home(final.path) && !is_home(from.path))
            reason = REASON_HOME;
        else if (soft_path(final.path) && !topic)
            reason = REASON_SOFT_PAGE;
        else if (is_login(&final) && !is_login(&from))
            reason = REASON_LOGIN;
    }
    if (reason == REASON_SOFT_404 || reason == REASON_SOFT_PAGE) job->host->soft = true;
    if (reason == REASON_SOFT_404 || reason == REASON_HOME) stray_ask(run, job, reason == REASON_HOME);
    struct str suggestion = suggestion_of(run, job);
    if (suggestion.len == 0 || reason != REASON_NONE) {
        job_done(run, job, VERDICT_OK, reason);
        return;
    }
    struct canonical_url to = target_split(str_sub(suggestion, 0, str_find_char(suggestion, '#')));
    bool unsafe = (is_home(to.path) && !is_home(from.path)) || (is_login(&to) && !is_login(&from)) ||
                  redact_needed(suggestion);
    if (!unsafe) verdict->suggestion = suggestion;
    verdict->minor = is_minor(&from, &to);
    job_done(run, job, VERDICT_MOVED, REASON_NONE);
}
