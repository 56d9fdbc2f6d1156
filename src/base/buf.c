#include "base/base.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void grow(struct buf *buf, size_t more) {
    assert(buf->arena);
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    if (cap < buf->len + more + 1) cap = buf->len + more + 1;
    if (!arena_extend(buf->arena, buf->ptr, buf->cap, cap)) {
        char *ptr = arena_bytes(buf->arena, cap);
        if (buf->len) memcpy(ptr, buf->ptr, buf->len);
        buf->ptr = ptr;
    }
    buf->cap = cap;
}

/* Room for `more` bytes and the NUL that always stands behind them. */
static inline void reserve(struct buf *buf, size_t more) {
    assert(buf->len <= buf->cap);
    if (buf->cap - buf->len <= more) grow(buf, more);
}

void buf_expect(struct buf *buf, size_t length) {
    if (buf->cap) return;
    buf->ptr = arena_bytes(buf->arena, length + 1);
    buf->ptr[0] = '\0';
    buf->cap = length + 1;
}

void buf_add(struct buf *buf, struct str s) {
    if (s.len == 0) return;
    reserve(buf, s.len);
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void buf_add_char(struct buf *buf, char c) {
    reserve(buf, 1);
    buf->ptr[buf->len++] = c;
    buf->ptr[buf->len] = '\0';
}

void buf_add_utf8(struct buf *buf, uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    if (c < 0x80) {
        buf_add_char(buf, (char)c);
        return;
    }
    char bytes[4];
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    for (int i = more; i > 0; i--, c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)((0xF00 >> (more + 1)) | c);
    buf_add(buf, (struct str){bytes, (size_t)more + 1});
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

enum { DIGITS_MAX = 10 }; /* of an unsigned */

/* Whether format holds no conversion but "%.*s", "%s" and "%u", which is most of them and needs no vsnprintf. */
static bool is_simple(const char *format) {
    while ((format = strchr(format, '%'))) {
        if (strncmp(format, "%.*s", 4) != 0 && format[1] != 's' && format[1] != 'u') return false;
        format += format[1] == '.' ? 4 : 2;
    }
    return true;
}

/* What the conversion at *format writes; *format moves behind it. Digits are written to the end of digits. */
static struct str simple_value(const char **format, va_list *args, char *digits) {
    char kind = (*format)[1];
    *format += kind == '.' ? 4 : 2;
    if (kind == '.') {
        int length = va_arg(*args, int);
        return (struct str){va_arg(*args, const char *), (size_t)length};
    }
    if (kind == 's') return str_from(va_arg(*args, const char *));
    unsigned number = va_arg(*args, unsigned);
    char *first = digits + DIGITS_MAX;
    do *--first = (char)('0' + number % 10);
    while (number /= 10);
    return (struct str){first, (size_t)(digits + DIGITS_MAX - first)};
}

static size_t simple_length(const char *format, va_list *args) {
    char digits[DIGITS_MAX];
    size_t length = 0;
    for (const char *next; (next = strchr(format, '%')); format = next) {
        length += (size_t)(next - format);
        length += simple_value(&next, args, digits).len;
    }
    return length + strlen(format);
}

static void add_simple(struct buf *buf, const char *format, va_list *args) {
    char digits[DIGITS_MAX];
    for (const char *next; (next = strchr(format, '%')); format = next) {
        buf_add(buf, (struct str){format, (size_t)(next - format)});
        buf_add(buf, simple_value(&next, args, digits));
    }
    buf_add(buf, str_from(format));
}

void buf_vprintf(struct buf *buf, const char *format, va_list args) {
    va_list once, again;
    va_copy(once, args);
    va_copy(again, args);
    if (is_simple(format)) {
        if (buf->cap == 0) buf_expect(buf, simple_length(format, &once));
        add_simple(buf, format, &again);
    } else {
        reserve(buf, 1);
        size_t room = buf->cap - buf->len;
        int length = vsnprintf(buf->ptr + buf->len, room, format, once);
        if (length > 0 && (size_t)length >= room) {
            reserve(buf, (size_t)length);
            vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, again);
        }
        if (length < 0) memory_exhausted(); /* nothing else can fail there */
        buf->len += (size_t)length;
    }
    va_end(once);
    va_end(again);
}

struct str buf_str(const struct buf *buf) {
    return (struct str){buf->ptr ? buf->ptr : "", buf->len};
}

struct str str_printf(struct arena *arena, const char *format, ...) {
    struct buf buf = {.arena = arena};
    va_list args;
    va_start(args, format);
    buf_vprintf(&buf, format, args);
    va_end(args);
    return buf_str(&buf);
}
