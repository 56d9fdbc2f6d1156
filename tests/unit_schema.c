/* schema: what is found, where, and in which words. A case is a schema, a value, and a line for each finding:
 * line:column fault (keyword) key: message. */
#include "schema/schema.h"
#include "unit.h"

struct schema_case {
    const char *name, *schema, *value, *want; /* value NULL: the schema is refused, want is why */
};

static const struct schema_case cases[] = {
    {"type", "properties: {course_length: {type: number}}\n", "course_length: 16 hours\n",
     "1:16 wrong-type (type) course_length: course_length is \"16 hours\" (string); expected a number\n"},
    {"type of a quoted number", "properties: {n: {type: number}}\n", "n: \"16\"\n",
     "1:4 wrong-type (type) n: n is \"16\" (string); expected a number: remove the quotes\n"},
    {"type of a number for a string", "properties: {version: {type: string}}\n", "version: 16\n",
     "1:10 wrong-type (type) version: version is 16 (number); expected a string: put it in quotes\n"},
    {"type of a word for a boolean", "properties: {draft: {type: boolean}}\n",
     "title: x\n"
     "draft: \"yes\"\n",
     "2:8 wrong-type (type) draft: draft is \"yes\" (string); expected true or false: write true or false "
     "without quotes\n"},
    {"type of nothing", "properties: {title: {type: string}}\n",
     "title:\n"
     "weight: 1\n",
     "1:1 wrong-type (type) title: title is empty; expected a string\n"},
    {"types", "properties: {tags: {type: [array, 'null']}}\n", "tags: scrum\n",
     "1:7 wrong-type (type) tags: tags is \"scrum\" (string); expected a list\n"},
    {"whole number", "properties: {n: {type: integer}}\n", "n: 1.5\n",
     "1:4 wrong-type (type) n: n is 1.5 (number); expected a whole number\n"},
    {"a whole float is an integer", "properties: {n: {type: integer}}\n", "n: 1.0\n", ""},
    {"type of a map", "properties: {card: {type: string}}\n",
     "card:\n"
     "  title: x\n",
     "1:1 wrong-type (type) card: card is a map; expected a string\n"},
    {"enum with a near value", "properties: {level: {enum: [foundation, practitioner, expert]}}\n",
     "level: expertt\n",
     "1:8 not-allowed (enum) level: level is \"expertt\"; expected one of \"foundation\", \"practitioner\" "
     "or \"expert\", did you mean \"expert\"?\n"},
    {"enum with nothing near", "properties: {level: {enum: [a1, b2, 3, null]}}\n", "level: something\n",
     "1:8 not-allowed (enum) level: level is \"something\"; expected one of \"a1\", \"b2\", 3 or nothing\n"},
    {"const", "properties: {kind: {const: course}}\n", "kind: page\n",
     "1:7 not-allowed (const) kind: kind is \"page\"; expected \"course\"\n"},
    {"required", "required: [title, date]\n", "title: x\n",
     "top missing-key (required) date: missing key \"date\"\n"},
    {"required inside", "properties: {card: {required: [content]}}\n",
     "card:\n"
     "  button: x\n",
     "1:1 missing-key (required) card.content: missing key \"content\" in card\n"},
    {"required, mistyped",
     "required: [title]\n"
     "additionalProperties: false\n"
     "properties: {title: true, tags: true}\n",
     "tags: x\n"
     "titel: x\n",
     "top missing-key (required) title: missing key \"title\"; is \"titel\" meant to be it?\n"
     "2:1 unknown-key (additionalProperties) titel: unknown key \"titel\", did you mean \"title\"?\n"},
    {"unknown key",
     "additionalProperties: false\n"
     "properties: {delivery_audiences: true, title: true}\n",
     "title: x\n"
     "delivery-audiences: y\n",
     "2:1 unknown-key (additionalProperties) delivery-audiences: unknown key \"delivery-audiences\", did you "
     "mean \"delivery_audiences\"?\n"},
    {"unknown key with nothing near",
     "additionalProperties: false\n"
     "properties: {title: true}\n",
     "colour: y\n", "1:1 unknown-key (additionalProperties) colour: unknown key \"colour\"\n"},
    {"unknown key inside", "properties: {card: {additionalProperties: false, properties: {content: true}}}\n",
     "card:\n"
     "  contnt: y\n",
     "2:3 unknown-key (additionalProperties) card.contnt: unknown key \"contnt\" in card, did you mean "
     "\"content\"?\n"},
    {"unevaluated key",
     "$ref: '#/$defs/a'\n"
     "unevaluatedProperties: false\n"
     "properties: {title: true}\n"
     "$defs: {a: {properties: {date: true}}}\n",
     "title: x\n"
     "date: y\n"
     "titl: z\n",
     "3:1 unknown-key (unevaluatedProperties) titl: unknown key \"titl\", did you mean \"title\"?\n"},
    {"a typo among free keys",
     "x-typos: true\n"
     "properties: {description: true, expiryDate: true}\n",
     "desciption: a\n"
     "expiry_date: b\n"
     "colour: c\n",
     "1:1 unknown-key (x-typos) desciption: unknown key \"desciption\", did you mean \"description\"?\n"
     "2:1 unknown-key (x-typos) expiry_date: unknown key \"expiry_date\", did you mean \"expiryDate\"?\n"},
    {"a typo that is let be",
     "x-typos: {allow: [descriptions2]}\n"
     "properties: {description: true}\n",
     "descriptions2: a\n", ""},
    {"keys in any case",
     "x-nocase: true\n"
     "required: [title]\n"
     "properties: {title: {type: string}, publishDate: {type: string}}\n",
     "Title: 5\n"
     "PUBLISHDATE: x\n",
     "1:8 wrong-type (type) Title: Title is 5 (number); expected a string: put it in quotes\n"},
    {"pattern", "properties: {code: {type: string, pattern: '^[A-Z]+$', examples: [PSM]}}\n", "code: psm\n",
     "1:7 bad-pattern (pattern) code: code is \"psm\"; expected text that matches ^[A-Z]+$, such as "
     "\"PSM\"\n"},
    {"pattern property", "patternProperties: {'^x-': {type: number}}\n", "x-a: b\n",
     "1:6 wrong-type (type) x-a: x-a is \"b\" (string); expected a number\n"},
    {"names of keys", "propertyNames: {pattern: '^[a-z_]+$'}\n", "Title: b\n",
     "1:1 unknown-key (propertyNames) Title: the key \"Title\" is not allowed; expected text that matches "
     "^[a-z_]+$\n"},
    {"format date", "properties: {date: {format: date}}\n", "date: 1/2/2024\n",
     "1:7 bad-format (format) date: date is \"1/2/2024\"; expected a date such as 2024-01-31\n"},
    {"format email", "properties: {m: {format: email}}\n", "m: me at example.com\n",
     "1:4 bad-format (format) m: m is \"me at example.com\"; expected an e-mail address\n"},
    {"format of a YAML date", "properties: {date: {type: string, format: date}}\n", "date: 2024-01-31\n", ""},
    {"length", "properties: {title: {maxLength: 5}, slug: {minLength: 1}}\n",
     "title: füller\n"
     "slug: ''\n",
     "1:8 bad-length (maxLength) title: title has 6 characters; expected at most 5\n"
     "2:7 bad-length (minLength) slug: slug is empty; expected at least 1 character\n"},
    {"length in characters", "properties: {title: {maxLength: 5}}\n", "title: 日本語文字\n", ""},
    {"range",
     "properties: {a: {minimum: 0}, b: {maximum: 10}, c: {exclusiveMinimum: 0}, d: {exclusiveMaximum: 1}}\n",
     "a: -1\n"
     "b: 11\n"
     "c: 0\n"
     "d: 1\n",
     "1:4 out-of-range (minimum) a: a is -1; expected at least 0\n"
     "2:4 out-of-range (maximum) b: b is 11; expected at most 10\n"
     "3:4 out-of-range (exclusiveMinimum) c: c is 0; expected more than 0\n"
     "4:4 out-of-range (exclusiveMaximum) d: d is 1; expected less than 1\n"},
    {"multipleOf", "properties: {price: {multipleOf: 0.01}, n: {multipleOf: 5}}\n",
     "price: 19.99\n"
     "n: 7\n",
     "2:4 out-of-range (multipleOf) n: n is 7; expected a multiple of 5\n"},
    {"multipleOf, one digit more", "properties: {price: {multipleOf: 0.01}}\n", "price: 19.999\n",
     "1:8 out-of-range (multipleOf) price: price is 19.999; expected a multiple of 0.01\n"},
    {"items", "properties: {tags: {items: {type: string}}}\n",
     "tags:\n"
     "  - a\n"
     "  - 2\n",
     "3:5 wrong-type (type) tags[1]: tags[1] is 2 (number); expected a string: put it in quotes\n"},
    {"count of items", "properties: {a: {minItems: 1}, b: {maxItems: 1}}\n",
     "a: []\n"
     "b: [1, 2]\n",
     "1:1 bad-length (minItems) a: a is an empty list; expected at least 1 item\n"
     "2:1 bad-length (maxItems) b: b has 2 items; expected at most 1\n"},
    {"items that repeat", "properties: {aliases: {uniqueItems: true}}\n",
     "aliases:\n"
     "  - /a/\n"
     "  - /b/\n"
     "  - /a/\n",
     "4:5 bad-items (uniqueItems) aliases[2]: aliases holds \"/a/\" twice\n"},
    {"items past the prefix", "properties: {p: {prefixItems: [{type: number}], items: false}}\n",
     "p: [1, 2]\n", "1:8 not-allowed (false) p[1]: p[1] is not allowed here\n"},
    {"contains", "properties: {tags: {contains: {const: scrum}}}\n", "tags: [a]\n",
     "1:1 bad-items (contains) tags: tags has no item that is \"scrum\"\n"},
    {"contains at most", "properties: {tags: {contains: {type: number}, maxContains: 1}}\n", "tags: [1, 2]\n",
     "1:1 bad-items (contains) tags: tags has 2 items that are each a number; expected at most 1\n"},
    {"contains just as many as it may", "properties: {tags: {contains: {type: number}, maxContains: 2}}\n",
     "tags: [1, a, 2]\n", ""},
    {"contains just as many as it must", "properties: {tags: {contains: {type: number}, minContains: 2}}\n",
     "tags: [1, a, 2]\n", ""},
    {"contains one too few", "properties: {tags: {contains: {type: number}, minContains: 2}}\n",
     "tags: [1, a]\n",
     "1:1 bad-items (contains) tags: tags has 1 item that is a number; expected at least 2\n"},
    {"count of keys", "properties: {a: {minProperties: 1}, b: {maxProperties: 1}}\n",
     "a: {}\n"
     "b: {x: 1, y: 2}\n",
     "1:1 bad-length (minProperties) a: a is an empty map; expected at least 1 key\n"
     "2:1 bad-length (maxProperties) b: b has 2 keys; expected at most 1\n"},
    {"dependent key", "dependentRequired: {price: [currency]}\n", "price: 5\n",
     "top missing-key (dependentRequired) currency: missing key \"currency\"; \"price\" needs it\n"},
    {"dependent schema", "dependentSchemas: {price: {required: [currency]}}\n", "price: 5\n",
     "top missing-key (required) currency: missing key \"currency\"\n"},
    {"not", "properties: {slug: {not: {pattern: '^-'}}}\n", "slug: -a\n",
     "1:7 not-allowed (not) slug: slug is \"-a\"; expected anything but text that matches ^-\n"},
    {"never", "properties: {slug: false}\n", "slug: -a\n",
     "1:7 not-allowed (false) slug: slug is not allowed here\n"},
    {"anyOf of kinds", "properties: {a: {anyOf: [{type: string}, {type: array}]}}\n", "a: 5\n",
     "1:4 wrong-type (anyOf) a: a is 5; expected a string or a list\n"},
    {"anyOf, nearest branch",
     "properties: {a: {anyOf: [{type: string}, {type: object, required: [src], properties: {src: {type: "
     "string}}}]}}\n",
     "a: {src: 5}\n",
     "1:10 wrong-type (type) a.src: a.src is 5 (number); expected a string: put it in quotes\n"},
    {"anyOf, none of them",
     "properties: {a: {anyOf: [{type: string, pattern: '^a'}, {type: string, pattern: '^b'}]}}\n", "a: cc\n",
     "1:4 no-alternative (anyOf) a: a is \"cc\", which fits none of the 2 forms it may have: text that "
     "matches ^a; text that matches ^b\n"},
    {"anyOf, told apart by a constant",
     "properties: {m: {oneOf: [{properties: {kind: {const: video}, id: {type: string}}, required: [kind, "
     "id]}, {properties: {kind: {const: image}, src: {type: string}}, required: [kind, src]}]}}\n",
     "m: {kind: image, id: x}\n", "1:1 missing-key (required) m.src: missing key \"src\" in m\n"},
    {"anyOf of keys", "anyOf: [{required: [course_code]}, {required: [code]}]\n", "title: x\n",
     "top missing-key (anyOf) course_code: missing key \"course_code\"; instead of it \"code\" would do\n"},
    {"oneOf, two fit", "properties: {a: {oneOf: [{type: number}, {type: integer}]}}\n", "a: 5\n",
     "1:4 no-alternative (oneOf) a: a fits more than one of the 2 forms it may have: a number, and a whole "
     "number\n"},
    {"if and then",
     "if: {properties: {type: {const: course}}, required: [type]}\n"
     "then: {required: [code]}\n",
     "type: course\n",
     "top missing-key (required) code: missing key \"code\" (because type is \"course\")\n"},
    {"if and else",
     "if: {properties: {type: {const: course}}, required: [type]}\n"
     "else: {properties: {code: false}}\n",
     "type: page\n"
     "code: X\n",
     "2:7 not-allowed (false) code: code is not allowed here (because type is not \"course\")\n"},
    {"a reference that recurses",
     "$ref: '#/$defs/node'\n"
     "$defs: {node: {properties: {value: {type: number}, next: {$ref: '#/$defs/node'}}}}\n",
     "next:\n"
     "  next:\n"
     "    value: x\n",
     "3:12 wrong-type (type) next.next.value: next.next.value is \"x\" (string); expected a number\n"},
    {"deprecated", "properties: {old: {deprecated: true}, audience: {x-replaced-by: delivery_audiences}}\n",
     "old: 1\n"
     "audience: x\n",
     "1:1 deprecated-key (deprecated) old: the key \"old\" is deprecated\n"
     "2:1 deprecated-key (x-replaced-by) audience: the key \"audience\" is deprecated; write "
     "\"delivery_audiences\"\n"},
    {"x-rules",
     "properties: {title: {maxLength: 5}}\n"
     "x-rules: {title.maxLength: {id: title-length, level: warning, note: searchers see 60}}\n",
     "title: abcdefgh\n",
     "1:8 bad-length (maxLength) title: title has 8 characters; expected at most 5 [title-length 2 searchers "
     "see 60]\n"},
    {"x-rules, its own message",
     "properties: {title: {maxLength: 5, x-rules: {maxLength: {message: '{key} is {value}, too long'}}}}\n",
     "title: abcdefgh\n", "1:8 bad-length (maxLength) title: title is \"abcdefgh\", too long\n"},
    {"x-rules, off",
     "properties: {title: {maxLength: 5}}\n"
     "x-rules: {title.maxLength: {level: 'off'}}\n",
     "title: abcdefgh\n", ""},
    {"x-ratio", "properties: {course_sessions: {x-ratio: {of: course_length, ratio: 0.5}}}\n",
     "course_length: 16\n"
     "course_sessions: 7\n",
     "2:18 bad-numbers (x-ratio) course_sessions: course_sessions is 7; expected 8, half of course_length "
     "(16)\n"},
    {"x-sum", "properties: {total: {x-sum: ['sessions[].hours']}}\n",
     "total: 5\n"
     "sessions:\n"
     "  - hours: 2\n"
     "  - hours: 2\n",
     "1:8 bad-numbers (x-sum) total: total is 5; expected 4, the sum of sessions[].hours\n"},
    {"x-filled", "properties: {a: {x-filled: true}, b: {x-filled: true}, c: {x-filled: true}}\n",
     "a: T.B.D.\nb: [TBA, '']\nc: Por definir\n",
     "1:4 missing-key (x-filled) a: a is \"T.B.D.\", which says nothing yet: it counts as missing\n"
     "2:1 missing-key (x-filled) b: b is a list, which says nothing yet: it counts as missing\n"
     "3:4 missing-key (x-filled) c: c is \"Por definir\", which says nothing yet: it counts as missing\n"},
    {"x-filled, filled", "properties: {a: {x-filled: true}, b: {x-filled: true}, c: {x-filled: true}}\n",
     "a: TBD Ltd\nb: [TBA, Ada]\nc: 0\n", ""},
    {"x-price", "properties: {a: {x-price: {currency: [currency]}}, b: {x-price: {}}, c: {x-price: {}}}\n",
     "a: 900\nb: '1.200,-'\nc: 900 EUR\n",
     "1:4 bad-format (x-price) a: a is 900; expected a price with its currency, or \"currency\" beside it\n"
     "2:4 bad-format (x-price) b: b is \"1.200,-\"; expected a price with its currency, such as \"900 "
     "EUR\"\n"},
    {"x-price, told",
     "properties: {a: {x-price: {currency: currency}}, b: {x-price: {}}, c: {x-price: {}}}\n",
     "a: 900\ncurrency: EUR\nb: $900\nc: 0\n", ""},
    {"x-date", "properties: {date: {x-date: {}}}\n", "date: yesterday\n",
     "1:7 bad-date (x-date) date: date is \"yesterday\"; expected a date such as 2024-01-31 or "
     "2024-01-31T09:00:00Z\n"},
    {"x-date against a key", "properties: {expiryDate: {x-date: {after: publishDate}}}\n",
     "publishDate: 2024-05-01\n"
     "expiryDate: 2024-04-01\n",
     "2:13 bad-date (x-date) expiryDate: expiryDate is 2024-04-01; expected a date not before publishDate "
     "(2024-05-01)\n"},
    {"x-date against the clock", "properties: {date: {x-date: {max: now}}, start: {x-date: {min: -P1Y}}}\n",
     "date: 2031-01-01\n"
     "start: 2019-01-01\n",
     "1:7 bad-date (x-date) date: date is 2031-01-01; expected a date not after 2026-01-01\n"
     "2:8 bad-date (x-date) start: start is 2019-01-01; expected a date not before 2025-01-01\n"},
    {"x-ref",
     "properties: {topics: {items: {x-ref: 'taxonomy:course_topics'}}, preview: {x-ref: file}, next: {x-ref: "
     "page}}\n",
     "topics: [scrum, Kanban]\n"
     "preview: a.png\n"
     "next: /b/\n",
     "1:10 no-term (x-ref) topics[0]: topics[0] \"scrum\" names no term of course_topics, did you mean "
     "\"Scrum\"?\n"
     "2:10 no-file (x-ref) preview: preview \"a.png\" names no file beside the page\n"
     "3:7 no-page (x-ref) next: next \"/b/\" names no page\n"},
    {"x-unique", "properties: {code: {x-unique: site}}\n", "code: PSM\n",
     "1:7 not-unique (x-unique) code: code \"PSM\" is also used by content/other.md\n"},
    {"x-unique of nothing", "properties: {code: {x-unique: site}}\n", "code: ''\n", ""},
    {"a value over several lines", "properties: {overview: {maxLength: 5}}\n",
     "overview: |\n"
     "  one\n"
     "  two\n",
     "1:1 bad-length (maxLength) overview: overview has 8 characters; expected at most 5\n"},
    {"a key in a list of maps", "properties: {sessions: {items: {required: [title]}}}\n",
     "sessions:\n"
     "  - id: 1\n",
     "2:5 missing-key (required) sessions[0].title: missing key \"title\" in sessions[0]\n"},
    {"control bytes are not repeated", "properties: {a: {type: number}}\n", "a: \"x\\ty\"\n",
     "1:4 wrong-type (type) a: a is \"x y\" (string); expected a number\n"},
};

