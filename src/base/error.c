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

bool error_at(struct error *error, const struct source *source, struct span span, const char *format, ...) {
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_set(error, source->path, text_line(source->text, span.start), "%s", text);
}

bool error_keep(struct error *error) {
    if (!error || !error->path.ptr) return false;
    size_t length = error->path.len < sizeof error->kept ? error->path.len : sizeof error->kept;
    memmove(error->kept, error->path.ptr, length);
    error->path = (struct str){error->kept, length};
    return false;
}
