/* What a report may show of a URL: names of secrets, spellings, places in a text. */
#include "unit.h"

static const struct {
    const char *text, *shown; /* NULL: nothing is left out */
} rows[] = {
    /* user names */
    {"https://user:pass@a.org/x", "https://a.org/x"},
    {"https://ghp_abc@a.org/x", "https://a.org/x"},
    {"see http://u:p@a.org and ftp://u:p@b.org/", "see http://a.org and ftp://b.org/"},
    {"//u:p@a.org/", "//a.org/"},
    {"https:u:p@a.org", "https:a.org"},
    {"https:/u:p@a.org", "https:/a.org"},
    {"HTTPS:\\\\u:p@a.org\\x", "HTTPS:\\\\a.org\\x"},
    {"https://u@v:p@a.org/", "https://a.org/"},
    {"https://u:p%40q@a.org/", "https://a.org/"},
    {"https://u:p;token=x@a.org/", "https://a.org/"},
    {"https://u:p)q@a.org/", "https://a.org/"},
    {"https://u:p:q@a.org:80?x", "https://a.org:80?x"},
    {"https://:p@a.org", "https://a.org"},
    {"ssh://git:pw@a.org/x.git", "ssh://a.org/x.git"},
    {"(https://u:p@a.org) [x](https://u:p@b.org)", "(https://a.org) [x](https://b.org)"},
    {"?u=https://u:p@a.org/", "?u=https://a.org/"},
    {"https://u:p@/@x", "https://…/@x"},
    {"ssh://git@github.com/a/b.git", NULL},
    {"mailto:a@b.org", NULL},
    {"https://a.org/@user/x@1", NULL},
    {"https://a.org/x?mail=a@b.org", NULL},
    {"write to a@b.org: //", NULL},
    {"https://a.org:8080/ a@b", NULL},
    {"x//y@z", NULL},
    /* names of secrets */
    {"https://a.org/?x=1&token=abc", "https://a.org/?…"},
    {"https://a.org/k?X-Amz-Date=1&X-Amz-Signature=abc", "https://a.org/k?…"},
    {"https://a.org/k?X-Amz-Credential=AK%2F1", "https://a.org/k?…"},
    {"https://a.org/k?x-amz-security-token=a", "https://a.org/k?…"},
    {"https://a.org/k?X-Goog-Signature=a", "https://a.org/k?…"},
    {"https://a.org/k?sv=2020&se=2030&sr=b&sp=r&sig=a%3D", "https://a.org/k?…"},
    {"https://a.org/k?Expires=1&Signature=a&Key-Pair-Id=K", "https://a.org/k?…"},
    {"https://a.org/?ACCESS_TOKEN=a", "https://a.org/?…"},
    {"https://a.org/?private_token=a", "https://a.org/?…"},
    {"https://a.org/?X-API-Key=a", "https://a.org/?…"},
    {"https://a.org/?subscription-key=a", "https://a.org/?…"},
    {"https://a.org/?api_key=a", "https://a.org/?…"},
    {"https://a.org/?apikey=a", "https://a.org/?…"},
    {"https://a.org/?pass=a", "https://a.org/?…"},
    {"https://a.org/?user[password]=a", "https://a.org/?…"},
    {"https://a.org/?client_secret=a", "https://a.org/?…"},
    {"https://a.org/?jwt=a", "https://a.org/?…"},
    {"https://a.org/?PHPSESSID=a", "https://a.org/?…"},
    {"https://a.org/x;jsessionid=a/y", "https://a.org/x;…"},
    {"https://a.org/x;token=a", "https://a.org/x;…"},
    {"https://a.org/;v=1/y?token=a", "https://a.org/;v=1/y?…"},
    {"https://a.org/#access_token=a&x=1", "https://a.org/#…"},
    {"https://a.org/?key=AIzaSyA1b2c3d4e5f6", "https://a.org/?…"},
    {"https://a.org/?code=4%2F0AX4XfWh12345", "https://a.org/?…"},
    {"https://a.org/?%74oken=a", "https://a.org/?…"},
    {"https://a.org/?t%6Fk%65n%3Da", "https://a.org/?…"},
    {"https://a.org/?x=1&amp;token=a", "https://a.org/?…"},
    {"https://a.org/?next=https%3A%2F%2Fb.org%2F%3Ftoken%3Dabc", "https://a.org/?…"},
    {"download?token=a is gone", "download?… is gone"},
    {"leads to https://a.org/?token=a.", "leads to https://a.org/?…."},
    {"https://u:p@a.org/?token=a https://b.org/?sig=b", "https://a.org/?… https://b.org/?…"},
    {"<https://a.org/?token=a> \"https://b.org/?token=a\"", "<https://a.org/?…> \"https://b.org/?…\""},
    /* paths that are a secret */
    {"https://hooks.slack.com/services/T0001/B0002/XyZ0123456789", "https://hooks.slack.com/services/…"},
    {"https://hooks.slack.com/triggers/T0001/123/abcdefgh0", "https://hooks.slack.com/triggers/…"},
    {"[x](https://hooks.slack.com/services/T0001/B0002/XyZ0123456789) y",
     "[x](https://hooks.slack.com/services/…) y"},
    {"https://HOOKS.slack.com:443/%73ervices/T0001/B0002/XyZ01234?x=1",
     "https://HOOKS.slack.com:443/%73ervices/…?x=1"},
    {"https://u:p@hooks.slack.com/services/T0001/B0002/XyZ0123456789", "https://hooks.slack.com/services/…"},
    {"https://discord.com/api/webhooks/123456789012/aBc-dEf_012345", "https://discord.com/api/webhooks/…"},
    {"https://canary.discord.com/api/v10/webhooks/123456789012/aBc",
     "https://canary.discord.com/api/v10/webhooks/…"},
    {"https://acme.webhook.office.com/webhookb2/0a1b2c3d@4e5f/IncomingWebhook/6a7b8c9d",
     "https://acme.webhook.office.com/webhookb2/…"},
    {"https://outlook.office.com/webhook/0a1b2c3d-4e5f", "https://outlook.office.com/webhook/…"},
    {"https://api.telegram.org/bot123456789:AAbbCCddEEff/getMe", "https://api.telegram.org/bot…"},
    {"https://api.telegram.org/file/bot123456789:AAbbCC/x.png", "https://api.telegram.org/file/bot…"},
    {"https://hooks.zapier.com/hooks/catch/123456/abcdef/", "https://hooks.zapier.com/hooks/catch/…"},
    {"https://maker.ifttt.com/trigger/door/with/key/a1b2c3d4e5f6",
     "https://maker.ifttt.com/trigger/door/with/key/…"},
    {"https://webhook.site/0a1b2c3d-4e5f-6071", "https://webhook.site/…"},
    {"https://hooks.slack.com/", NULL},
    {"https://hooks.slack.com/services/", NULL},
    {"https://slack.com/services/T0001/B0002/XyZ0123456789", NULL},
    {"https://nothooks.slack.community/services/T0001/B0002", NULL},
    {"https://discord.com/developers/docs/resources/webhook", NULL},
    {"https://discord.com/invite/abcdefgh12", NULL},
    {"https://core.telegram.org/bots/api", NULL},
    {"https://api.telegram.org/", NULL},
    {"https://a.org/token?tokens=1", NULL},
    {"https://a.org/?token=", NULL},
    {"https://a.org/?token", NULL},
    {"https://a.org/?key=value&code=404&sign=1", NULL},
    {"https://a.org/?se=1&sv=2&sp=3", NULL},
    {"https://a.org/#section", NULL},
    {"what is a token=value pair", NULL},
    {"https://a.org/?q=token", NULL},
    {"", NULL},
    {"?", NULL},
    {"%", NULL},
    {"https://", NULL},
};

