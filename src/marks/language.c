/* language.c: the words of notices as data, in seven languages. Nothing here decides which language a text is in: a phrase
 * of any of them counts where a notice may have it. */
#include "marks/marks.h"

/* Phrases of one kind, parted by '|'. */
static const struct {
    enum phrase phrase;
    const char *texts;
} phrases[] = {
    {PHRASE_NOUN,
     "trademark|trademarks|trade mark|trade marks|trade-mark|trade-marks|mark|marks|brand name|brand names"},
    {PHRASE_REGISTERED, "registered|reg'd"},
    {PHRASE_CERTIFICATION,
     "certification mark|certification marks|certification trademark|certification trademarks"},
    {PHRASE_OTHER_MARK,
     "service mark|service marks|servicemark|servicemarks|collective mark|collective marks|"
     "collective membership mark|collective membership marks"},
    {PHRASE_LINK, "of|owned by|belonging to|registered by|registered to|property of|the property of|held by|"
                  "owned exclusively by|solely owned by|that belong to|which belong to|belongs to|belong to"},
    {PHRASE_ARTICLE, "the|its|their|our"},
    {PHRASE_RESPECTIVE, "their respective owners|their respective holders|their respective companies|"
                        "the respective owners|the respective holders|respective owners|respective holders|"
                        "respective trademark owners|respective trademark holders|respective companies|"
                        "their owners|their rightful owners|respective copyright holders"},
    {PHRASE_GENERAL,
     "and other certification|and other certifications|and related marks|and other marks|and all related|"
     "and other related|and related logos|and their logos|and other trademarks|other certification names|"
     "and others|etc|and associated marks|and all other"},
    {PHRASE_DENIAL,
     "not affiliated|not endorsed|not sponsored|not associated|not authorized|not authorised|"
     "not accredited|no affiliation|neither affiliated|neither sponsored|neither endorsed|unaffiliated|"
     "does not endorse|does not sponsor|do not endorse|not connected|not approved"},
    {PHRASE_PLACE, "in|under|within|worldwide|used|and is used|and are used|which"},
    /* German */
    {PHRASE_NOUN,
     "Marke|Marken|Warenzeichen|Markenzeichen|Schutzmarke|Schutzmarken|Handelsmarke|Handelsmarken|"
     "Dienstleistungsmarke|Dienstleistungsmarken|Wortmarke|Wortmarken"},
    {PHRASE_REGISTERED,
     "eingetragen|eingetragene|eingetragenes|eingetragener|eingetragenen|registrierte|registriertes|"
     "registrierten"},
    {PHRASE_CERTIFICATION, "Zertifizierungsmarke|Zertifizierungsmarken|Gew\xC3\xA4hrleistungsmarke|"
                           "Gew\xC3\xA4hrleistungsmarken"},
    {PHRASE_OTHER_MARK, "Kollektivmarke|Kollektivmarken"},
    {PHRASE_LINK, "von|vom|der|des|im Besitz von|im Besitz der|Eigentum von|Eigentum der|Eigentum des"},
    {PHRASE_ARTICLE, "die|das|den|dem"},
    {PHRASE_RESPECTIVE, "jeweiligen Eigent\xC3\xBCmer|jeweiligen Eigent\xC3\xBCmern|jeweiligen Inhaber|"
                        "jeweiligen Inhabern|jeweiligen Rechteinhaber|jeweiligen Firmen"},
    {PHRASE_GENERAL, "und verwandte Marken|und andere Marken|und weitere Marken|und alle zugeh\xC3\xB6rigen"},
    {PHRASE_DENIAL,
     "nicht verbunden|steht in keiner Verbindung|stehen in keiner Verbindung|keine Verbindung zu|"
     "nicht autorisiert|nicht unterst\xC3\xBCtzt|nicht gesponsert"},
    /* French */
    {PHRASE_NOUN,
     "marque|marques|marque de commerce|marques de commerce|marque commerciale|marques commerciales|"
     "marque de fabrique|marques de fabrique|marque de service|marques de service"},
    {PHRASE_REGISTERED, "d\xC3\xA9pos\xC3\xA9"
                        "e|d\xC3\xA9pos\xC3\xA9"
                        "es|enregistr\xC3\xA9"
                        "e|enregistr\xC3\xA9"
                        "es"},
    {PHRASE_CERTIFICATION, "marque de certification|marques de certification"},
    {PHRASE_OTHER_MARK, "marque collective|marques collectives"},
    {PHRASE_LINK,
     "de|du|d'|de la|des|de l'|appartenant \xC3\xA0|propri\xC3\xA9t\xC3\xA9 de|la propri\xC3\xA9t\xC3\xA9 de|"
     "d\xC3\xA9tenue par|d\xC3\xA9tenues par"},
    {PHRASE_ARTICLE, "le|la|les|l'"},
    {PHRASE_RESPECTIVE, "propri\xC3\xA9taires respectifs|d\xC3\xA9tenteurs respectifs|titulaires respectifs"},
    {PHRASE_GENERAL, "et autres marques|et les marques associ\xC3\xA9"
                     "es|et toutes les marques"},
    {PHRASE_DENIAL,
     "pas affili\xC3\xA9|pas affili\xC3\xA9"
     "e|pas affili\xC3\xA9s|non affili\xC3\xA9|pas sponsoris\xC3\xA9|pas approuv\xC3\xA9|aucun lien avec"},
    /* Spanish */
    {PHRASE_NOUN, "marca|marcas|marca comercial|marcas comerciales|marca de f\xC3\xA1"
                  "brica|marcas de f\xC3\xA1"
                  "brica|marca de servicio|marcas de servicio"},
    {PHRASE_REGISTERED, "registrada|registradas"},
    {PHRASE_CERTIFICATION, "marca de certificaci\xC3\xB3n|marcas de certificaci\xC3\xB3n"},
    {PHRASE_OTHER_MARK, "marca colectiva|marcas colectivas"},
    {PHRASE_LINK,
     "del|de los|de las|propiedad de|propiedad del|pertenecientes a|perteneciente a|que pertenecen a"},
    {PHRASE_ARTICLE, "el|los|las"},
    {PHRASE_RESPECTIVE, "respectivos propietarios|respectivos due\xC3\xB1os|respectivos titulares"},
    {PHRASE_GENERAL, "y otras marcas|y marcas relacionadas|y todas las marcas"},
    {PHRASE_DENIAL, "no est\xC3\xA1 afiliado|no est\xC3\xA1 afiliada|no afiliado|no estamos afiliados|sin "
                    "afiliaci\xC3\xB3n"},
    /* Portuguese */
    {PHRASE_NOUN, "marca comercial|marcas comerciais|marca de servi\xC3\xA7o|marcas de servi\xC3\xA7o"},
    {PHRASE_REGISTERED, "registada|registadas"},
    {PHRASE_CERTIFICATION, "marca de certifica\xC3\xA7\xC3\xA3o|marcas de certifica\xC3\xA7\xC3\xA3o"},
    {PHRASE_OTHER_MARK, "marca coletiva|marcas coletivas"},
    {PHRASE_LINK, "da|do|das|dos|propriedade de|propriedade da|propriedade do|pertencentes a|pertencente a"},
    {PHRASE_ARTICLE, "o|os|as|a"},
    {PHRASE_RESPECTIVE, "respectivos propriet\xC3\xA1rios|respetivos propriet\xC3\xA1rios|respectivos donos|"
                        "respetivos donos|respetivos titulares"},
    {PHRASE_GENERAL, "e outras marcas|e marcas relacionadas|e todas as marcas"},
    {PHRASE_DENIAL, "n\xC3\xA3o \xC3\xA9 afiliado|n\xC3\xA3o \xC3\xA9 afiliada|n\xC3\xA3o "
                    "afiliado|n\xC3\xA3o est\xC3\xA1 afiliado"},
    /* Dutch */
    {PHRASE_NOUN, "handelsmerk|handelsmerken|merk|merken|merknaam|merknamen|dienstmerk|dienstmerken"},
    {PHRASE_REGISTERED, "geregistreerd|geregistreerde|gedeponeerd|gedeponeerde"},
    {PHRASE_CERTIFICATION, "certificeringsmerk|certificeringsmerken|keurmerk|keurmerken"},
    {PHRASE_OTHER_MARK, "collectief merk|collectieve merken"},
    {PHRASE_LINK, "van|eigendom van|toebehorend aan|in eigendom van|van het|van de"},
    {PHRASE_ARTICLE, "het|de|een"},
    {PHRASE_RESPECTIVE,
     "respectieve eigenaren|respectieve eigenaars|respectievelijke eigenaren|respectievelijke eigenaars"},
    {PHRASE_GENERAL, "en andere merken|en gerelateerde merken|en aanverwante merken"},
    {PHRASE_DENIAL, "niet gelieerd|niet verbonden|niet geaffilieerd"},
    /* Italian */
    {PHRASE_NOUN,
     "marchio|marchi|marchio commerciale|marchi commerciali|marchio di servizio|marchi di servizio"},
    {PHRASE_REGISTERED, "registrato|registrati|depositato|depositati"},
    {PHRASE_CERTIFICATION, "marchio di certificazione|marchi di certificazione"},
    {PHRASE_OTHER_MARK, "marchio collettivo|marchi collettivi"},
    {PHRASE_LINK,
     "di|dello|della|degli|delle|dell'|di propriet\xC3\xA0 di|di propriet\xC3\xA0 della|appartenenti a|"
     "appartenente a"},
    {PHRASE_ARTICLE, "il|lo|gli|un|una"},
    {PHRASE_RESPECTIVE, "rispettivi proprietari|rispettivi titolari|legittimi proprietari"},
    {PHRASE_GENERAL, "e altri marchi|e marchi correlati|e tutti i marchi"},
    {PHRASE_DENIAL, "non affiliato|non affiliata|non \xC3\xA8 affiliato|non \xC3\xA8 affiliata"},
};

