/* The parts of the crawl that need no network: URLs, addresses, header fields, robots.txt, anchors, statuses. */
#include "crawl/engine.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

static const struct {
    const char *written, *canonical; /* NULL: malformed; "": another scheme */
} target_rows[] = {
    {"https://Example.ORG", "https://example.org/"},
    {"HTTP://example.org:80/a b?c d#e", "http://example.org/a%20b?c%20d"},
    {"https://user:pass@example.org:8443/x", "https://example.org:8443/x"},
    {"https://user@evil@example.org/", "https://example.org/"},
    {"//example.org/x", "https://example.org/x"},
    {"https:/example.org/x", "https://example.org/x"},
    {"https:\\\\example.org\\a", "https://example.org/a"},
    {"https://example.org/a/./b/../c", "https://example.org/a/c"},
    {"https://example.org/a/%2e%2E/c", "https://example.org/c"},
    {"https://example.org/../../a/..", "https://example.org/"},
    {"https://example.org/a//b/", "https://example.org/a//b/"},
    {"https://example.org?q=1", "https://example.org/?q=1"},
    {"https://example.org/\xC3\xA4", "https://example.org/%C3%A4"},
    {"https://m\xC3\xBCnchen.de/", "https://xn--mnchen-3ya.de/"},
    {"https://B\xC3\x9C"
     "CHER.example/",
     "https://xn--bcher-kva.example/"},
    {"https://\xE4\xBE\x8B\xE3\x81\x88.jp", "https://xn--r8jz45g.jp/"},
    {"https://a\xE3\x80\x82"
     "b.de/",
     "https://a.b.de/"},
    {"http://127.1/", "http://127.0.0.1/"},
    {"http://0x7f.1/", "http://127.0.0.1/"},
    {"http://2130706433/", "http://127.0.0.1/"},
    {"http://0251.0376.0251.0376/", "http://169.254.169.254/"},
    {"http://[::1]:8080/", "http://[::1]:8080/"},
    {"http://[0:0::1]/", "http://[::1]/"},
    {"http://example.org./a", "http://example.org/a"},
    {" https://example.org/a\n", "https://example.org/a"},
    {"https://example.org/a|b{c}", "https://example.org/a%7Cb%7Bc%7D"},
    {"https://example.org/%zz", "https://example.org/%zz"},
    {"https://", NULL},
    {"https:///", NULL},
    {"example.org", NULL},
    {"https://{host}/x", NULL},
    {"https://<your-domain>/", NULL},
    {"https://a b/", NULL},
    {"https://example.org:99999/", NULL},
    {"https://example.org:0/", NULL},
    {"https://example.org:x/", NULL},
    {"http://256.1.1.1/", NULL},
    {"http://1.2.3.4.5/", NULL},
    {"http://[::1/", NULL},
    {"http://[1.2.3.4]/", NULL},
    {"http://[fe80::1%25eth0]/", NULL},
    {"http://[fe80::1%eth0]/", NULL},
    {"http://[::1]x/", NULL},
    {"http://0x100000000/", NULL},
    {"http://127.0.0.08/", NULL},
    {"https://a..b/", NULL},
    {"mailto:a@example.org", ""},
    {"javascript:alert(1)", ""},
    {"file:///etc/passwd", ""},
    {"ftp://example.org/", ""},
};

static void test_target(void) {
    for (size_t i = 0; i < ARRAY_LEN(target_rows); i++) {
        struct canonical_url target;
        enum target_result result = target_parse(&arena, str_from(target_rows[i].written), &target);
        if (!target_rows[i].canonical)
            CHECK(result == TARGET_MALFORMED);
        else if (!*target_rows[i].canonical)
            CHECK(result == TARGET_SCHEME);
        else {
            CHECK(result == TARGET_OK);
            CHECK_STR(target.url, target_rows[i].canonical);
            struct canonical_url again = target_split(target.url);
            CHECK(str_eq(again.host, target.host) && str_eq(again.path, target.path));
            CHECK(str_eq(again.name, target.name) && again.port == target.port &&
                  again.https == target.https);
        }
    }
}

/* A fragment is not sent, so its length is nobody's business. */
static void test_long_fragment(void) {
    static char written[3 * CRAWL_URL_MAX];
    struct canonical_url target;
    memset(written, 'a', sizeof written);
    struct str url = {written, sizeof written};
    memcpy(written, "https://a.dev/#", 15);
    CHECK(target_parse(&arena, url, &target) == TARGET_OK);
    CHECK_STR(target.url, "https://a.dev/");
    written[14] = '?';
    CHECK(target_parse(&arena, url, &target) == TARGET_MALFORMED);
}

