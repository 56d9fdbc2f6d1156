/* embedded.c: the rules, schemas and trademark files that are part of the program. */
#include "lint/check.h"

struct str lint_embedded(struct str path) {
    for (size_t i = 0; i < embedded_count; i++)
        if (str_eq(str_from(embedded_files[i].path), path))
            return (struct str){(const char *)embedded_files[i].bytes, embedded_files[i].len};
    return (struct str){0};
}
