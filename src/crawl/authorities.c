/* authorities.c: where systems keep the certificates of those whose word for a host is taken. */
#include "crawl/crawl.h"

/* One file each, all of them; a program that is built for one system finds only its own otherwise. */
static const char *const places[] = {
    "/etc/ssl/certs/ca-certificates.crt",                /* Debian, Ubuntu, Arch, Gentoo, Alpine */
    "/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, RHEL */
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora and RHEL, newer */
    "/etc/ssl/ca-bundle.pem",                            /* openSUSE */
    "/etc/ssl/certs/ca-bundle.crt",                      /* NixOS */
    "/etc/ssl/cert.pem",                                 /* Alpine, macOS, OpenBSD */
    "/etc/pki/tls/cacert.pem",                           /* OpenELEC */
    "/usr/local/etc/ssl/cert.pem",                       /* FreeBSD */
    "/usr/local/share/certs/ca-root-nss.crt",            /* FreeBSD, older */
};

const char *crawl_authorities(struct arena *arena, const char *root) {
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        const char *path = str_printf(arena, "%s%s", root, places[i]).ptr;
        if (file_exists(path)) return path;
    }
    return NULL;
}

bool crawl_authorities_named(const char *file, struct error *error) {
    return file_exists(file) ||
           error_set(error, str_from(file), 0, "there is no such file, which SSL_CERT_FILE names");
}

bool crawl_verified_none(const struct crawl_report *report) {
    bool unknown = false;
    for (size_t i = 0; i < report->verdict_count; i++) {
        const struct verdict *verdict = report->verdicts[i];
        if (verdict->from_ledger || !str_starts(verdict->url, STR("https:"))) continue;
        if (verdict->status) return false;
        unknown |= verdict->reason == REASON_CERT_UNKNOWN;
    }
    return unknown;
}