static void test_resolve(void) {
    static const struct {
        const char *reference, *result;
    } rows[] = {
        /* RFC 3986, 5.4 */
        {"g", "http://a.de/b/c/g"},
        {"./g", "http://a.de/b/c/g"},
        {"g/", "http://a.de/b/c/g/"},
        {"/g", "http://a.de/g"},
        {"//g.de", "http://g.de/"},
        {"?y", "http://a.de/b/c/d;p?y"},
        {"g?y", "http://a.de/b/c/g?y"},
        {"#s", "http://a.de/b/c/d;p?q"},
        {";x", "http://a.de/b/c/;x"},
        {"", "http://a.de/b/c/d;p?q"},
        {".", "http://a.de/b/c/"},
        {"..", "http://a.de/b/"},
        {"../g", "http://a.de/b/g"},
        {"../../g", "http://a.de/g"},
        {"../../../g", "http://a.de/g"},
        {"/./g", "http://a.de/g"},
        {"g;x=1/../y", "http://a.de/b/c/y"},
        {"g?y/../x", "http://a.de/b/c/g?y/../x"},
        {"https://x.de/y", "https://x.de/y"},
        {"\\\\x.de\\y", "http://x.de/y"},
    };
    struct canonical_url base, target;
    CHECK(target_parse(&arena, STR("http://a.de/b/c/d;p?q"), &base) == TARGET_OK);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK(target_resolve(&arena, &base, str_from(rows[i].reference), &target) == TARGET_OK);
        CHECK_STR(target.url, rows[i].result);
    }
    CHECK(target_resolve(&arena, &base, STR("file:///etc/passwd"), &target) == TARGET_SCHEME);
}

