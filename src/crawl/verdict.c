#include "crawl/parts.h"

static const struct {
    const char *id, *sentence;
} reasons[REASON_COUNT] = {
    [REASON_NONE] = {"fine", "works"},
    [REASON_HOME] = {"home-page", "leads to a home page: perhaps the page is gone"},
    [REASON_LOGIN] = {"login-page", "leads to a login or consent page"},
    [REASON_SOFT_404] = {"soft-not-found", "answers %u, but the page's title says that it was not found"},
    [REASON_SOFT_PAGE] = {"not-found-page", "leads to an address that says that nothing was found"},
    [REASON_SOFT_SAME] = {"same-as-missing",
                          "answers %u, but as its host answers for an address that does not exist"},
    [REASON_NOT_FOUND] = {"not-found", "answers 404 Not Found"},
    [REASON_GONE] = {"gone", "answers 410 Gone"},
    [REASON_NO_SUCH_HOST] = {"no-such-host", "the host does not exist"},
    [REASON_MALFORMED] = {"malformed-url", "is not a URL that a browser could open"},
    [REASON_CERT_NAME] = {"certificate-name", "the host's certificate is for another name"},
    [REASON_CERT_EXPIRED] = {"certificate-expired", "the host's certificate has expired or is not valid yet"},
    [REASON_REDIRECT_LOOP] = {"redirect-loop", "redirects without end"},
    [REASON_STATUS] = {"status", "answers %u, which says neither that the page is there nor that it is gone"},
    [REASON_LOGIN_NEEDED] = {"login-needed", "answers 401: a login is needed"},
    [REASON_FORBIDDEN] = {"forbidden", "answers 403 Forbidden: perhaps to programs only"},
    [REASON_BOT_WALL] = {"bot-wall", "answers %u from a wall against programs"},
    [REASON_RATE_LIMITED] = {"rate-limited", "answers 429 Too Many Requests, again after waiting"},
    [REASON_SERVER_ERROR] = {"server-error", "answers %u: the server has trouble"},
    [REASON_LEGAL] = {"legal", "answers 451: not available here for legal reasons"},
    [REASON_RESOLVER] = {"resolver", "the name could not be resolved"},
    [REASON_REFUSED] = {"refused", "the host refuses the connection"},
    [REASON_UNREACHABLE] = {"unreachable", "the host cannot be reached"},
    [REASON_CONNECT_TIMEOUT] = {"connect-timeout", "the host does not accept a connection in time"},
    [REASON_TIMEOUT] = {"timeout", "the host does not answer in time"},
    [REASON_RESET] = {"reset", "the host closes the connection without an answer"},
    [REASON_CERT_UNKNOWN] = {"certificate-issuer",
                             "the issuer of the host's certificate is not known or not sent"},
    [REASON_TLS] = {"tls", "no secure connection could be agreed on"},
    [REASON_PROTOCOL] = {"protocol", "what the host answers is not HTTP, or too large a header"},
    [REASON_PROXY] = {"proxy", "the proxy refuses or does not answer"},
    [REASON_PRIVATE_ADDRESS] = {"private-address", "leads to a private address, which is not asked"},
    [REASON_REDIRECT_SCHEME] = {"redirect-scheme", "redirects to something that is neither http nor https"},
    [REASON_REDIRECT_BAD] = {"redirect-without-target", "answers %u without a usable target"},
    [REASON_BUDGET] = {"budget", "the time for this run was over"},
    [REASON_INTERRUPTED] = {"interrupted", "the run was interrupted"},
    [REASON_NO_NETWORK] = {"no-network", "no host answered: there is no network"},
    [REASON_OTHER_SHARD] = {"other-shard", "belongs to another part of the run"},
    [REASON_LANE] = {"not-in-ledger", "the ledger does not know it, and the network was not asked"},
    [REASON_SECRET] = {"secret-not-sent", "leads to a host that wants a secret, which may not be sent there"},
    [REASON_EXCLUDED] = {"excluded", "is excluded by the configuration"},
    [REASON_RESERVED_NAME] = {"reserved-name", "the name is reserved for examples or private networks"},
    [REASON_NAMESPACE] = {"namespace", "is an identifier, not a page"},
    [REASON_LOCAL_ADDRESS] = {"local-address", "is a private address"},
    [REASON_SCHEME] = {"scheme", "is neither http nor https"},
    [REASON_ROBOTS] = {"robots", "robots.txt forbids it"},
};