static const struct schema_case refused[] = {
    {"a mistyped keyword",
     "type: object\n"
     "requird: [title]\n",
     NULL, "s.yaml:2: unknown keyword \"requird\", did you mean \"required\"?"},
    {"a mistyped type",
     "properties:\n"
     "  a: {type: strng}\n",
     NULL,
     "s.yaml:2: \"type\" must be one of string, number, integer, boolean, array, object, \"null\", or a list "
     "of them"},
    {"a keyword's value",
     "properties:\n"
     "  a: {minLength: two}\n",
     NULL, "s.yaml:2: \"minLength\" must be a whole number, 0 or more"},
    {"a pattern",
     "properties:\n"
     "  a:\n"
     "    pattern: '('\n",
     NULL,
     "s.yaml:3: the pattern \"(\" is not valid: missing closing parenthesis at character 2 of the pattern"},
    {"a pattern ECMA-262 does not have",
     "properties:\n"
     "  a:\n"
     "    pattern: '(?P<n>a)'\n",
     NULL,
     "s.yaml:3: the pattern \"(?P<n>a)\" is not valid: this is no group of ECMA-262 at character 1 of the "
     "pattern"},
    {"a format, mistyped",
     "properties:\n"
     "  a: {format: datetime}\n",
     NULL, "s.yaml:2: unknown format \"datetime\", did you mean \"date-time\"?"},
    {"an older draft", "$schema: http://json-schema.org/draft-07/schema#\n", NULL,
     "s.yaml:1: $schema \"http://json-schema.org/draft-07/schema#\" is not known; contentlint reads JSON "
     "Schema 2020-12"},
    {"items of an older draft",
     "items:\n"
     "  - {type: string}\n",
     NULL, "s.yaml:2: \"items\" must be a schema (a map, true or false); a list of schemas is prefixItems"},
    {"dependencies", "dependencies: {a: [b]}\n", NULL,
     "s.yaml:1: \"dependencies\" means nothing in JSON Schema 2020-12; write dependentRequired or "
     "dependentSchemas"},
    {"a reference to nothing", "$ref: '#/$defs/x'\n", NULL, "s.yaml:1: \"#/$defs/x\" refers to nothing"},
    {"a reference to no schema", "$ref: pagee.yaml\n", NULL,
     "s.yaml:1: there is no schema \"pagee.yaml\", did you mean \"page.yaml\"?"},
    {"a reference to the network", "$ref: https://example.com/page.json\n", NULL,
     "s.yaml:1: there is no schema \"https://example.com/page.json\""},
    {"an unknown vocabulary", "$schema: meta.yaml\n", NULL,
     "s.yaml:1: the vocabulary \"https://example.com/v\" is not supported"},
    {"x-ref",
     "properties:\n"
     "  a: {x-ref: folder}\n",
     NULL, "s.yaml:2: \"x-ref\" must be taxonomy:NAME, file, static, asset, image or page"},
    {"x-unique",
     "properties:\n"
     "  a: {x-unique: planet}\n",
     NULL, "s.yaml:2: \"x-unique\" must be site, section, language or {scope, name}"},
    {"x-date",
     "properties:\n"
     "  a: {x-date: {max: soon}}\n",
     NULL, "s.yaml:2: x-date: \"max\" must be a date, now, or a period from now such as -P5Y"},
    {"x-ratio",
     "properties:\n"
     "  a: {x-ratio: {of: b}}\n",
     NULL, "s.yaml:2: \"x-ratio\" must be {of: KEY, ratio: NUMBER}"},
    {"x-rules",
     "x-rules:\n"
     "  title.maxLenth: {level: note}\n",
     NULL, "s.yaml:2: x-rules: \"title.maxLenth\" does not end in a keyword"},
    {"level of x-rules",
     "x-rules:\n"
     "  title.maxLength: {level: bad}\n",
     NULL, "s.yaml:2: x-rules: \"level\" must be error, warning, note or off"},
    {"an $id with a fragment", "$id: 'https://example.com/a#b'\n", NULL,
     "s.yaml:1: $id may not have a fragment; write $anchor"},
    {"an anchor twice",
     "$defs:\n"
     "  a: {$anchor: x}\n"
     "  b: {$anchor: x}\n",
     NULL, "s.yaml:3: the anchor \"x\" is used twice"},
    {"no schema at all", "- a\n", NULL, "s.yaml:1: a schema must be a map, true or false, not list"},
};