static void test_address(void) {
    static const struct {
        const char *address;
        bool is_private;
    } rows[] = {
        {"0.0.0.0", true},
        {"0.255.255.255", true},
        {"10.0.0.0", true},
        {"10.255.255.255", true},
        {"100.64.0.0", true},
        {"100.127.255.255", true},
        {"127.0.0.1", true},
        {"127.255.255.255", true},
        {"169.254.0.0", true},
        {"169.254.169.254", true},
        {"169.254.255.255", true},
        {"172.16.0.0", true},
        {"172.31.255.255", true},
        {"192.0.0.0", true},
        {"192.0.0.8", true},
        {"192.0.0.11", true},
        {"192.0.0.170", true},
        {"192.0.0.255", true},
        {"192.0.2.1", true},
        {"192.88.99.1", true},
        {"192.168.0.0", true},
        {"192.168.255.255", true},
        {"198.18.0.0", true},
        {"198.19.255.255", true},
        {"198.51.100.1", true},
        {"203.0.113.1", true},
        {"224.0.0.1", true},
        {"239.255.255.255", true},
        {"240.0.0.1", true},
        {"255.255.255.255", true},
        {"1.0.0.0", false},
        {"8.8.8.8", false},
        {"9.255.255.255", false},
        {"11.0.0.0", false},
        {"100.63.255.255", false},
        {"100.128.0.1", false},
        {"126.255.255.255", false},
        {"128.0.0.0", false},
        {"169.253.255.255", false},
        {"169.255.0.0", false},
        {"172.15.255.255", false},
        {"172.32.0.1", false},
        {"191.255.255.255", false},
        {"192.0.0.9", false},
        {"192.0.0.10", false},
        {"192.0.1.0", false},
        {"192.0.3.0", false},
        {"192.31.196.1", false},
        {"192.52.193.1", false},
        {"192.88.98.1", false},
        {"192.88.100.1", false},
        {"192.167.255.255", false},
        {"192.169.0.0", false},
        {"192.175.48.1", false},
        {"198.17.255.255", false},
        {"198.20.0.0", false},
        {"198.51.99.255", false},
        {"198.51.101.0", false},
        {"203.0.112.255", false},
        {"203.0.114.0", false},
        {"223.255.255.255", false},
        {"::", true},
        {"::1", true},
        {"::127.0.0.1", true},
        {"::8.8.8.8", true},
        {"::ffff:127.0.0.1", true},
        {"::ffff:10.0.0.1", true},
        {"::ffff:0:127.0.0.1", true},
        {"::ffff:0:8.8.8.8", true},
        {"64:ff9b::a9fe:a9fe", true},
        {"64:ff9b::7f00:1", true},
        {"64:ff9b:1::1", true},
        {"64:ff9b:1:ffff::808:808", true},
        {"64:ff9a::1", true},
        {"100::1", true},
        {"100:0:0:1::1", true},
        {"200::1", true},
        {"1000::1", true},
        {"2001::1", true},
        {"2001:0:4136:e378:8000:63bf:3fff:fdd2", true},
        {"2001:1::", true},
        {"2001:1::4", true},
        {"2001:2::1", true},
        {"2001:4:111::1", true},
        {"2001:4:113::1", true},
        {"2001:5::1", true},
        {"2001:10::1", true},
        {"2001:1f::1", true},
        {"2001:40::1", true},
        {"2001:1ff::1", true},
        {"2001:db8::1", true},
        {"2001:db8:ffff::1", true},
        {"2002:7f00:1::", true},
        {"2002:a9fe:a9fe::1", true},
        {"2002:a00:1::", true},
        {"3fff::1", true},
        {"3fff:fff::1", true},
        {"4000::1", true},
        {"5f00::1", true},
        {"5fff::1", true},
        {"8000::1", true},
        {"c000::1", true},
        {"fc00::1", true},
        {"fd00:ec2::254", true},
        {"fdff::1", true},
        {"fe00::1", true},
        {"fe80::1", true},
        {"febf::1", true},
        {"fec0::1", true},
        {"feff::1", true},
        {"ff02::1", true},
        {"ff0e::1", true},
        {"2606:4700::5efe:10.0.0.1", true},
        {"2606:4700::200:5efe:127.0.0.1", true},
        {"2000::1", false},
        {"2001:1::1", false},
        {"2001:1::2", false},
        {"2001:1::3", false},
        {"2001:3::1", false},
        {"2001:4:112::1", false},
        {"2001:20::1", false},
        {"2001:2f::1", false},
        {"2001:30::1", false},
        {"2001:3f::1", false},
        {"2001:200::1", false},
        {"2001:db7::1", false},
        {"2001:db9::1", false},
        {"2002:808:808::", false},
        {"2003::1", false},
        {"2606:4700::1", false},
        {"2620:4f:8000::1", false},
        {"3ffe::1", false},
        {"3fff:1000::1", false},
        {"::ffff:8.8.8.8", false},
        {"64:ff9b::808:808", false},
        {"2606:4700::5efe:8.8.8.8", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct sockaddr_storage storage;
        CHECK(address_parse(str_from(rows[i].address), &storage));
        if (address_is_private((struct sockaddr *)&storage) == rows[i].is_private)
            unit_passed++;
        else {
            unit_failed++;
            printf("%s: wrong class\n", rows[i].address);
        }
    }
    const struct str allowed[] = {STR("127.0.0.0/9"), STR("::1")};
    struct crawl_options options = {.allow_addresses = allowed, .allow_address_count = 2};
    struct sockaddr_storage storage;
    CHECK(address_parse(STR("127.1.2.3"), &storage));
    CHECK(address_is_allowed(&options, (struct sockaddr *)&storage));
    CHECK(address_parse(STR("127.128.2.3"), &storage));
    CHECK(!address_is_allowed(&options, (struct sockaddr *)&storage));
    CHECK(address_parse(STR("::1"), &storage));
    CHECK(address_is_allowed(&options, (struct sockaddr *)&storage));
    CHECK(!crawl_address_ok(STR("10.0.0.0/33")) && !crawl_address_ok(STR("x")) &&
          !crawl_address_ok(STR("1.2.3.4/")));
    CHECK(crawl_address_ok(STR("::/0")) && !address_parse(STR("example.org"), &storage));
}

/* Of what the command line allows the site may leave some out, and add nothing. */
static void test_narrowed(void) {
    static const struct {
        const char *command, *site, *address;
        bool allowed;
    } rows[] = {
        {NULL, "127.0.0.0/8", "127.0.0.1", false},
        {"127.0.0.0/8", NULL, "127.0.0.1", true},
        {"127.0.0.0/8", "127.0.0.0/8", "127.0.0.1", true},
        {"127.0.0.0/8", "10.0.0.0/8", "127.0.0.1", false},
        {"127.0.0.0/8", "10.0.0.0/8", "10.0.0.1", false},
        {"0.0.0.0/0", "10.0.0.0/8", "10.0.0.1", true},
        {"all", NULL, "10.0.0.1", true},
        {"all", "127.0.0.0/8", "10.0.0.1", false},
        {NULL, "127.0.0.0/8", "8.8.8.8", true},
        {"127.0.0.0/8", NULL, "::ffff:127.0.0.1", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct sockaddr_storage storage;
        const struct str command = str_from(rows[i].command), site = str_from(rows[i].site);
        bool all = rows[i].command && strcmp(rows[i].command, "all") == 0;
        const struct crawl_options options = {.allow_private = all,
                                              .allow_addresses = &command,
                                              .allow_address_count = rows[i].command && !all,
                                              .site_addresses = &site,
                                              .site_address_count = rows[i].site != NULL};
        CHECK(address_parse(str_from(rows[i].address), &storage));
        CHECK(address_is_allowed(&options, (struct sockaddr *)&storage) == rows[i].allowed);
    }
}

static void test_secret_read(void) {
    static const struct {
        const char *text, *host; /* NULL: refused */
        uint16_t port;
        bool https;
    } rows[] = {
        {"TOKEN=api.partner.org", "api.partner.org", 443, true},
        {"T_2=*.Partner.org", "*.partner.org", 443, true},
        {"TOKEN=https://a.org:8443", "a.org", 8443, true},
        {"TOKEN=a.org:8443", "a.org", 8443, true},
        {"TOKEN=http://a.org", "a.org", 80, false},
        {"TOKEN=http://*.a.org:8080", "*.a.org", 8080, false},
        {"TOKEN=[::1]:80", "::1", 80, true},
        {"TOKEN=M\xC3\xBCnchen.de", "xn--mnchen-3ya.de", 443, true},
        {"TOKEN", NULL, 0, false},
        {"TOKEN=", NULL, 0, false},
        {"=a.org", NULL, 0, false},
        {"2T=a.org", NULL, 0, false},
        {"TO KEN=a.org", NULL, 0, false},
        {"TOKEN=*", NULL, 0, false},
        {"TOKEN=*.", NULL, 0, false},
        {"TOKEN=a.*.org", NULL, 0, false},
        {"TOKEN=a.org/path", NULL, 0, false},
        {"TOKEN=user@a.org", NULL, 0, false},
        {"TOKEN=ftp://a.org", NULL, 0, false},
        {"TOKEN=a.org b.org", NULL, 0, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct crawl_secret secret;
        bool read = crawl_secret_read(&arena, str_from(rows[i].text), &secret, NULL);
        CHECK(read == (rows[i].host != NULL));
        if (!read || !rows[i].host) continue;
        CHECK_STR(secret.host, rows[i].host);
        CHECK(secret.port == rows[i].port && secret.https == rows[i].https);
    }
}

static void test_header_text(void) {
    CHECK(header_is_text(STR("a b\tc\xC3\xA4")) && header_is_text(STR("")));
    static const char *const wrong[] = {"a\r\nX: y", "a\nb", "a\rb", "a\x1b[1m", "a\x7f", "\x01"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) CHECK(!header_is_text(str_from(wrong[i])));
    CHECK(!header_is_text(STR("a\0b")));
}

static void test_skip(void) {
    static const struct {
        const char *url;
        enum verdict_reason reason;
    } rows[] = {
        {"https://example.com/x", REASON_RESERVED_NAME},
        {"https://www.example.org/", REASON_RESERVED_NAME},
        {"https://notexample.org/", REASON_NONE},
        {"http://localhost:1313/", REASON_RESERVED_NAME},
        {"http://a.test/", REASON_RESERVED_NAME},
        {"http://printer.local/", REASON_RESERVED_NAME},
        {"http://127.0.0.1/", REASON_LOCAL_ADDRESS},
        {"http://169.254.169.254/latest/meta-data/", REASON_LOCAL_ADDRESS},
        {"http://[::1]/", REASON_LOCAL_ADDRESS},
        {"http://0x7F.0.0.0x1/", REASON_LOCAL_ADDRESS},
        {"http://0177.0.0.01/", REASON_LOCAL_ADDRESS},
        {"http://0/", REASON_LOCAL_ADDRESS},
        {"http://2852039166/", REASON_LOCAL_ADDRESS},
        {"http://0xa9fea9fe./", REASON_LOCAL_ADDRESS},
        {"http://%31%32%37.0.0.1/", REASON_LOCAL_ADDRESS},
        {"http://127\xE3\x80\x82"
         "0.0.1/",
         REASON_LOCAL_ADDRESS},
        {"http://[::FFFF:7f00:1]/", REASON_LOCAL_ADDRESS},
        {"http://[::ffff:0:127.0.0.1]/", REASON_LOCAL_ADDRESS},
        {"http://[0:0:0:0:0:0:169.254.169.254]/", REASON_LOCAL_ADDRESS},
        {"http://LOCALHOST./", REASON_RESERVED_NAME},
        {"http://a.localhost/", REASON_RESERVED_NAME},
        {"http://www.w3.org/2000/svg", REASON_NAMESPACE},
        {"http://www.sitemaps.org/schemas/sitemap/0.9", REASON_NAMESPACE},
        {"https://www.w3.org/TR/html/", REASON_NONE},
        {"https://blog.de/xmlrpc.php", REASON_NAMESPACE},
        {"https://8.8.8.8/", REASON_NONE},
    };
    struct crawl_options options = crawl_defaults();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct canonical_url target;
        CHECK(target_parse(&arena, str_from(rows[i].url), &target) == TARGET_OK);
        CHECK(skip_reason(&target, &options) == rows[i].reason);
    }
}

static void test_retry_after(void) {
    static const struct {
        const char *value;
        int64_t ms;
    } rows[] = {
        {"1", 1000},
        {" 120 ", 120000},
        {"0", 0},
        {"1.5", 2000},
        {"1m1s", 61000},
        {"2h", 7200000},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
        {"Thu, 01 Jan 2026 00:00:10 GMT", 10000},
        {"Thursday, 01-Jan-26 00:00:10 GMT", 10000},
        {"Thu Jan  1 00:00:10 2026", 10000},
        {"", -1},
        {"soon", -1},
        {"-5", -1},
        {"1x", -1},
        {"Thu, 32 Jan 2026 00:00:10 GMT", -1},
        {"99999999999999999999999", 9999999999999000},
    };
    const int64_t now = 1767225600; /* 2026-01-01 */
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t got = header_retry_after(str_from(rows[i].value), now);
        if (got == rows[i].ms || (rows[i].ms > 1000000000000 && got > 1000000000000))
            unit_passed++;
        else {
            unit_failed++;
            printf("\"%s\": %lld ms\n", rows[i].value, (long long)got);
        }
    }
}

static struct header feed(const char *const *lines) {
    struct header header = {0};
    header_start(&header);
    for (; *lines; lines++) CHECK(header_line(&header, str_from(*lines), 65536, 1767225600));
    return header;
}

static void test_header(void) {
    struct header header = feed((const char *const[]){
        "HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 301 Moved\r\n", "LOCATION:  /x \r\n",
        "Content-Type: application/pdf\r\n", "ETag: \"a\"\r\n", "\r\n", NULL});
    CHECK(header.status == 301 && header.done && !header.html);
    CHECK_STR(str_from(header.location), "/x");
    CHECK_STR(str_from(header.etag), "\"a\"");
    header = feed((const char *const[]){"HTTP/2 200\r\n", "ratelimit-remaining: 0\r\n",
                                        "ratelimit-reset: 7\r\n", NULL});
    CHECK(header.status == 200 && !header.done && header.html && header_pause(&header) == 7000);
    header = feed((const char *const[]){"HTTP/2 200\r\n", "X-RateLimit-Remaining: 0\r\n",
                                        "X-RateLimit-Reset: 1767225605\r\n", NULL});
    CHECK(header_pause(&header) == 5000);
    header = feed((const char *const[]){"HTTP/2 200\r\n", "RateLimit: \"default\";r=0;t=9\r\n", NULL});
    CHECK(header_pause(&header) == 9000);
    header =
        feed((const char *const[]){"HTTP/2 200\r\n", "RateLimit: limit=10, remaining=3, reset=9\r\n", NULL});
    CHECK(header_pause(&header) == 0);
    header = feed((const char *const[]){"HTTP/1.1 403 F\r\n", "cf-mitigated: challenge\r\n", NULL});
    CHECK(judge_status(&header).reason == REASON_BOT_WALL);
    header_start(&header);
    header.bytes = 0;
    CHECK(header_line(&header, STR("HTTP/1.1 200 OK\r\n"), 20, 0));
    CHECK(!header_line(&header, STR("X: y\r\n"), 20, 0));
}

static void test_robots(void) {
    static const char text[] = "User-agent: other\nDisallow: /\n\n"
                               "user-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.gif$\n"
                               "Disallow: /q?a=*&b\nCrawl-delay: 2\n";
    static const struct {
        const char *path;
        bool allowed;
    } rows[] = {
        {"/", true},         {"/private", false}, {"/private/x", false}, {"/private/open/y", true},
        {"/a/b.gif", false}, {"/a.gif?x", true},  {"/q?a=1&b", false},   {"/q?a=1", true},
    };
    struct robots *robots = robots_parse(&arena, str_from(text), STR("contentlint"));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(robots_allows(robots, str_from(rows[i].path)) == rows[i].allowed);
    CHECK(robots->delay_ms == 2000);
    robots = robots_parse(&arena, STR("User-agent: *\nDisallow: /\nUser-agent: ContentLint/2\nDisallow:"),
                          STR("contentlint"));
    CHECK(robots_allows(robots, STR("/x")));
    CHECK(robots_allows(NULL, STR("/x")));
}

static enum fragment_verdict find(struct str html, const char *charset, const char *fragment, bool github) {
    struct fragment_page page;
    fragment_read(&arena, html, str_from(charset), github, false, &page);
    return fragment_result(&arena, &page, str_from(fragment));
}

static void test_fragment(void) {
    static const struct {
        const char *html, *fragment;
        enum fragment_verdict verdict;
    } rows[] = {
        {"<h1 id=\"a\">x</h1>", "a", FRAGMENT_FOUND},
        {"<h1 id='a b'>x</h1>", "a%20b", FRAGMENT_FOUND},
        {"<h1 class=x id=a>", "a", FRAGMENT_FOUND},
        {"<h1 ID = \"a\" >", "a", FRAGMENT_FOUND},
        {"<a name=a>", "a", FRAGMENT_FOUND},
        {"<input name=a>", "a", FRAGMENT_MISSING},
        {"<!-- <h1 id=a> -->", "a", FRAGMENT_MISSING},
        {"<!-- x --><h1 id=a>", "a", FRAGMENT_FOUND},
        {"<!DOCTYPE html><h1 id=a>", "a", FRAGMENT_FOUND},
        {"<script>var x = '<h1 id=\"a\">';</script><p id=b><p id=c><p id=d>", "a", FRAGMENT_MISSING},
        {"<script>x</script><h1 id=a>", "a", FRAGMENT_FOUND},
        {"<h1 id=\"a&amp;b&#x41;\">", "a&bA", FRAGMENT_FOUND},
        {"<h1 data-id=a>", "a", FRAGMENT_MISSING},
        {"<h1 title=\"id=a\">", "a", FRAGMENT_MISSING},
        {"<h1 id=A>", "a", FRAGMENT_MISSING},
        {"</h1 id=a>", "a", FRAGMENT_MISSING},
        {"<br id=a/>", "a/", FRAGMENT_FOUND},
        {"<h1 id=a:~:text=b>", "a:~:text=x", FRAGMENT_MISSING},
        {"<h1 id=a>", "a:~:text=x", FRAGMENT_FOUND},
        {"<h1 id=\"\xC3\xA4\">", "%C3%A4", FRAGMENT_FOUND},
        {"<div id=root></div><script src=x></script>", "a", FRAGMENT_UNKNOWN},
        /* as a browser reads HTML */
        {"<h1 id=caf&eacute;>", "caf%C3%A9", FRAGMENT_FOUND},
        {"<h1 id='a&nbsp;b'>", "a%C2%A0b", FRAGMENT_FOUND},
        {"<h1 id='a&rarr;b'>", "a%E2%86%92b", FRAGMENT_FOUND},
        {"<h1 id='a&notin;b'>", "a%E2%88%89b", FRAGMENT_FOUND},
        {"<h1 id='a&ampb'>", "a&ampb", FRAGMENT_FOUND},
        {"<!-- x --!><h1 id=a>", "a", FRAGMENT_FOUND},
        {"<!--><h1 id=a>", "a", FRAGMENT_FOUND},
        {"<!-- <h1 id=a> --!", "a", FRAGMENT_MISSING},
        {"<textarea><h1 id=a></textarea>", "a", FRAGMENT_MISSING},
        {"<template><h1 id=a></h1></template>", "a", FRAGMENT_MISSING},
        {"<svg><g id=a /></svg>", "a", FRAGMENT_FOUND},
        {"<svg><![CDATA[<h1 id=a>]]></svg>", "a", FRAGMENT_MISSING},
        {"<h1 class=a id=a id=b>", "b", FRAGMENT_MISSING},
        {"<h1 id=\"user-content-usage\">", "usage", FRAGMENT_UNKNOWN},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (find(str_from(rows[i].html), "", rows[i].fragment, false) == rows[i].verdict) {
            unit_passed++;
            continue;
        }
        unit_failed++;
        printf("%s #%s\n", rows[i].html, rows[i].fragment);
    }
    CHECK(find(STR("<h2 id=\"user-content-usage\">"), "", "usage", true) == FRAGMENT_FOUND);
    CHECK(find(STR("{\"toc\":[{\"level\":1,\"anchor\":\"usage\"}]}"), "", "usage", true) == FRAGMENT_FOUND);
    CHECK(find(STR("<h2 id=\"user-content-usage\">"), "", "other", true) == FRAGMENT_MISSING);
    CHECK(find(STR("<h2 id=\"x\">"), "", "other", true) == FRAGMENT_UNKNOWN);
}

/* An id with a letter that is not ASCII, in the encodings that pages come in. */
static void test_charset(void) {
#define BYTES(text)                                                                                          \
    { text, sizeof(text) - 1 }
    static const struct {
        struct str html;
        const char *charset;
        enum fragment_verdict verdict;
    } rows[] = {
        {BYTES("<h1 id=caf\xC3\xA9>"), "", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xC3\xA9>"), "UTF-8", FRAGMENT_FOUND},
        {BYTES("\xEF\xBB\xBF<h1 id=caf\xC3\xA9>"), "iso-8859-1", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xE9>"), "ISO-8859-1", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xE9>"), "windows-1252", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xE9>"), "iso-8859-15", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xE9>"), "", FRAGMENT_FOUND},
        {BYTES("<meta charset=\"latin1\"><h1 id=caf\xE9>"), "", FRAGMENT_FOUND},
        {BYTES("<META http-equiv=Content-Type content='text/html; charset=iso-8859-1'><h1 id=caf\xE9>"), "",
         FRAGMENT_FOUND},
        {BYTES("<?xml version='1.0' encoding='ISO-8859-1'?><html><h1 id=caf\xE9>"), "", FRAGMENT_FOUND},
        {BYTES("\xFF\xFE<\0h\0"
               "1\0 \0i\0d\0=\0c\0"
               "a\0f\0\xE9\0>\0"),
         "utf-8", FRAGMENT_FOUND},
        {BYTES("\xFE\xFF\0<\0h\0"
               "1\0 \0i\0d\0=\0c\0"
               "a\0f\0\xE9\0>"),
         "", FRAGMENT_FOUND},
        {BYTES("<\0h\0"
               "1\0 \0i\0d\0=\0c\0"
               "a\0f\0\xE9\0>\0"),
         "utf-16", FRAGMENT_FOUND},
        {BYTES("<meta charset=utf-16><h1 id=caf\xC3\xA9>"), "", FRAGMENT_FOUND},
        {BYTES("<h1 id=caf\xE9>"), "utf-8", FRAGMENT_MISSING},
        {BYTES("<h1 id=caf\xC3\xA9>"), "iso-8859-1", FRAGMENT_MISSING},
        {BYTES("<h1 id=x>"), "x-unknown", FRAGMENT_UNKNOWN},
        {BYTES("<h1 id=x>"), "../../evil", FRAGMENT_UNKNOWN},
    };
#undef BYTES
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (find(rows[i].html, rows[i].charset, "caf%C3%A9", false) == rows[i].verdict) {
            unit_passed++;
            continue;
        }
        unit_failed++;
        printf("row %zu of encodings\n", i);
    }
    struct header header = {0};
    header_start(&header);
    CHECK(header_line(&header, STR("HTTP/1.1 200 OK\r\n"), 1000, 0));
    CHECK(header_line(&header, STR("Content-Type: text/html; x=1; Charset=\"ISO-8859-1\"\r\n"), 1000, 0));
    CHECK_STR(str_from(header.charset), "ISO-8859-1");
}

