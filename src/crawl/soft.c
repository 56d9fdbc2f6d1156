/* soft.c: pages that answer well and say by their title or their address that nothing is there. Phrases are those of the
 * error pages of servers, frameworks and shops as they are delivered, in the languages they are delivered in. */
#include "crawl/parts.h"

#include <string.h>

enum { TITLE_BYTES = 512, PREFIX_WORDS = 2 /* of a site's name before a colon */ };

/* Stand beside a phrase, or around "404", in any order. */
static const char *const fillers[] = {
    "|http|error|oops|ooops|whoops|sorry|ups|hoppla|fehler|erreur|oups|errore|erro|fout|fel|fejl|"
    "feil|virhe|chyba|hiba|hata|błąd|viga|klaida|kļūda|eroare|greška|napaka|грешка|ошибка|помилка|"
    "памылка|σφάλμα|エラー|错误|錯誤|오류|خطأ|خطا|שגיאה|lỗi|ralat|kesalahan|ข้อผิดพลาด|"};

static const char *const phrases[] = {
    /* English */
    "|not found|page not found|file not found|content not found|resource not found|url not found|"
    "document not found|article not found|post not found|item not found|product not found|"
    "object not found|site not found|nothing found|the page was not found|page was not found|"
    "this page was not found|the requested page was not found|requested page not found|"
    "the page you requested was not found|the requested url was not found|page cannot be found|"
    "the page cannot be found|this page cannot be found|page can't be found|the page can't be found|"
    "this page can't be found|page could not be found|the page could not be found|"
    "this page could not be found|page couldn't be found|we can't find that page|"
    "we can't find this page|we couldn't find that page|page does not exist|the page does not exist|"
    "this page does not exist|page doesn't exist|the page doesn't exist|this page doesn't exist|"
    "that page doesn't exist|that page can't be found|that page cannot be found|"
    "that page could not be found|the page you were looking for doesn't exist|"
    "the page you are looking for doesn't exist|the page you were looking for was not found|"
    "page no longer exists|this page no longer exists|page no longer available|"
    "page unavailable not found|page missing|missing page|no such page|no page found|",
    /* German, Dutch, Scandinavian, Finnish, Icelandic */
    "|nicht gefunden|seite nicht gefunden|die seite wurde nicht gefunden|seite wurde nicht gefunden|"
    "diese seite wurde nicht gefunden|seite konnte nicht gefunden werden|"
    "die seite konnte nicht gefunden werden|die angeforderte seite wurde nicht gefunden|"
    "seite existiert nicht|diese seite existiert nicht|diese seite existiert nicht mehr|"
    "datei nicht gefunden|objekt nicht gefunden|inhalt nicht gefunden|niet gevonden|"
    "pagina niet gevonden|deze pagina is niet gevonden|pagina bestaat niet|deze pagina bestaat niet|"
    "sidan hittades inte|sidan kunde inte hittas|sidan finns inte|hittades inte|sidan saknas|"
    "siden blev ikke fundet|siden ikke fundet|siden findes ikke|siden kunne ikke findes|ikke fundet|"
    "siden ble ikke funnet|fant ikke siden|siden finnes ikke|ikke funnet|sivua ei löydy|"
    "sivua ei löytynyt|ei löytynyt|síða fannst ekki|",
    /* Romance languages */
    "|non trouvé|non trouvée|page non trouvée|page introuvable|cette page est introuvable|"
    "la page est introuvable|la page n'existe pas|cette page n'existe pas|page inexistante|"
    "fichier non trouvé|no encontrado|no encontrada|página no encontrada|la página no existe|"
    "esta página no existe|página no existe|no se encontró la página|página no disponible|"
    "no se ha encontrado la página|non trovato|non trovata|pagina non trovata|la pagina non esiste|"
    "questa pagina non esiste|pagina inesistente|não encontrado|não encontrada|página não encontrada|"
    "esta página não existe|página inexistente|pàgina no trobada|no s'ha trobat la pàgina|"
    "páxina non atopada|pagina nu a fost găsită|pagină negăsită|pagina nu există|",
    /* Slavic and Baltic languages */
    "|nie znaleziono|nie znaleziono strony|strona nie znaleziona|strona nie została znaleziona|"
    "strona nie istnieje|nenalezeno|stránka nenalezena|stránka nebyla nalezena|stránka neexistuje|"
    "stránka sa nenašla|stránka nebola nájdená|stránka nenájdená|stran ni najdena|"
    "strani ni mogoče najti|stranica nije pronađena|stranica nije nađena|страница не найдена|"
    "не найдено|страница не существует|такой страницы нет|сторінку не знайдено|сторінка не знайдена|"
    "не знайдено|старонка не знойдзена|страницата не е намерена|страницата не съществува|"
    "страница није пронађена|puslapis nerastas|lapa nav atrasta|lehte ei leitud|lehekülge ei leitud|",
    /* others of Europe and Asia */
    "|az oldal nem található|oldal nem található|a keresett oldal nem található|nem található|"
    "η σελίδα δεν βρέθηκε|δεν βρέθηκε|sayfa bulunamadı|sayfa bulunamadi|bulunamadı|bulunamadi|"
    "aradığınız sayfa bulunamadı|orrialdea ez da aurkitu|faqja nuk u gjet|không tìm thấy trang|"
    "không tìm thấy|trang không tồn tại|halaman tidak ditemukan|tidak ditemukan|"
    "halaman tidak dijumpai|ไม่พบหน้า|ไม่พบหน้านี้|ไม่พบหน้าที่คุณต้องการ|הדף לא נמצא|העמוד לא נמצא|"
    "לא נמצא|الصفحة غير موجودة|غير موجود|لم يتم العثور على الصفحة|صفحه یافت نشد|"
    "صفحه مورد نظر یافت نشد|یافت نشد|पृष्ठ नहीं मिला|पेज नहीं मिला|পৃষ্ঠা পাওয়া যায়নি|",
    /* without blanks between words */
    "|ページが見つかりません|ページが見つかりませんでした|お探しのページは見つかりませんでした|"
    "お探しのページが見つかりません|見つかりません|ページがありません|未找到|页面未找到|未找到页面|"
    "找不到页面|页面不存在|页面找不到|您访问的页面不存在|网页不存在|找不到網頁|找不到頁面|頁面不存在|"
    "找不到此頁面|找不到您要的網頁|페이지를 찾을 수 없습니다|페이지를 찾을 수 없음|"
    "찾을 수 없음|"};

