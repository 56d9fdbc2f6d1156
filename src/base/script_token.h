/* script_token.h: private to script*.c: where the words, texts and brackets of JavaScript end. Offsets are into `text`, and
 * all of them move on or stay where they are. */
#ifndef CONTENTLINT_BASE_SCRIPT_TOKEN_H
#define CONTENTLINT_BASE_SCRIPT_TOKEN_H

#include "base/base.h"

size_t script_spaces(struct str text, size_t at); /* behind white space and comments */
size_t script_word(struct str text, size_t at); /* behind an identifier or number; `at` when there is none */
/* The end of the expression or statement: before a comma, semicolon or closing bracket at its own depth, and `lines`:
 * before a line's end too, unless that line or the next one goes on. */
size_t script_skip(struct str text, size_t at, bool lines);
/* The decoded text of the quoted one at *at, which moves behind it. */
struct str script_string(struct arena *arena, struct str text, size_t *at);
/* The same of a template, *literal unless something is put in (then the text is absent). */
struct str script_template(struct arena *arena, struct str text, size_t *at, bool *literal);

#endif