/* ---- the site of the tests ----------------------------------------------------------------------------------- */

static enum schema_answer site_unique(void *data, const struct schema_unique *unique, struct str value,
                                      struct str *path, struct span *span) {
    (void)data;
    *path = STR("content/other.md");
    *span = (struct span){10, 13};
    return str_eq(unique->name, STR("code")) && str_eq(value, STR("PSM")) ? SCHEMA_NO : SCHEMA_YES;
}

static enum schema_answer site_ref(void *data, enum schema_ref ref, struct str name, struct str value,
                                   struct str *nearest) {
    (void)data;
    if (ref != SCHEMA_REF_TAXONOMY) return SCHEMA_NO;
    if (str_eq(value, STR("Kanban")) || !str_eq(name, STR("course_topics"))) return SCHEMA_YES;
    *nearest = STR("Scrum");
    return SCHEMA_NO;
}

static const int64_t now = 1767225600; /* 2026-01-01 */
static const struct schema_site site = {.now = &now, .unique = site_unique, .ref = site_ref};

/* ---- running a case -------------------------------------------------------------------------------------------- */

static const struct node *read_yaml(struct arena *arena, struct source *source, const char *text) {
    source->text = str_from(text);
    source_lines(arena, source);
    struct node_options options = {.format = FORMAT_YAML};
    node_errors errors = {0};
    const struct node *root =
        node_read(arena, source->text, (struct span){0, (uint32_t)source->text.len}, &options, &errors);
    CHECK(errors.len == 0);
    return root;
}

