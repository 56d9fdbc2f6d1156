/* unit_marks.c: marks and notices in texts, with the owners that are built in. */
#include "lint/own.h"
#include "lint/owners.h"
#include "unit.h"

static struct arena arena;
static struct registry registry;

#define R  "\xC2\xAE"
#define TM "\xE2\x84\xA2"

/* ---- marks ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *mark; /* NULL: nothing is found */
    enum term_kind kind;
    enum written written;
} uses[] = {
    {"learn SAFe today", "SAFe", TERM_MARK, WRITTEN_EXACT},
    {"is it safe", NULL, TERM_MARK, 0},
    {"Safe work", NULL, TERM_MARK, 0},
    {"STAY SAFE", "SAFe", TERM_MARK, WRITTEN_CAPITALS},
    {"SAFeguard", NULL, TERM_MARK, 0},
    {"unSAFe", NULL, TERM_MARK, 0},
    {"a SAFe-like train", "SAFe", TERM_MARK, WRITTEN_EXACT},
    {"#SAFe and @SAFe and /SAFe", NULL, TERM_MARK, 0},
    {"SAFe.io", NULL, TERM_MARK, 0},
    {"we use SAFe.", "SAFe", TERM_MARK, WRITTEN_EXACT},
    {"Scaled Agile Framework" R, "Scaled Agile Framework", TERM_MARK, WRITTEN_EXACT},
    {"Scaled\n  Agile\xC2\xA0"
     "Framework",
     "Scaled Agile Framework", TERM_MARK, WRITTEN_EXACT},
    {"Scaled, Agile", NULL, TERM_MARK, 0},
    {"LEGO" R " SERIOUS PLAY" R, "LEGO SERIOUS PLAY", TERM_MARK, WRITTEN_EXACT},
    {"Lego Serious Play", "LEGO SERIOUS PLAY", TERM_MARK, WRITTEN_OTHER},
    {"PMI-ACP exam", "PMI-ACP", TERM_MARK, WRITTEN_EXACT},
    {"M_o_R for all", "M_o_R", TERM_MARK, WRITTEN_EXACT},
    {"CompTIA Network+ now", "CompTIA Network+", TERM_MARK, WRITTEN_EXACT},
    {"the Network+ exam", "CompTIA Network+", TERM_FORM, WRITTEN_EXACT},
    {"a network of friends", NULL, TERM_MARK, 0},
    {"Certified Scrum Master", "Certified ScrumMaster", TERM_JOINED, WRITTEN_EXACT},
    {"certified Scrum master", NULL, TERM_MARK, 0},
    {"Professional ScrumMaster", "Professional Scrum Master", TERM_JOINED, WRITTEN_EXACT},
    {"Professional Scrum Master", "Professional Scrum Master", TERM_MARK, WRITTEN_EXACT},
    {"PRINCE2 agile ways", "PRINCE2", TERM_MARK, WRITTEN_EXACT},
    {"Prince2 Agile", "PRINCE2", TERM_MARK, WRITTEN_OTHER},
    {"all PMPs", "PMP", TERM_INFLECTED, WRITTEN_EXACT},
};

static void test_uses(void) {
    for (size_t i = 0; i < ARRAY_LEN(uses); i++) {
        struct str text = str_from(uses[i].text);
        struct hit hit;
        bool found = false;
        for (size_t at = 0; !found && terms_next(registry.terms, text, &at, &hit);)
            found = hit.term->mark != NULL;
        if (found != (uses[i].mark != NULL)) printf("%s\n", uses[i].text);
        CHECK(found == (uses[i].mark != NULL));
        if (!found || !uses[i].mark) continue;
        CHECK_STR(hit.term->mark->text, uses[i].mark);
        CHECK(hit.term->kind == uses[i].kind && hit.written == uses[i].written);
    }
}