void language_add_phrases(struct terms *terms) {
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        for (struct str rest = str_from(phrases[i].texts); rest.ptr;) {
            struct term term = {.kind = TERM_PHRASE, .phrase = phrases[i].phrase};
            terms_add(terms, str_cut(&rest, '|'), term);
        }
}

/* ---- sentences -------------------------------------------------------------------------------------------------- */

/* The predicate for one mark and for several, by status (trademark, registered, certification). */
static const struct sentence {
    const char *code, *both; /* "and" */
    const char *one[3], *many[3];
} sentences[] = {
    {"en",
     "and",
     {"is a trademark of", "is a registered trademark of", "is a certification mark of"},
     {"are trademarks of", "are registered trademarks of", "are certification marks of"}},
    {"de",
     "und",
     {"ist eine Marke von", "ist eine eingetragene Marke von", "ist eine Zertifizierungsmarke von"},
     {"sind Marken von", "sind eingetragene Marken von", "sind Zertifizierungsmarken von"}},
    {"fr",
     "et",
     {"est une marque de",
      "est une marque d\xC3\xA9pos\xC3\xA9"
      "e de",
      "est une marque de certification de"},
     {"sont des marques de",
      "sont des marques d\xC3\xA9pos\xC3\xA9"
      "es de",
      "sont des marques de certification de"}},
    {"es",
     "y",
     {"es una marca de", "es una marca registrada de", "es una marca de certificaci\xC3\xB3n de"},
     {"son marcas de", "son marcas registradas de", "son marcas de certificaci\xC3\xB3n de"}},
    {"pt",
     "e",
     {"\xC3\xA9 uma marca de", "\xC3\xA9 uma marca registrada de",
      "\xC3\xA9 uma marca de certifica\xC3\xA7\xC3\xA3o de"},
     {"s\xC3\xA3o marcas de", "s\xC3\xA3o marcas registradas de",
      "s\xC3\xA3o marcas de certifica\xC3\xA7\xC3\xA3o de"}},
    {"nl",
     "en",
     {"is een handelsmerk van", "is een geregistreerd handelsmerk van", "is een certificeringsmerk van"},
     {"zijn handelsmerken van", "zijn geregistreerde handelsmerken van", "zijn certificeringsmerken van"}},
    {"it",
     "e",
     {"\xC3\xA8 un marchio di", "\xC3\xA8 un marchio registrato di",
      "\xC3\xA8 un marchio di certificazione di"},
     {"sono marchi di", "sono marchi registrati di", "sono marchi di certificazione di"}},
};

struct str language_code(struct arena *arena, struct str name) {
    return str_lower(arena, str_sub(name, 0, str_find_char(str_sub(name, 0, str_find_char(name, '_')), '-')));
}

struct str language_notice(struct arena *arena, struct str code, enum notice_status status,
                           const str_array *marks, struct str owner) {
    const struct sentence *s = &sentences[0];
    for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
        if (str_eq(code, str_from(sentences[i].code))) s = &sentences[i];
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < marks->len; i++) {
        if (i > 0 && i + 1 < marks->len) buf_add(&out, STR(", "));
        if (i > 0 && i + 1 == marks->len) buf_printf(&out, " %s ", s->both);
        buf_add(&out, marks->items[i]);
    }
    size_t which = status == NOTICE_OTHER_MARK ? NOTICE_TRADEMARK : status;
    buf_printf(&out, " %s %.*s", marks->len > 1 ? s->many[which] : s->one[which], STR_FMT(owner));
    if (!str_ends(owner, STR("."))) buf_add_char(&out, '.');
    return buf_str(&out);
}
