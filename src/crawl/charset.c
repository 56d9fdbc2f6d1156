/* charset.c: the text of an HTML answer as UTF-8: its byte order mark, the header or the document say what it is (WHATWG
 * HTML, "determining the character encoding"; WHATWG Encoding for the labels). */
#include "crawl/parts.h"

#include <iconv.h>
#include <string.h>

enum { PRESCAN_BYTES = 1024, LABEL_BYTES = 40 };

/* A server chooses the label, so only what pages are written in is looked up. */
static const struct {
    const char *label, *name; /* name: iconv's; NULL: UTF-8 */
} labels[] = {
    {"utf-8", NULL},
    {"utf8", NULL},
    {"iso-8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"us-ascii", "CP1252"},
    {"ascii", "CP1252"},
    {"windows-1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"utf-16", "UTF-16LE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-9", "CP1254"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"shift_jis", "CP932"},
    {"sjis", "CP932"},
    {"euc-jp", "EUC-JP"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5"},
    {"euc-kr", "CP949"},
};

/* What stands after "charset=" (or "encoding=" of an XML declaration) within s, without quotes. */
static struct str label_in(struct str s, const char *key) {
    struct str name = str_from(key);
    for (size_t at = 0; at + name.len < s.len; at++) {
        if (!str_eq_nocase(str_sub(s, at, at + name.len), name)) continue;
        struct str rest = str_trim(str_sub(s, at + name.len, s.len));
        if (!rest.len || rest.ptr[0] != '=') continue;
        rest = str_trim(str_sub(rest, 1, rest.len));
        if (rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) rest = str_sub(rest, 1, rest.len);
        size_t end = 0;
        while (end < rest.len && !strchr(" \t\r\n\f\"';>/?", rest.ptr[end])) end++;
        return str_sub(rest, 0, end);
    }
    return (struct str){0};
}

/* In a document that calls itself UTF-16 the label was read as ASCII: it is wrong, and means UTF-8. */
static struct str label_of_document(struct str head) {
    struct str rest = head;
    bool xml = str_starts(head, STR("<?xml"));
    struct str label =
        xml ? label_in(str_sub(head, 0, str_find(head, STR("?>"))), "encoding") : (struct str){0};
    while (!label.len && rest.len) {
        size_t at = str_find_char(rest, '<');
        rest = str_sub(rest, at, rest.len);
        size_t end = str_find_char(rest, '>');
        if (str_eq_nocase(str_sub(rest, 0, 5), STR("<meta")))
            label = label_in(str_sub(rest, 0, end + 1), "charset");
        rest = str_sub(rest, 1, rest.len);
    }
    return str_eq_nocase(str_sub(label, 0, 6), STR("utf-16")) ? STR("utf-8") : label;
}

/* Bytes that mean nothing are left out; what is cut off at the end, too. */
static bool convert(struct arena *arena, struct str body, const char *name, struct str *text) {
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) return false;
    size_t room = body.len * 3 + 16, left = body.len;
    char *out = arena_bytes(arena, room), *to = out,
         *from = (char *)(uintptr_t)body.ptr; /* iconv only reads it */
    while (left && iconv(converter, &from, &left, &to, &room) == (size_t)-1 && left > 1 && room > 8) {
        from++;
        left--;
    }
    iconv_close(converter);
    *text = (struct str){out, (size_t)(to - out)};
    return true;
}

bool charset_text(struct arena *arena, struct str body, struct str label, struct str *text) {
    *text = body;
    if (str_starts(body, STR("\xEF\xBB\xBF"))) {
        *text = str_sub(body, 3, body.len);
        return true;
    }
    if (str_starts(body, STR("\xFF\xFE")))
        return convert(arena, str_sub(body, 2, body.len), "UTF-16LE", text);
    if (str_starts(body, STR("\xFE\xFF")))
        return convert(arena, str_sub(body, 2, body.len), "UTF-16BE", text);
    if (!label.len) label = label_of_document(str_sub(body, 0, PRESCAN_BYTES));
    if (!label.len) return unicode_check(body) == body.len || convert(arena, body, "CP1252", text);
    for (size_t i = 0; i < ARRAY_LEN(labels); i++)
        if (str_eq_nocase(label, str_from(labels[i].label)))
            return !labels[i].name || convert(arena, body, labels[i].name, text);
    return false;
}
