#include "crawl/parts.h"

#include <sys/socket.h>

/* RFC 2606, RFC 6761, RFC 7686, RFC 9476: nothing answers there, ever. */
static const char *const reserved_names[] = {"example.com", "example.net", "example.org", "example",
                                             "test",        "invalid",     "onion",       "alt"};

/* RFC 6761, RFC 6762, RFC 8375, ICANN's .internal: names of a private network. */
static const char *const private_names[] = {"localhost", "local", "home.arpa", "internal"};

/* Identifiers that look like URLs; many answer 404 or redirect, none is meant to be opened. */
static const char *const namespaces[] = {
    "www.w3.org/1999/xhtml",
    "www.w3.org/1999/xlink",
    "www.w3.org/2000/svg",
    "www.w3.org/2000/xmlns/",
    "www.w3.org/XML/1998/namespace",
    "www.w3.org/2001/XMLSchema",
    "www.w3.org/1998/Math/MathML",
    "www.w3.org/2005/Atom",
    "www.w3.org/1999/02/22-rdf-syntax-ns",
    "www.w3.org/2000/01/rdf-schema",
    "www.w3.org/2002/07/owl",
    "www.w3.org/1999/XSL/",
    "www.sitemaps.org/schemas/",
    "www.google.com/schemas/sitemap",
    "search.yahoo.com/mrss",
    "purl.org/dc/",
    "purl.org/rss/",
    "ogp.me/ns",
    "schemas.microsoft.com/",
    "schemas.xmlsoap.org/",
    "schemas.openxmlformats.org/",
    "schemas.android.com/",
    "xmlns.com/foaf/",
    "ns.adobe.com/",
    "www.inkscape.org/namespaces/",
    "sodipodi.sourceforge.net/DTD",
    "creativecommons.org/ns",
    "maven.apache.org/POM/",
    "www.topografix.com/GPX/",
    "www.opengis.net/kml/",
};

/* host is `name` or a name below it. */
static bool is_within(struct str host, struct str name) {
    if (!str_ends(host, name)) return false;
    return host.len == name.len || host.ptr[host.len - name.len - 1] == '.';
}

static bool is_within_any(struct str host, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_within(host, str_from(names[i]))) return true;
    return false;
}

static bool is_namespace(const struct canonical_url *target) {
    struct str rest = str_sub(target->url, target->https ? 8 : 7, target->url.len);
    for (size_t i = 0; i < ARRAY_LEN(namespaces); i++)
        if (str_starts(rest, str_from(namespaces[i]))) return true;
    struct str path = str_sub(target->path, 0, str_find_char(target->path, '?'));
    return str_ends(path, STR("/xmlrpc.php"));
}

enum verdict_reason skip_reason(const struct canonical_url *target, const struct crawl_options *options) {
    struct sockaddr_storage address;
    if (address_parse(target->host, &address))
        return address_is_allowed(options, (const struct sockaddr *)&address) ? REASON_NONE
                                                                              : REASON_LOCAL_ADDRESS;
    if (is_within_any(target->host, reserved_names, ARRAY_LEN(reserved_names))) return REASON_RESERVED_NAME;
    if (!options->allow_private && is_within_any(target->host, private_names, ARRAY_LEN(private_names)))
        return REASON_RESERVED_NAME;
    return is_namespace(target) ? REASON_NAMESPACE : REASON_NONE;
}
