/* unicode.h: part of base.h, which includes it: code points (utf8proc), and host names in other scripts (libidn2). */
#ifndef CONTENTLINT_BASE_UNICODE_H
#define CONTENTLINT_BASE_UNICODE_H

#include "base/source.h"

#define UNICODE_BAD UINT32_MAX
/* Decodes the code point at *at and moves past it; UNICODE_BAD (and one byte further) when invalid. */
uint32_t unicode_next(struct str s, size_t *at);
/* Offset of the first byte that is not valid UTF-8, or s.len. */
size_t unicode_check(struct str s);
/* Offset of the first byte from `at` on that is not ASCII, or s.len. */
size_t unicode_ascii(struct str s, size_t at);
size_t unicode_length(struct str s, enum unit unit);
unsigned unicode_width(uint32_t code_point); /* columns of a terminal: 0, 1 or 2 */
uint32_t unicode_lower(uint32_t code_point); /* simple case mapping, one to one (Go's unicode.ToLower) */
bool unicode_is_letter(uint32_t code_point); /* L* */
bool unicode_is_digit(uint32_t code_point);  /* Nd */
bool unicode_is_mark(uint32_t code_point);   /* M* */
bool unicode_is_space(uint32_t code_point);  /* White_Space (Go's unicode.IsSpace) */
bool unicode_is_punct(uint32_t code_point);  /* P* */
/* The bidirectional class (UAX 9, table 4), as far as host names ask for it: R and AL are both RIGHT. */
enum unicode_bidi {
    UNICODE_BIDI_OTHER,
    UNICODE_BIDI_LEFT,
    UNICODE_BIDI_RIGHT,
    UNICODE_BIDI_EUROPEAN_NUMBER,
    UNICODE_BIDI_ARABIC_NUMBER
};
enum unicode_bidi unicode_bidi(uint32_t code_point);
/* Controls but the tab, and what reorders or hides the text around it (Unicode TR 9, CVE-2021-42574): nothing that a
 * terminal should be shown. Not the joiners U+200C and U+200D, which scripts and emoji need. */
bool unicode_is_unsafe(uint32_t code_point);
/* These may return s itself. Invalid UTF-8 stays as it is, in the last three the whole text; so do runs of more than 30
 * combining marks (UAX 15, Stream-Safe Text). */
struct str unicode_lower_str(struct arena *arena, struct str s);
struct str unicode_nfc(struct arena *arena, struct str s);
struct str unicode_nfkc(struct arena *arena, struct str s);
struct str unicode_strip_accents(struct arena *arena, struct str s); /* NFD, without Mn, NFC */

/* ---- idna.c ---- */

/* The host that a browser asks for `host`, in ASCII: mapped as UTS 46 does without transitional processing ("Bücher" is
 * "xn--bcher-kva", full-width letters and capitals are plain ones), symbols that IDNA2008 disallows as they are. False:
 * browsers open no such host. An address is not told from a name here. */
bool idna_host(struct arena *arena, struct str host, struct str *ascii);
/* Might each label of the name be registered (IDNA2008, RFC 5891 section 4)? Labels in Punycode are judged by what
 * they stand for. */
bool idna_is_name(struct arena *arena, struct str name);

#endif
