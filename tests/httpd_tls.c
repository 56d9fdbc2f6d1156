#include "httpd.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

enum which { GOOD, EXPIRED, WRONG, UNKNOWN, BADH2, WHICH };

struct httpd_tls {
    SSL_CTX *sides[WHICH];
};

static void add_name(X509 *certificate, const char *name) {
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
}

static void add_extension(X509 *certificate, int nid, const char *value) {
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

static X509 *make(EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key, const char *name, const char *hosts,
                  long from, long until) {
    static long serial = 1;
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until);
    X509_set_pubkey(certificate, key);
    add_name(certificate, name);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer ? issuer : certificate));
    if (hosts)
        add_extension(certificate, NID_subject_alt_name, hosts);
    else
        add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate, issuer_key ? issuer_key : key, EVP_sha256());
    return certificate;
}

/* The server name decides; OpenSSL's default is the side that the connection began with: GOOD. */
static int choose(SSL *ssl, int *alert, void *data) {
    struct httpd_tls *tls = data;
    static const char *const names[] = {"", "expired.", "wrong.", "unknown.", "badh2."};
    const char *host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    (void)alert;
    for (int i = 1; host && i < WHICH; i++)
        if (strncmp(host, names[i], strlen(names[i])) == 0) SSL_set_SSL_CTX(ssl, tls->sides[i]);
    return SSL_TLSEXT_ERR_OK;
}

/* badh2.*: yes to HTTP/2. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_length,
                           const unsigned char *in, unsigned in_length, void *data) {
    const char *host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const unsigned char *wanted = (const unsigned char *)"\x02h2\x08http/1.1";
    bool h2 = host && strncmp(host, "badh2.", 6) == 0;
    (void)data;
    if (!h2) return SSL_TLSEXT_ERR_NOACK;
    unsigned char *chosen;
    if (SSL_select_next_proto(&chosen, out_length, wanted, 12, in, in_length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/* Takes the certificate over. */
static SSL_CTX *side(EVP_PKEY *key, X509 *certificate, struct httpd_tls *tls) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_tlsext_servername_callback(context, choose);
    SSL_CTX_set_tlsext_servername_arg(context, tls);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
    X509_free(certificate);
    return context;
}

static bool write_pem(const char *directory, const char *name, X509 *certificate, EVP_PKEY *key) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    if (!file) return false;
    int done = certificate ? PEM_write_X509(file, certificate)
                           : PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
    return fclose(file) == 0 && done;
}

struct httpd_tls *httpd_tls_open(const char *directory) {
    static struct httpd_tls tls;
    static const char names[] = "DNS:*.loop.dev,DNS:*.a.loop.dev,IP:127.0.0.1,IP:::1";
    const long day = 86400;
    EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256"), *other_key = EVP_EC_gen("P-256");
    if (!ca_key || !key || !other_key) return NULL;
    X509 *ca = make(ca_key, NULL, NULL, "contentlint test authority", NULL, -day, 30 * day);
    X509 *other = make(other_key, NULL, NULL, "an authority nobody knows", NULL, -day, 30 * day);
    X509 *good = make(key, ca, ca_key, "good", names, -day, 30 * day);
    if (!write_pem(directory, "ca.pem", ca, NULL) || !write_pem(directory, "good.pem", good, NULL) ||
        !write_pem(directory, "good.key", NULL, key))
        return NULL;
    tls.sides[GOOD] = side(key, good, &tls);
    tls.sides[EXPIRED] = side(key, make(key, ca, ca_key, "expired", names, -9 * day, -day), &tls);
    tls.sides[WRONG] = side(key, make(key, ca, ca_key, "wrong", "DNS:other.dev", -day, 30 * day), &tls);
    tls.sides[UNKNOWN] = side(key, make(key, other, other_key, "unknown", names, -day, 30 * day), &tls);
    tls.sides[BADH2] = side(key, make(key, ca, ca_key, "badh2", names, -day, 30 * day), &tls);
    X509_free(ca);
    X509_free(other);
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(other_key);
    EVP_PKEY_free(key);
    return &tls;
}

void *httpd_tls_accept(struct httpd_tls *tls, int fd) {
    SSL *ssl = SSL_new(tls->sides[GOOD]);
    SSL_set_fd(ssl, fd);
    SSL_set_accept_state(ssl);
    return ssl;
}

static ssize_t result(SSL *ssl, int got) {
    if (got > 0) return got;
    int error = SSL_get_error(ssl, got);
    ERR_clear_error();
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EIO;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

ssize_t httpd_tls_read(void *connection, char *bytes, size_t size) {
    return result(connection, SSL_read(connection, bytes, (int)size));
}

ssize_t httpd_tls_write(void *connection, const char *bytes, size_t size) {
    return result(connection, SSL_write(connection, bytes, (int)size));
}

bool httpd_tls_is_http2(void *connection) {
    const unsigned char *protocol;
    unsigned length;
    SSL_get0_alpn_selected(connection, &protocol, &length);
    return length == 2 && memcmp(protocol, "h2", 2) == 0;
}

void httpd_tls_close(void *connection) {
    SSL_free(connection);
}
