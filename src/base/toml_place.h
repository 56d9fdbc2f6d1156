/* toml_place.h: from toml++'s lines and columns (code points) to byte offsets, and back to how a string was written.
 * Private to base. */
#ifndef CONTENTLINT_TOML_PLACE_H
#define CONTENTLINT_TOML_PLACE_H

#include "base/node_build.h"

#ifdef __cplusplus
extern "C" {
#endif

struct toml_lines {  /* constant time per place, whatever the length of a line */
    struct str text; /* the part that is read */
    uint32_t base;   /* its offset in the whole text */
    bool ascii;
    ARRAY_OF(uint32_t) lines; /* code points before each line */
    ARRAY_OF(uint32_t) marks; /* byte offset of every 64th code point */
};
void toml_lines_init(struct arena *arena, struct toml_lines *lines, struct str text, uint32_t base);
/* Byte offset in the whole text of a 1-based place, which may lie just past the end. */
uint32_t toml_lines_at(const struct toml_lines *lines, uint32_t line, uint32_t column);

/* Looks for nesting past max_depth (brackets, dotted keys) before anything recurses; appends the fault. */
bool toml_check_depth(struct node_builder *builder);
/* The style of the string that is written at `at`. */
enum node_style toml_style(struct str text, size_t at);
/* What toml++ found, in the author's words. */
void toml_explain(struct node_builder *builder, struct str description, uint32_t at);

#ifdef __cplusplus
}
#endif
#endif
