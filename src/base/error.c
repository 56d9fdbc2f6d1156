#include "base/base.h"

#include <stdio.h>
#include <string.h>

bool error_set(struct error *error, struct str path, uint32_t line, const char *format, ...) {
    if (!error) return false;
    error->path = path;
    error->line = line;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return false;
}
