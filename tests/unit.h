/* unit.h: the whole unit-test framework. Include once per program; end main with `return unit_report();`. */
#ifndef CONTENTLINT_UNIT_H
#define CONTENTLINT_UNIT_H

#include <stdio.h>
#include <string.h>

#include "base/base.h"

static int unit_passed, unit_failed;

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (condition)                                                                                       \
            unit_passed++;                                                                                   \
        else {                                                                                               \
            unit_failed++;                                                                                   \
            printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                                   \
        }                                                                                                    \
    } while (0)

static inline void unit_check_str(struct str got, const char *want, const char *file, int line) {
    if (got.len == strlen(want) && memcmp(got.len ? got.ptr : "", want, got.len) == 0) {
        unit_passed++;
        return;
    }
    unit_failed++;
    printf("%s:%d: failed: got \"%.*s\", want \"%s\"\n", file, line, STR_FMT(got), want);
}
#define CHECK_STR(got, want) unit_check_str((got), (want), __FILE__, __LINE__)

static inline int unit_report(void) {
    printf("%d passed, %d failed\n", unit_passed, unit_failed);
    return unit_failed != 0;
}

#endif
