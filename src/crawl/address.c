#include "crawl/parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

struct block {
    uint8_t bytes[16];
    uint8_t bits;
};

/* IANA special-purpose registries and multicast: nothing there is a page for the public. */
static const struct block private4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};
static const struct block private6[] = {
    {{0}, 96},                         /* unspecified, loopback, IPv4-compatible */
    {{0, 0x64, 0xFF, 0x9B, 0, 1}, 48}, /* local translation */
    {{1}, 64},                         /* discard */
    {{0x20, 1}, 23},                   /* protocol assignments, Teredo, benchmarks */
    {{0x20, 1, 0x0D, 0xB8}, 32},       /* documentation */
    {{0x3F, 0xFF}, 20},                /* documentation */
    {{0x5F}, 16},                      /* segment routing */
    {{0xFC}, 7},                       /* unique local */
    {{0xFE, 0x80}, 9},                 /* link-local, site-local */
    {{0xFF}, 8},                       /* multicast */
};

static bool in_block(const uint8_t *address, const struct block *block) {
    size_t whole = block->bits / 8, rest = block->bits % 8;
    if (memcmp(address, block->bytes, whole) != 0) return false;
    return rest == 0 || (address[whole] ^ block->bytes[whole]) >> (8 - rest) == 0;
}

static bool in_blocks(const uint8_t *address, const struct block *blocks, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (in_block(address, &blocks[i])) return true;
    return false;
}

/* The IPv4 address inside an IPv6 one: mapped, translated (RFC 6052), 6to4. NULL when there is none. */
static const uint8_t *inner4(const uint8_t *address) {
    static const struct block mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96};
    static const struct block translated = {{0, 0x64, 0xFF, 0x9B}, 96}, six_to_four = {{0x20, 2}, 16};
    if (in_block(address, &mapped) || in_block(address, &translated)) return address + 12;
    return in_block(address, &six_to_four) ? address + 2 : NULL;
}

/* Address bytes; *bits becomes 32 or 128, 0 for other families. */
static const uint8_t *bytes_of(const struct sockaddr *address, uint8_t *bits) {
    const struct sockaddr_in *v4 = (const void *)address;
    const struct sockaddr_in6 *v6 = (const void *)address;
    *bits = address->sa_family == AF_INET ? 32 : address->sa_family == AF_INET6 ? 128 : 0;
    if (*bits == 32) return (const void *)&v4->sin_addr;
    return *bits == 128 ? v6->sin6_addr.s6_addr : NULL;
}

bool address_is_private(const struct sockaddr *address) {
    uint8_t bits;
    const uint8_t *bytes = bytes_of(address, &bits);
    if (!bytes) return true;
    const uint8_t *inner = bits == 128 ? inner4(bytes) : bytes;
    if (inner) return in_blocks(inner, private4, ARRAY_LEN(private4));
    return in_blocks(bytes, private6, ARRAY_LEN(private6));
}

bool address_parse(struct str host, void *storage) {
    char text[INET6_ADDRSTRLEN];
    struct sockaddr_in *v4 = storage;
    struct sockaddr_in6 *v6 = storage;
    if (host.len == 0 || host.len >= sizeof text) return false;
    memcpy(text, host.ptr, host.len);
    text[host.len] = 0;
    memset(storage, 0, sizeof(struct sockaddr_storage));
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        return true;
    }
    v6->sin6_family = AF_INET6;
    return inet_pton(AF_INET6, text, &v6->sin6_addr) == 1;
}

/* "address" or "address/bits". */
static bool read_rule(struct str rule, struct block *block, uint8_t *family_bits) {
    struct sockaddr_storage storage;
    struct str rest = rule, address = str_cut(&rest, '/');
    if (!address_parse(address, &storage)) return false;
    const uint8_t *bytes = bytes_of((const struct sockaddr *)&storage, family_bits);
    memcpy(block->bytes, bytes, *family_bits / 8u);
    unsigned bits = rest.ptr ? 0 : *family_bits;
    if (rest.ptr && rest.len == 0) return false;
    for (size_t i = 0; rest.ptr && i < rest.len; i++) {
        if (rest.ptr[i] < '0' || rest.ptr[i] > '9' || bits > 128) return false;
        bits = bits * 10 + (unsigned)(rest.ptr[i] - '0');
    }
    if (bits > *family_bits) return false;
    block->bits = (uint8_t)bits;
    return true;
}

bool address_rule_ok(struct str rule) {
    struct block block = {0};
    uint8_t bits;
    return read_rule(rule, &block, &bits);
}

bool address_is_allowed(const struct crawl_options *options, const struct sockaddr *address) {
    if (options->allow_private || !address_is_private(address)) return true;
    uint8_t bits, rule_bits;
    const uint8_t *bytes = bytes_of(address, &bits);
    for (size_t i = 0; bytes && i < options->allow_address_count; i++) {
        struct block block = {0};
        if (!read_rule(options->allow_addresses[i], &block, &rule_bits)) continue;
        if (rule_bits == bits && in_block(bytes, &block)) return true;
    }
    return false;
}