static void describe(struct buf *out, const struct source *source, const struct schema_finding *finding) {
    struct place place = source_place(source, finding->span.start, UNIT_CHARACTER);
    if (finding->missing)
        buf_add(out, STR("top "));
    else
        buf_printf(out, "%u:%u ", place.line, place.column);
    buf_printf(out, "%s (%.*s) %.*s: %.*s", schema_fault_name(finding->fault), STR_FMT(finding->keyword),
               STR_FMT(finding->key), STR_FMT(finding->message));
    if (finding->rule.ptr != NULL)
        buf_printf(out, " [%.*s %d %.*s]", STR_FMT(finding->rule), (int)finding->level,
                   STR_FMT(finding->note));
    buf_add_char(out, '\n');
}

static struct str run_case(struct arena *arena, const struct schema_case *item) {
    struct schema_registry *registry = schema_registry_new(arena, NULL);
    struct source source = {.path = STR("s.yaml")}, meta_source = {.path = STR("meta.yaml")},
                  value_source = {0};
    struct error error = {0};
    struct buf out = {.arena = arena};
    const struct node *meta = read_yaml(arena, &meta_source, "$vocabulary: {https://example.com/v: true}\n");
    schema_registry_add(registry, STR("meta.yaml"), &meta_source, meta, &error);
    schema_registry_add(registry, STR("page.yaml"), &meta_source, meta, &error);
    const struct node *root = read_yaml(arena, &source, item->schema);
    const struct schema *schema = schema_load(registry, STR("s.yaml"), &source, root, &error);
    if (schema == NULL) {
        buf_printf(&out, "%.*s:%u: %s", STR_FMT(error.path), error.line, error.message);
    } else if (item->value != NULL) {
        schema_findings findings = {0};
        const struct node *value = read_yaml(arena, &value_source, item->value);
        schema_validate(arena, &schema, 1, value, &site, &findings);
        for (size_t i = 0; i < findings.len; i++) describe(&out, &value_source, &findings.items[i]);
    }
    schema_registry_free(registry);
    return buf_str(&out);
}

static void run_cases(const struct schema_case *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        int failed = unit_failed;
        CHECK_STR(run_case(&arena, &items[i]), items[i].want);
        if (unit_failed != failed) printf("  in \"%s\"\n", items[i].name);
        arena_free(&arena);
    }
}

int main(void) {
    run_cases(cases, ARRAY_LEN(cases));
    run_cases(refused, ARRAY_LEN(refused));
    return unit_report();
}