static void test_redact(struct arena *arena) {
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str text = str_from(rows[i].text);
        CHECK_STR(redact(arena, text), rows[i].shown ? rows[i].shown : rows[i].text);
        CHECK(redact_needed(text) == (rows[i].shown != NULL));
        struct str line = redact_line(arena, text);
        CHECK(line.len == text.len && (rows[i].shown != NULL) == !str_eq(line, text));
        CHECK(!redact_needed(redact(arena, text)));
    }
}

static void test_redact_line(struct arena *arena) {
    CHECK_STR(redact_line(arena, STR("[x](https://u:pw@a.org/y) z")), "[x](https://*****a.org/y) z");
    CHECK_STR(redact_line(arena, STR("<https://a.org/?token=ab> z")), "<https://a.org/*********> z");
}

/* Twice the text costs twice as much: long runs of what opens something. */
static void test_linear(struct arena *arena) {
    static const char *const pieces[] = {
        "@", "//", "https://a:", "?", "&token=", "%3F", ":", ";a", "https://u:p@"};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct buf text = {.arena = arena};
        while (text.len < (1u << 20)) buf_add(&text, str_from(pieces[i]));
        CHECK(redact(arena, buf_str(&text)).len <= 2 * text.len);
    }
}

int main(void) {
    struct arena arena = {0};
    test_redact(&arena);
    test_redact_line(&arena);
    test_linear(&arena);
    arena_free(&arena);
    return unit_report();
}
