#include "base/base.h"

#include <stdio.h>
#include <string.h>

/* Room for `more` bytes and the NUL that always stands behind them. */
static void reserve(struct buf *buf, size_t more) {
    if (buf->cap - buf->len > more) return;
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    if (cap < buf->len + more + 1) cap = buf->len + more + 1;
    if (!arena_extend(buf->arena, buf->ptr, buf->cap, cap)) {
        char *ptr = arena_bytes(buf->arena, cap);
        if (buf->len) memcpy(ptr, buf->ptr, buf->len);
        buf->ptr = ptr;
    }
    buf->cap = cap;
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

/* Whether format holds no conversion but "%.*s", which is most of them and needs no vsnprintf. */
static bool only_slices(const char *format) {
    while ((format = strchr(format, '%'))) {
        if (strncmp(format, "%.*s", 4) != 0) return false;
        format += 4;
    }
    return true;
}

/* Length of what add_slices adds. */
static size_t slices_length(const char *format, va_list args) {
    size_t length = 0;
    for (const char *next; (next = strchr(format, '%')); format = next + 4) {
        length += (size_t)(next - format) + (size_t)va_arg(args, int);
        (void)va_arg(args, const char *);
    }
    return length + strlen(format);
}

static void add_slices(struct buf *buf, const char *format, va_list args) {
    for (const char *next; (next = strchr(format, '%')); format = next + 4) {
        buf_add(buf, (struct str){format, (size_t)(next - format)});
        int length = va_arg(args, int);
        buf_add(buf, (struct str){va_arg(args, const char *), (size_t)length});
    }
    buf_add(buf, str_from(format));
}

void buf_vprintf(struct buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    if (only_slices(format)) {
        buf_expect(buf, slices_length(format, again));
        va_end(again);
        add_slices(buf, format, args);
        return;
    }
    reserve(buf, 1);
    size_t room = buf->cap - buf->len;
    int length = vsnprintf(buf->ptr + buf->len, room, format, args);
    if (length > 0 && (size_t)length >= room) {
        reserve(buf, (size_t)length);
        vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0) buf->len += (size_t)length;
}

struct str buf_str(const struct buf *buf) {
    return (struct str){buf->ptr ? buf->ptr : "", buf->len};
}
