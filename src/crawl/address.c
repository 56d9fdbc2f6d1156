#include "crawl/parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

struct block {
    uint8_t bytes[16];
    uint8_t bits;
};

/* What is not globally reachable by IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190; both
 * last updated 2025-10-09), and multicast: nothing there is a page for the public. Blocks whose reachability the
 * registries leave open (6to4 relays, Teredo) count as private. An exception lies within a block of the table before. */
static const struct block private4[] = {
    {{0}, 8},             /* this network */
    {{10}, 8},            /* private use */
    {{100, 64}, 10},      /* shared address space */
    {{127}, 8},           /* loopback */
    {{169, 254}, 16},     /* link-local, metadata of clouds */
    {{172, 16}, 12},      /* private use */
    {{192, 0, 0}, 24},    /* protocol assignments */
    {{192, 0, 2}, 24},    /* documentation */
    {{192, 88, 99}, 24},  /* 6to4 relays, deprecated */
    {{192, 168}, 16},     /* private use */
    {{198, 18}, 15},      /* benchmarking */
    {{198, 51, 100}, 24}, /* documentation */
    {{203, 0, 113}, 24},  /* documentation */
    {{224}, 4},           /* multicast */
    {{240}, 4},           /* reserved, limited broadcast */
};
static const struct block public4[] = {
    {{192, 0, 0, 9}, 32},  /* port control protocol anycast */
    {{192, 0, 0, 10}, 32}, /* TURN anycast */
};
/* Of IPv6 only global unicast, 2000::/3, is public, without these. */
static const struct block global6 = {{0x20}, 3};
static const struct block private6[] = {
    {{0x20, 0x01}, 23},             /* protocol assignments: Teredo, benchmarking, deprecated ORCHID */
    {{0x20, 0x01, 0x0D, 0xB8}, 32}, /* documentation */
    {{0x3F, 0xFF}, 20},             /* documentation */
};
static const struct block public6[] = {
    {{0x20, 0x01, 0, 0x01, [15] = 1}, 128},  /* port control protocol anycast */
    {{0x20, 0x01, 0, 0x01, [15] = 2}, 128},  /* TURN anycast */
    {{0x20, 0x01, 0, 0x01, [15] = 3}, 128},  /* service registration anycast */
    {{0x20, 0x01, 0, 0x03}, 32},             /* automatic multicast tunneling */
    {{0x20, 0x01, 0, 0x04, 0x01, 0x12}, 48}, /* AS112 */
    {{0x20, 0x01, 0, 0x20}, 28},             /* ORCHIDv2 */
    {{0x20, 0x01, 0, 0x30}, 28},             /* drone remote identification */
};
/* These carry an IPv4 address, which decides: at 12 but for 6to4. */
static const struct block mapped6 = {{[10] = 0xFF, [11] = 0xFF}, 96};
static const struct block translated6 = {{0, 0x64, 0xFF, 0x9B}, 96};
static const struct block six_to_four6 = {{0x20, 0x02}, 16};

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

static bool is_private4(const uint8_t *address) {
    return in_blocks(address, private4, ARRAY_LEN(private4)) &&
           !in_blocks(address, public4, ARRAY_LEN(public4));
}

/* An interface identifier of ISATAP (RFC 5214) holds the IPv4 address that the packet is sent to. */
static bool is_isatap(const uint8_t *address) {
    return (address[8] & 0xFD) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
}

static bool is_private6(const uint8_t *address) {
    if (in_block(address, &mapped6) || in_block(address, &translated6)) return is_private4(address + 12);
    if (in_block(address, &six_to_four6) && is_private4(address + 2)) return true;
    if (!in_block(address, &global6) || (is_isatap(address) && is_private4(address + 12))) return true;
    return in_blocks(address, private6, ARRAY_LEN(private6)) &&
           !in_blocks(address, public6, ARRAY_LEN(public6));
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
    return !bytes || (bits == 32 ? is_private4(bytes) : is_private6(bytes));
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

bool crawl_address_ok(struct str rule) {
    struct block block = {0};
    uint8_t bits;
    return read_rule(rule, &block, &bits);
}

static bool in_rules(const struct sockaddr *address, const struct str *rules, size_t count) {
    uint8_t bits, rule_bits;
    const uint8_t *bytes = bytes_of(address, &bits);
    for (size_t i = 0; bytes && i < count; i++) {
        struct block block = {0};
        if (!read_rule(rules[i], &block, &rule_bits)) continue;
        if (rule_bits == bits && in_block(bytes, &block)) return true;
    }
    return false;
}

bool address_is_allowed(const struct crawl_options *options, const struct sockaddr *address) {
    if (!address_is_private(address)) return true;
    if (options->site_address_count &&
        !in_rules(address, options->site_addresses, options->site_address_count))
        return false;
    return options->allow_private ||
           in_rules(address, options->allow_addresses, options->allow_address_count);
}
