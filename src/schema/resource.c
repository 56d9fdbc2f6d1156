/* resource.c: what is asked of documents while they are read: their subschemas, and where they are wrong. */
#include "schema/internal.h"

#include <stdio.h>

bool registry_refuse(struct error *error, const struct resource *resource, const struct node *node,
                     const char *format, ...) {
    char message[sizeof error->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    const struct source *source = resource->document->source;
    return error_set(error, source->path, text_line(source->text, node->span.start), "%s", message);
}

struct subschema *registry_subschema(struct schema_registry *registry, const struct node *node) {
    return map_get(&registry->subschemas, (struct str){(const char *)&node, sizeof node});
}