/* Is `text`, which has letters and blanks alone, among the texts between strokes? */
static bool is_among(struct arena *arena, struct str text, const char *const *texts, size_t count) {
    struct str wanted = str_printf(arena, "|%.*s|", STR_FMT(text));
    for (size_t i = 0; i < count; i++) {
        struct str all = str_from(texts[i]);
        if (str_find(all, wanted) < all.len) return true;
    }
    return false;
}

static bool is_word(uint32_t c) {
    return unicode_is_letter(c) || unicode_is_mark(c) || c == '\'' || c == 0x2019 || c == 0x200C;
}

/* The next word of text from *at on: letters, or digits. Absent behind the last. */
static struct str next_word(struct str text, size_t *at) {
    while (*at < text.len) {
        size_t start = *at;
        uint32_t c = unicode_next(text, at);
        bool digits = unicode_is_digit(c);
        if (!digits && !is_word(c)) continue;
        for (size_t next = *at; next < text.len; *at = next) {
            c = unicode_next(text, &next);
            if (digits ? !unicode_is_digit(c) : !is_word(c)) break;
        }
        return str_sub(text, start, *at);
    }
    return (struct str){0};
}

static size_t count_words(struct str text) {
    size_t count = 0, at = 0;
    while (next_word(text, &at).len) count++;
    return count;
}

