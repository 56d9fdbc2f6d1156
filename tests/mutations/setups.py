"""What a copy of a site is given before defects are seeded: a setup is files, arguments and what to leave out."""
import collections

Setup = collections.namedtuple("Setup", "files arguments committed", defaults=({}, (), False))

CONFIG = """types:
  - {files: "**", schema: mutate}
  - {files: "**", where: {m_headings: yes please}, headings: [Outcomes, Price]}
rules:
  heading-order: warning
  multiple-h1: warning
"""
# However few pages of the site have them.
FIELDS = "rules:\n  missing-description: {percent: 0}\n  missing-title: {percent: 0}\n"
SCHEMA = r"""$schema: https://json-schema.org/draft/2020-12/schema
properties:
  m_type: {type: integer}
  m_enum: {enum: [foundation, practitioner, expert]}
  m_const: {const: course}
  m_pattern: {pattern: "^[A-Z]{3}$"}
  m_format: {format: date}
  m_uri: {format: uri}
  m_email: {format: email}
  m_minlength: {minLength: 5}
  m_maxlength: {maxLength: 5}
  m_minimum: {minimum: 5}
  m_maximum: {maximum: 5}
  m_exclusive: {exclusiveMinimum: 5, exclusiveMaximum: 9}
  m_multiple: {multipleOf: 4}
  m_minitems: {minItems: 3}
  m_maxitems: {maxItems: 1}
  m_uniqueitems: {uniqueItems: true}
  m_contains: {contains: {const: en}}
  m_prefix: {prefixItems: [{type: integer}], items: {type: string}}
  m_items: {items: {type: integer}}
  m_required: {required: [name]}
  m_dependent: {dependentRequired: {price: [currency]}}
  m_additional: {properties: {name: true}, additionalProperties: false}
  m_unevaluated: {allOf: [{properties: {name: true}}], unevaluatedProperties: false}
  m_names: {propertyNames: {pattern: "^[a-z]+$"}}
  m_minprops: {minProperties: 2}
  m_maxprops: {maxProperties: 1}
  m_not: {not: {const: forbidden}}
  m_anyof: {anyOf: [{type: integer}, {type: boolean}]}
  m_oneof: {oneOf: [{minimum: 3, type: integer}, {maximum: 2, type: integer}]}
  m_allof: {allOf: [{type: string}, {minLength: 4}]}
  m_ref: {$ref: "#/$defs/hours"}
  m_patternprops: {patternProperties: {"^n_": {type: integer}}}
  m_if: {if: {properties: {kind: {const: paid}}, required: [kind]}, then: {required: [price]}}
  m_limit: {pattern: "^(a+)+$"}
  m_deprecated: {deprecated: true}
  m_replaced: {deprecated: true, x-replaced-by: m_enum}
  m_unique: {x-unique: site}
  m_unique_section: {x-unique: section}
  m_unique_language: {x-unique: {scope: language, name: m_shared}}
  m_term: {x-ref: "taxonomy:tags"}
  m_file: {x-ref: file}
  m_static: {x-ref: static}
  m_asset: {x-ref: asset}
  m_image: {x-ref: image}
  m_page: {x-ref: page}
  m_date: {x-date: {max: now}}
  m_any_date: {x-date: {}}
  m_end: {x-date: {after: m_start}}
  m_nocase: {x-nocase: true, properties: {Hours: {type: integer}}}
  m_typos: {x-typos: true, properties: {currency: true}}
  m_sessions: {x-ratio: {of: m_hours, ratio: 0.5}}
  m_total: {x-sum: [m_morning, m_evening]}
  m_price: {x-price: {currency: m_currency}}
  m_filled: {x-filled: true}
  m_own_rule: {maxLength: 3}
x-rules:
  m_own_rule.maxLength: {id: value-format}
$defs:
  hours: {type: number, minimum: 1}
"""

ORPHANS = "rules:\n  orphan-page: warning\n"

# Only the test server is ever asked: every other host is excluded.
CRAWL = r"""links:
  external:
    exclude: ['^https?://(?![a-z0-9]+\.loop\.dev)']
    retry_after: 0.1
    fragments: true
    allow_addresses: [127.0.0.0/8]
    hosts:
      get.loop.dev: {method: get, rate: 50, concurrency: 8}
      "*.loop.dev": {rate: 50, concurrency: 8}
"""

ALL = {
    "plain": Setup(),
    "configured": Setup({"contentlint.yml": CONFIG, ".contentlint/schemas/mutate.yaml": SCHEMA}),
    "fields": Setup({"contentlint.yml": FIELDS}, ("--only", "missing-title,missing-description")),
    "orphans": Setup({"contentlint.yml": ORPHANS}, ("--only", "orphan-page")),
    "crawl": Setup({"contentlint.yml": CRAWL}, ("--external", "--allow-address", "127.0.0.0/8")),
    "since": Setup({}, ("--since", "HEAD"), committed=True),
}