static void test_letters(void) {
    struct hit hit;
    size_t at = 0;
    struct str text = STR("Professional ScrumTM with");
    CHECK(terms_next(registry.terms, text, &at, &hit) && hit.letters && at == 20);
    at = 0;
    CHECK(!terms_next(registry.terms, STR("ATM, RTM and BPMN"), &at, &hit));
    struct str sign;
    CHECK(sign_at(STR("a(TM)"), 1, &sign) == 4);
    CHECK_STR(sign, TM);
    CHECK(sign_at(STR("(c)"), 0, &sign) == 0 && sign_at(STR("a"), 1, &sign) == 0);
    CHECK(sign_at(STR("a\xE2\x93\x87"), 1, &sign) == 3);
    CHECK_STR(sign, R);
    CHECK(letters_at(STR("SAFeR"), 5, &sign) == 1);
    CHECK_STR(sign, R);
    CHECK(letters_at(STR("SAFesm"), 6, &sign) == 2);
    CHECK_STR(sign, "\xE2\x84\xA0");
    CHECK(letters_at(STR("SAFe"), 4, &sign) == 0 && letters_at(STR("R"), 0, &sign) == 0);
    at = 0;
    CHECK(terms_next(registry.terms, STR("SAFeR"), &at, &hit) && hit.letters == 1 && hit.end == 4 && at == 5);
}