/* Is the text nothing but such a phrase, "404", and what stands beside them? */
static bool says_missing(struct arena *arena, struct str text) {
    struct buf rest = {.arena = arena};
    bool number = false;
    size_t at = 0;
    for (struct str word; (word = next_word(text, &at)).len;) {
        number |= str_eq(word, STR("404"));
        if (char_is_digit(word.ptr[0]) ? word.len == 1 || str_eq(word, STR("404"))
                                       : is_among(arena, word, fillers, ARRAY_LEN(fillers)))
            continue;
        if (rest.len) buf_add(&rest, STR(" "));
        size_t quote = str_find(word, STR("\xE2\x80\x99")); /* a typographic apostrophe */
        buf_add(&rest, str_sub(word, 0, quote));
        if (quote == word.len) continue;
        buf_add(&rest, STR("'"));
        buf_add(&rest, str_sub(word, quote + 3, word.len));
    }
    return rest.len ? is_among(arena, buf_str(&rest), phrases, ARRAY_LEN(phrases)) : number;
}

/* Bytes of a sign at `at` between the page's title and the site's, 0 for none; a hyphen is one between blanks alone. */
static size_t separator(struct str text, size_t at) {
    static const char *const signs[] = {" - ", " / ", "|", "~", "::", "–", "—",
                                        "·",   "•",   "»", "«", "›",  "‹", "｜"};
    struct str rest = str_sub(text, at, text.len);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_starts(rest, str_from(signs[i]))) return strlen(signs[i]);
    return 0;
}

/* "Error: page not found", "Shop: page not found", not "How to repair a shop: page not found". */
static bool part_says_missing(struct arena *arena, struct str part) {
    if (says_missing(arena, part)) return true;
    size_t colon = str_rfind_char(part, ':');
    return colon < part.len && count_words(str_sub(part, 0, colon)) <= PREFIX_WORDS &&
           says_missing(arena, str_sub(part, colon + 1, part.len));
}

bool soft_title(struct arena *arena, struct str title) {
    struct buf plain = {.arena = arena}; /* with plain blanks */
    title = unicode_lower_str(arena, unicode_nfc(arena, str_sub(title, 0, TITLE_BYTES)));
    for (size_t at = 0; at < title.len;) {
        size_t start = at;
        bool space = unicode_is_space(unicode_next(title, &at));
        buf_add(&plain, space ? STR(" ") : str_sub(title, start, at));
    }
    title = str_trim(buf_str(&plain));
    size_t start = 0;
    for (size_t at = 0; at <= title.len; at++) {
        size_t length = at < title.len ? separator(title, at) : 1;
        if (!length) continue;
        if (part_says_missing(arena, str_sub(title, start, at))) return true;
        start = at + length;
        at = start - 1;
    }
    return false;
}

/* Words of an address that say so; `only` them, or among others. */
static bool words_say_missing(struct str text, bool only) {
    static const char *const signs[] = {"404", "notfound", "pagenotfound"}, *const beside[] = {
                                                                                "page", "error", "errors",
                                                                                "http", "file",  "not",
                                                                                "found"};
    bool says = false, others = false, after_not = false;
    size_t at = 0;
    for (struct str word; (word = next_word(text, &at)).len;) {
        bool sign = false, known = false;
        for (size_t i = 0; i < ARRAY_LEN(signs); i++) sign |= str_eq_nocase(word, str_from(signs[i]));
        for (size_t i = 0; i < ARRAY_LEN(beside); i++) known |= str_eq_nocase(word, str_from(beside[i]));
        says |= sign || (after_not && str_eq_nocase(word, STR("found")));
        others |= !sign && !known;
        after_not = str_eq_nocase(word, STR("not"));
    }
    return says && !(only && others);
}

bool soft_path(struct str path) {
    size_t query = str_find_char(path, '?');
    if (str_find(str_sub(path, query, path.len), STR("aspxerrorpath=")) < path.len - query) return true;
    path = str_sub(path, 0, query);
    if (str_ends(path, STR("/"))) path = str_sub(path, 0, path.len - 1);
    struct str name = str_sub(path, str_rfind_char(path, '/') + 1, path.len);
    return words_say_missing(str_sub(name, 0, str_find_char(name, '.')), true);
}

bool soft_topic(struct str path) {
    return words_say_missing(path, false);
}