static const char *const kinds[VERDICT_KINDS] = {"ok",           "moved",       "broken",
                                                 "unverifiable", "not-checked", "skipped"};

const char *verdict_name(enum verdict_kind kind) {
    return kinds[kind];
}

const char *verdict_reason_id(enum verdict_reason reason) {
    return reasons[reason].id;
}

bool verdict_kind_read(struct str name, enum verdict_kind *kind) {
    for (int i = 0; i < VERDICT_KINDS; i++)
        if (str_eq(name, str_from(kinds[i]))) {
            *kind = (enum verdict_kind)i;
            return true;
        }
    return false;
}

bool verdict_reason_read(struct str id, enum verdict_reason *reason) {
    for (int i = 0; i < REASON_COUNT; i++)
        if (str_eq(id, str_from(reasons[i].id))) {
            *reason = (enum verdict_reason)i;
            return true;
        }
    return false;
}

/* Does the reason tell about the host at the end of the chain, by the words of its own sentence? */
static bool is_of_end(enum verdict_reason reason) {
    return reason != REASON_REDIRECT_LOOP && reason != REASON_REDIRECT_SCHEME &&
           reason != REASON_REDIRECT_BAD && reason != REASON_PRIVATE_ADDRESS && reason != REASON_SECRET;
}

static struct str own_sentence(struct arena *arena, const struct verdict *verdict) {
    struct str sentence = str_from(reasons[verdict->reason].sentence);
    size_t at = str_find(sentence, STR("%u"));
    if (at == sentence.len) return sentence;
    struct str before = str_sub(sentence, 0, at), after = str_sub(sentence, at + 2, sentence.len);
    return str_printf(arena, "%.*s%u%.*s", STR_FMT(before), (unsigned)verdict->status, STR_FMT(after));
}

bool verdict_names_subject(struct str sentence) {
    return str_starts(sentence, STR("the ")) || str_starts(sentence, STR("what ")) ||
           str_starts(sentence, STR("no "));
}

struct str verdict_sentence(struct arena *arena, const struct verdict *verdict) {
    if (verdict->kind == VERDICT_MOVED)
        return str_printf(arena, "has moved for good%s", verdict->suggestion.len ? " to a new address" : "");
    struct str sentence = own_sentence(arena, verdict);
    bool bad = verdict->kind == VERDICT_BROKEN || verdict->kind == VERDICT_UNVERIFIABLE;
    bool elsewhere = verdict->final_url.len && !str_eq(verdict->final_url, verdict->url);
    if (!bad || !is_of_end(verdict->reason)) return sentence;
    const char *link = verdict_names_subject(sentence) ? ":" : ", which";
    if (elsewhere)
        return str_printf(arena, "leads to %.*s%s %.*s", STR_FMT(verdict->final_url), link,
                          STR_FMT(sentence));
    /* The ledger knows that something answered before, not what came after it. */
    if (verdict->from_ledger && verdict->status && verdict_names_subject(sentence))
        return str_printf(arena, "leads to another page: %.*s", STR_FMT(sentence));
    return sentence;
}

bool verdict_accepts(const struct crawl_options *options, const struct crawl_host_rule *rule,
                     uint16_t status) {
    bool own = rule && rule->accept_count;
    const uint16_t *accept = own ? rule->accept : options->accept;
    size_t count = own ? rule->accept_count : options->accept_count;
    for (size_t i = 0; i < count; i++)
        if (accept[i] == status) return true;
    return count == 0 && status >= 200 && status < 300;
}
