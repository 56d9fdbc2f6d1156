/* base: strings and slices, memory, maps, sources and places, regular expressions, files, threads, and the
 * value tree ("node") that YAML, TOML and JSON are read into with a span on every key and value. One header a subject.
 *
 * Conventions for the whole program
 *   - Offsets and lengths are bytes unless a name says otherwise; a span is half-open.
 *   - A function that allocates takes `struct arena *` first. No arena, no allocation; nothing is freed singly.
 *   - `const` means borrowed. Out of memory ends the program (memory_exhausted). An operation that fails returns
 *     false and fills `struct error`; wrong content is never an error of this kind.
 *   - Nothing here prints, exits or keeps mutable globals. */
#ifndef CONTENTLINT_BASE_H
#define CONTENTLINT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "base/arena.h"
#include "base/ascii.h"
#include "base/date.h"
#include "base/diff.h"
#include "base/file.h"
#include "base/git.h"
#include "base/map.h"
#include "base/node.h"
#include "base/process.h"
#include "base/redact.h"
#include "base/regex.h"
#include "base/root.h"
#include "base/root_write.h"
#include "base/scalar.h"
#include "base/script.h"
#include "base/source.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/url.h"

#ifdef __cplusplus
}
#endif
#endif