static bool title_is_soft(const char *html) {
    struct fragment_page page;
    fragment_read(&arena, str_from(html), STR(""), false, true, &page);
    return soft_title(&arena, page.title);
}

static void test_soft_title(void) {
    static const char *const soft[] = {
        "<title>Page Not\n Found</title>",
        "<html><head><TITLE>Shop | Page Not Found</title>",
        "<title> 404 </title>",
        "<title data-x='y'>Page&nbsp;not&#32;found &ndash; Shop</title>",
        "<body><title>Error 404 (Not Found)!!1</title>",
        "<title>404: This page could not be found.</title>",
        "<title>404 - Not Found</title>",
        "<title>Oops! That page can’t be found</title>",
        "<title>Shop: page not found</title>",
        "<title>We can&rsquo;t find that page | Shop</title>",
        "<title>Seite nicht gefunden - Verein</title>",
        "<title>Fehler 404: Seite nicht gefunden</title>",
        "<title>Page introuvable | Boutique</title>",
        "<title>P\xC3\xA1gina no encontrada \xE2\x80\x93 Tienda</title>",
        "<title>Pa\xCC\x81gina no encontrada</title>", /* decomposed */
        "<title>СТРАНИЦА НЕ НАЙДЕНА</title>",
        "<title>404エラー｜ページが見つかりません</title>",
        "<title>页面不存在 - 商店</title>",
        "<title>SAYFA BULUNAMADI</title>",
        "<title>הדף לא נמצא | חנות</title>",
    };
    static const char *const fine[] = {
        "<title>Lost &amp; found</title>",
        "<title>How pages are found</title>",
        "<title>404 Media</title>",
        "<title>Area code 404 | Atlanta</title>",
        "<title>What to do when a page is not found</title>",
        "<title>How to repair a shop: page not found</title>",
        "<title>Not Found Theatre Company</title>",
        "<title>Error</title>",
        "<title></title>",
        "<svg><title>Page not found</title></svg><title>Icons</title>",
        "<!-- <title>404</title> --><title>Shop</title>",
        "<title>Elements not found in nature</title>",
        "<title>Fehler | Verein</title>",
    };
    for (size_t i = 0; i < ARRAY_LEN(soft); i++)
        if (!title_is_soft(soft[i])) unit_failed++, printf("not soft: %s\n", soft[i]);
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        if (title_is_soft(fine[i])) unit_failed++, printf("soft: %s\n", fine[i]);
    unit_passed += (int)(ARRAY_LEN(soft) + ARRAY_LEN(fine));
}

