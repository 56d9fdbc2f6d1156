/* zone.c: time zones of the system's database, files in the format TZif (RFC 8536). */
#include <string.h>

#include "base/base.h"

#define ZONE_MAX_CHANGES 4096

/* Where systems keep the database, in the order in which Go, and so Hugo, looks. */
static const char *const folders[] = {"/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/",
                                      "/usr/lib/locale/TZ/", "/etc/zoneinfo/"};

struct zone {
    size_t count;
    const int64_t *changes; /* seconds since 1970, rising */
    const int *offsets;     /* seconds east of UTC from changes[i] on */
    int first;              /* before the first change */
};

struct block { /* where a data block's tables begin, and how many entries they have */
    const unsigned char *at;
    size_t changes, types, width; /* width: bytes of a time, 4 or 8 */
    size_t size;                  /* of the tables behind the header */
};

enum { HEADER = 44, TYPE = 6 };

static uint32_t read_u32(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_time(const unsigned char *p, size_t width) {
    if (width == 4) return (int32_t)read_u32(p);
    return (int64_t)((uint64_t)read_u32(p) << 32 | read_u32(p + 4));
}

/* The block whose header begins at `at`; false: it isn't one, or the file ends before it does. */
static bool read_block(struct str file, size_t at, size_t width, struct block *block) {
    const unsigned char *p = (const unsigned char *)file.ptr + at;
    if (at > file.len || file.len - at < HEADER || memcmp(p, "TZif", 4) != 0) return false;
    uint64_t utc = read_u32(p + 20), standard = read_u32(p + 24), leaps = read_u32(p + 28);
    uint64_t changes = read_u32(p + 32), types = read_u32(p + 36), letters = read_u32(p + 40);
    uint64_t size = changes * (width + 1) + types * TYPE + letters + leaps * (width + 4) + standard + utc;
    if (changes > ZONE_MAX_CHANGES || types == 0 || size > file.len - at - HEADER) return false;
    *block = (struct block){p + HEADER, (size_t)changes, (size_t)types, width, (size_t)size};
    return true;
}

static int type_offset(const struct block *block, size_t type) {
    const unsigned char *types = block->at + block->changes * (block->width + 1);
    return type < block->types ? (int)(int32_t)read_u32(types + type * TYPE) : 0;
}

/* Names are paths below the database: "Europe/Berlin". Others ("../x", "/etc/x") are none. */
static bool is_name(struct str name) {
    return name.len && name.len < 64 && name.ptr[0] != '/' && str_find(name, STR("..")) == name.len;
}

/* NULL: no such file below any of the folders. */
static const char *find_file(struct arena *arena, struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        const char *path = str_printf(arena, "%s%.*s", folders[i], STR_FMT(name)).ptr;
        if (file_exists(path)) return path;
    }
    return NULL;
}

bool zone_unknowable(struct str name) {
    static const char *const universal[] = {"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Local"};
    for (size_t i = 0; i < ARRAY_LEN(universal); i++)
        if (str_eq(name, str_from(universal[i]))) return false;
    for (size_t i = 0; i < ARRAY_LEN(folders); i++)
        if (dir_exists(folders[i])) return false;
    return is_name(name);
}

const struct zone *zone_load(struct arena *arena, struct str name) {
    struct str file;
    struct block block;
    struct error error = {0};
    const char *path = is_name(name) ? find_file(arena, name) : NULL;
    if (!path) return NULL;
    if (!file_read(arena, path, 0, &file, &error)) {
        file_doubt(error.path, str_from(error.message)); /* dates would be in another zone */
        return NULL;
    }
    if (!read_block(file, 0, 4, &block)) return NULL;
    if (file.ptr[4] >= '2' && !read_block(file, HEADER + block.size, 8, &block)) return NULL;
    struct zone *zone = ARENA_NEW(arena, struct zone);
    int64_t *changes = ARENA_ARRAY(arena, int64_t, block.changes + 1);
    int *offsets = ARENA_ARRAY(arena, int, block.changes + 1);
    for (size_t i = 0; i < block.changes; i++) {
        changes[i] = read_time(block.at + i * block.width, block.width);
        offsets[i] = type_offset(&block, block.at[block.changes * block.width + i]);
    }
    *zone = (struct zone){block.changes, changes, offsets, type_offset(&block, 0)};
    return zone;
}

int zone_offset(const struct zone *zone, int64_t seconds) {
    if (!zone) return 0;
    size_t low = 0, high = zone->count; /* the first change after `seconds` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? zone->offsets[low - 1] : zone->first;
}

int64_t zone_seconds(const struct zone *zone, const struct date *date) {
    int64_t civil = date_seconds(date);
    if (date->has_offset) return civil;
    int64_t guess = civil - zone_offset(zone, civil);
    return civil - zone_offset(zone, guess);
}

void zone_convert(const struct zone *zone, struct date *date) {
    int64_t seconds = zone_seconds(zone, date);
    int offset = zone_offset(zone, seconds);
    *date = date_at(seconds + offset);
    date->has_offset = true;
    date->offset_minutes = offset / 60;
}
