/* memchr.c: sixteen bytes at a time, in place of the C library's, which looks at one: scanning lines is a quarter of what
 * a run does. Compiled with -fno-builtin and given to the linker before the library. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined __SSE2__
#include <emmintrin.h>

/* One bit for each byte of the block that is wanted. */
static unsigned long long matches(const unsigned char *block, unsigned char wanted) {
    __m128i bytes = _mm_load_si128((const __m128i *)(const void *)block);
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)wanted)));
}
enum { BITS = 1 };
#elif defined __ARM_NEON
#include <arm_neon.h>

/* Four bits for each byte of the block that is wanted: NEON has no instruction that makes it one. */
static unsigned long long matches(const unsigned char *block, unsigned char wanted) {
    uint8x16_t equal = vceqq_u8(vld1q_u8(block), vdupq_n_u8(wanted));
    uint8x8_t halves = vshrn_n_u16(vreinterpretq_u16_u8(equal), 4);
    return vget_lane_u64(vreinterpret_u64_u8(halves), 0);
}
enum { BITS = 4 };
#else
#error "no block comparison for this processor"
#endif

/* An aligned block lies in one page, so bytes before and behind the text may be loaded; they do not count. */
void *memchr(const void *text, int wanted, size_t len) {
    const unsigned char *start = text;
    const unsigned char *block = start - ((uintptr_t)start & 15);
    size_t skipped = (size_t)(start - block);
    if (len == 0) return NULL;
    unsigned long long found = matches(block, (unsigned char)wanted) >> (skipped * BITS);
    if (found) {
        size_t at = (size_t)__builtin_ctzll(found) / BITS;
        return at < len ? (void *)(uintptr_t)(start + at) : NULL;
    }
    for (size_t done = 16 - skipped; done < len; done += 16) {
        found = matches(start + done, (unsigned char)wanted);
        if (!found) continue;
        size_t at = done + (size_t)__builtin_ctzll(found) / BITS;
        return at < len ? (void *)(uintptr_t)(start + at) : NULL;
    }
    return NULL;
}
