/* libFuzzer entry for the reader of configurations that are programs: whatever the text, every span lies in it. */
#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct script *value, size_t size) {
    if (value->span.start > value->span.end || value->span.end > size) abort();
    for (const struct script *child = value->child; child; child = child->next) check(child, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    const struct script *value = script_read(&arena, (struct str){(const char *)data, size});
    if (value) check(value, size);
    arena_free(&arena);
    return 0;
}