static void test_soft_path(void) {
    static const struct {
        const char *path;
        bool soft, topic;
    } rows[] = {
        {"/404", true, true},
        {"/404.html", true, true},
        {"/en/404/?from=x", true, true},
        {"/error/not-found", true, true},
        {"/Page_Not_Found.aspx", true, true},
        {"/pagenotfound/", true, true},
        {"/errors/http-404.php", true, true},
        {"/oops?aspxerrorpath=/x", true, false},
        {"/docs/status/404", true, true},
        {"/how-to-fix-page-not-found", false, true},
        {"/404-media/", false, true},
        {"/lost-and-found", false, false},
        {"/found/not", false, false},
        {"/", false, false},
        {"/error", false, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK(soft_path(str_from(rows[i].path)) == rows[i].soft);
        CHECK(soft_topic(str_from(rows[i].path)) == rows[i].topic);
    }
}

static void test_fragment_need(void) {
    static const struct {
        const char *host, *fragment;
        enum fragment_need need;
    } rows[] = {
        {"a.de", "", FRAGMENT_NEVER},
        {"a.de", "top", FRAGMENT_NEVER},
        {"a.de", "x", FRAGMENT_ASK},
        {"a.de", "/route", FRAGMENT_SCRIPT},
        {"a.de", "!route", FRAGMENT_SCRIPT},
        {"a.de", ":~:text=x", FRAGMENT_NEVER},
        {"a.de", "L10", FRAGMENT_ASK},
        {"github.com", "L10", FRAGMENT_SCRIPT},
        {"github.com", "L10-L20", FRAGMENT_SCRIPT},
        {"github.com", "L10C3-L12C4", FRAGMENT_SCRIPT},
        {"github.com", "Lists", FRAGMENT_ASK},
        {"github.com", "issuecomment-1", FRAGMENT_SCRIPT},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK(fragment_need(str_from(rows[i].host), str_from(rows[i].fragment)) == rows[i].need);
}

static void test_status(void) {
    static const struct {
        uint16_t status;
        enum verdict_kind kind;
        enum verdict_reason reason;
    } rows[] = {
        {404, VERDICT_BROKEN, REASON_NOT_FOUND},          {410, VERDICT_BROKEN, REASON_GONE},
        {401, VERDICT_UNVERIFIABLE, REASON_LOGIN_NEEDED}, {403, VERDICT_UNVERIFIABLE, REASON_FORBIDDEN},
        {405, VERDICT_UNVERIFIABLE, REASON_STATUS},       {406, VERDICT_UNVERIFIABLE, REASON_STATUS},
        {400, VERDICT_UNVERIFIABLE, REASON_STATUS},       {429, VERDICT_UNVERIFIABLE, REASON_RATE_LIMITED},
        {451, VERDICT_UNVERIFIABLE, REASON_LEGAL},        {500, VERDICT_UNVERIFIABLE, REASON_SERVER_ERROR},
        {503, VERDICT_UNVERIFIABLE, REASON_SERVER_ERROR}, {999, VERDICT_UNVERIFIABLE, REASON_BOT_WALL},
        {302, VERDICT_UNVERIFIABLE, REASON_REDIRECT_BAD},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct header header = {.status = rows[i].status};
        struct judgement judgement = judge_status(&header);
        CHECK(judgement.kind == rows[i].kind && judgement.reason == rows[i].reason);
    }
    for (int i = 0; i < REASON_COUNT; i++) {
        enum verdict_reason reason;
        CHECK(verdict_reason_read(str_from(verdict_reason_id((enum verdict_reason)i)), &reason) &&
              (int)reason == i);
        struct verdict verdict = {
            .kind = VERDICT_UNVERIFIABLE, .reason = (enum verdict_reason)i, .status = 418};
        struct str sentence = verdict_sentence(&arena, &verdict);
        CHECK(sentence.len > 0 && str_find(sentence, STR("%")) == sentence.len);
    }
}

/* ---- pace ---- */

static const struct {
    uint32_t gap, base, max;
    bool busy;
    uint32_t want;
} gaps[] = {
    {100, 100, 5000, true, 200},  {3000, 100, 5000, true, 5000},   {5000, 100, 5000, true, 5000},
    {0, 0, 5000, true, 100}, /* without a gap as with the usual one */
    {400, 100, 5000, false, 300}, {120, 100, 5000, false, 100},    {100, 100, 5000, false, 100},
    {50, 100, 5000, false, 50},   {2500, 2500, 5000, false, 2500},
};

/* Three good answers, no fewer, make up for a busy one; answers that alternate slow a host down as far as it goes. */
static void test_gap(void) {
    for (size_t i = 0; i < ARRAY_LEN(gaps); i++)
        CHECK(step_gap(gaps[i].gap, gaps[i].base, gaps[i].max, gaps[i].busy) == gaps[i].want);
    uint32_t gap = step_gap(1000, 1, 5000, true);
    for (int i = 0; i < 2; i++) gap = step_gap(gap, 1, 5000, false);
    CHECK(gap > 1000);
    CHECK(step_gap(gap, 1, 5000, false) < 1000);
    for (int i = 0; i < 40; i++) gap = step_gap(gap, 1, 5000, i % 2 == 0);
    CHECK(gap == 5000 - 5000 / 4);
}

/* The bundle of one system after the other, each alone in a root of its own; an earlier one is taken before a later one. */
static void test_authorities(void) {
    static const char *const made[] = {"etc",     "etc/pki",      "etc/pki/tls", "etc/pki/tls/certs",
                                       "etc/ssl", "etc/ssl/certs"};
    static const char *const bundles[] = {"/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem",
                                          "/etc/pki/tls/certs/ca-bundle.crt",
                                          "/etc/ssl/certs/ca-certificates.crt"};
    char root[] = "/tmp/contentlint-XXXXXX";
    struct error error;
    CHECK(mkdtemp(root) != NULL);
    for (size_t i = 0; i < ARRAY_LEN(made); i++)
        CHECK(mkdir(str_printf(&arena, "%s/%s", root, made[i]).ptr, 0777) == 0);
    CHECK(crawl_authorities(&arena, root) == NULL);
    for (size_t i = 0; i < ARRAY_LEN(bundles); i++) {
        const char *path = str_printf(&arena, "%s%s", root, bundles[i]).ptr, *found;
        CHECK(file_write(path, STR("certificates"), &error));
        found = crawl_authorities(&arena, root);
        CHECK(found && strcmp(found, path) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(bundles); i++) unlink(str_printf(&arena, "%s%s", root, bundles[i]).ptr);
    for (size_t i = ARRAY_LEN(made); i-- > 0;) rmdir(str_printf(&arena, "%s/%s", root, made[i]).ptr);
    CHECK(rmdir(root) == 0);
}

/* Whether any HTTPS host could be verified is told by what was asked in this run. */
static void test_verified_none(void) {
    static const struct {
        const char *url;
        enum verdict_reason reason;
        uint16_t status;
        bool from_ledger, none;
    } rows[] = {
        {"https://a.example/", REASON_CERT_UNKNOWN, 0, false, true},
        {"https://a.example/", REASON_CERT_UNKNOWN, 0, true, false},
        {"https://a.example/", REASON_CERT_NAME, 0, false, false},
        {"http://a.example/", REASON_CERT_UNKNOWN, 0, false, false},
        {"https://a.example/", REASON_NONE, 200, false, false},
    };
    struct verdict verdicts[2] = {{.url = STR("https://b.example/"), .status = 404}};
    const struct verdict *all[] = {&verdicts[1], &verdicts[0]};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        verdicts[1] = (struct verdict){.url = str_from(rows[i].url),
                                       .reason = rows[i].reason,
                                       .status = rows[i].status,
                                       .from_ledger = rows[i].from_ledger};
        CHECK(crawl_verified_none(&(struct crawl_report){.verdicts = all, .verdict_count = 1}) ==
              rows[i].none);
        CHECK(!crawl_verified_none(&(struct crawl_report){.verdicts = all, .verdict_count = 2}));
    }
}

int main(void) {
    test_authorities();
    test_verified_none();
    test_target();
    test_long_fragment();
    test_resolve();
    test_address();
    test_narrowed();
    test_secret_read();
    test_header_text();
    test_skip();
    test_retry_after();
    test_header();
    test_robots();
    test_fragment();
    test_charset();
    test_soft_title();
    test_soft_path();
    test_fragment_need();
    test_status();
    test_gap();
    arena_free(&arena);
    return unit_report();
}