/* ---- notices --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *owner; /* its id; "": none is known; NULL: no notice */
    enum notice_status status;
    size_t marks;
} notices[] = {
    {"SAFe and Scaled Agile Framework are registered trademarks of Scaled Agile, Inc.", "scaled-agile",
     NOTICE_REGISTERED, 2},
    {"SAFe" R " is a registered trade-mark of Scaled Agile", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe is a [registered] trade mark of \"Scaled Agile Inc\".", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe is a trademark of Scaled Agile, Inc.", "scaled-agile", NOTICE_TRADEMARK, 1},
    {"SAFe" R " is a Registered Trade Mark of Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFE IS A REGISTERED TRADE MARK OF SCALED AGILE, INC.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"The SAFe mark is owned by Scaled Agile, Inc.", "scaled-agile", NOTICE_TRADEMARK, 1},
    {"CSM is a Certification Mark of Scrum Alliance, Inc.", "scrum-alliance", NOTICE_CERTIFICATION, 1},
    {"SAFe is a trademark or registered trademark of Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED,
     1},
    {"SAFe ist eine eingetragene Marke der Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe und ITIL sind Marken von Example", "", NOTICE_TRADEMARK, 2},
    {"SAFe est une marque d\xC3\xA9pos\xC3\xA9"
     "e de Scaled Agile, Inc.",
     "scaled-agile", NOTICE_REGISTERED, 1},
    {"PSM est une marque d\xE2\x80\x99"
     "Advanced Development Methods, Inc.",
     "scrum-org", NOTICE_TRADEMARK, 1},
    {"SAFe es una marca registrada de Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe \xC3\xA9 uma marca registada da Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe is een geregistreerd handelsmerk van Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe \xC3\xA8 un marchio registrato di Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"Certified ScrumMaster" R " is a certification mark of Scrum Alliance, Inc.", "scrum-alliance",
     NOTICE_CERTIFICATION, 1},
    {"Java is a registered trademark of Oracle and/or its affiliates.", "oracle", NOTICE_REGISTERED, 1},
    {"Kubernetes is a registered trademark of The Linux Foundation.", "linux-foundation", NOTICE_REGISTERED,
     1},
    {"SAFe is the property of Scaled Agile, Inc.", NULL, 0, 0},
    {"SAFe is a registered trademark owned by Scaled Agile, Inc.", "scaled-agile", NOTICE_REGISTERED, 1},
    {"SAFe is a registered trademark in the U.S. and elsewhere owned by Scaled Agile, Inc.", "scaled-agile",
     NOTICE_REGISTERED, 1},
    {"Scaled Agile, Inc. is the owner of the registered trademark SAFe.", "scaled-agile", NOTICE_REGISTERED,
     1},
    {"SAFe and Scaled Agile Framework are registered trademarks of Example GmbH.", "", NOTICE_REGISTERED, 2},
    {"Example is not affiliated with Scaled Agile, Inc.; all trademarks of others, SAFe too, are theirs.",
     NULL, 0, 0},
    {"AP" R " is a trademark registered by the College Board, which does not endorse this site.",
     "college-board", NOTICE_TRADEMARK, 1},
    {"All trademarks are the property of their respective owners.", NULL, 0, 0},
    {"The SAFe trademark policy is long.", NULL, 0, 0},
    {"High marks of the pupils.", NULL, 0, 0},
    {"A property of Scaled Agile teams is their rhythm.", NULL, 0, 0},
};

static void test_notices(void) {
    for (size_t i = 0; i < ARRAY_LEN(notices); i++) {
        notice_array found = {0};
        notice_find(&arena, &registry, str_from(notices[i].text), &found);
        const struct notice *n = found.len && found.items[0].credits ? &found.items[0] : NULL;
        if ((n != NULL) != (notices[i].owner != NULL)) printf("%s\n", notices[i].text);
        CHECK((n != NULL) == (notices[i].owner != NULL));
        if (!n || !notices[i].owner) continue;
        const struct owner *owner = n->owners.len ? n->owners.items[0].term->owner : NULL;
        CHECK_STR(owner ? owner->id : STR(""), notices[i].owner);
        if (n->status != notices[i].status || n->marks.len != notices[i].marks)
            printf("%s\n", notices[i].text);
        CHECK(n->status == notices[i].status && n->marks.len == notices[i].marks);
    }
}

static void test_several(void) {
    notice_array found = {0};
    notice_find(&arena, &registry,
                STR("SAFe is a trademark of Scaled Agile, Inc., and Kubernetes is a registered trademark of "
                    "The Linux "
                    "Foundation. All other trademarks are the property of their respective owners."),
                &found);
    CHECK(found.len == 3 && found.items[0].status == NOTICE_TRADEMARK &&
          found.items[1].status == NOTICE_REGISTERED);
    CHECK(found.len == 3 && found.items[1].owners.len == 1 && found.items[2].respective &&
          !found.items[2].credits);
    CHECK(found.len == 3 && found.items[1].marks.len == 1 && found.items[0].marks.len == 1);
}

/* An accepted sentence of a file is one that is read as a notice of its owner. */
static void test_accepted(void) {
    for (size_t i = 0; i < registry.owner_count; i++)
        for (size_t k = 0; k < registry.owners[i].notices.len; k++) {
            notice_array found = {0};
            notice_find(&arena, &registry, registry.owners[i].notices.items[k].text, &found);
            bool credits =
                found.len && notice_credits(&found.items[0], &registry.owners[i]) && found.items[0].marks.len;
            if (!credits) printf("%.*s\n", STR_FMT(registry.owners[i].id));
            CHECK(credits);
        }
}

static void test_sentences(void) {
    static const char *const codes[] = {"en", "de", "fr", "es", "pt", "nl", "it", "xx"};
    struct str marks[] = {STR("SAFe"), STR("Scaled Agile Framework")};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        for (size_t n = 1; n <= 2; n++)
            for (unsigned s = NOTICE_TRADEMARK; s <= NOTICE_CERTIFICATION;
                 s++) { /* what is written can be read */
                notice_array found = {0};
                str_array list = {.items = marks, .len = n};
                struct str text = language_notice(&arena, str_from(codes[i]), (enum notice_status)s, &list,
                                                  STR("Scaled Agile, Inc."));
                notice_find(&arena, &registry, text, &found);
                bool same = found.len == 1 && found.items[0].status == s && found.items[0].marks.len == n &&
                            found.items[0].owners.len == 1;
                if (!same) printf("%.*s\n", STR_FMT(text));
                CHECK(same);
            }
    CHECK_STR(language_code(&arena, STR("de-AT")), "de");
}

static void test_names(void) {
    const struct owner *owner = registry_owner(&registry, STR("scrum-org"));
    CHECK(owner && owner_is_called(owner, STR("Scrumorg")) && owner_is_called(owner, STR("scrum-org")));
    CHECK(owner && !owner_is_called(owner, STR("Scrum")) && !owner_is_called(owner, STR("")));
    CHECK(!registry_owner(&registry, STR("nobody")));
}

int main(void) {
    struct error error = {0};
    CHECK(owners_load(&arena, &(struct own_folder){0}, &registry, &error));
    test_uses();
    test_letters();
    test_notices();
    test_several();
    test_accepted();
    test_sentences();
    test_names();
    arena_free(&arena);
    return unit_report();
}
