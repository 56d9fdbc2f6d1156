// tests/ajv/compare.mjs DRIVER TOOLS SUITES [bench]: the same schemas and values given to contentlint (through
// tests/ajv/driver.c) and to npm's ajv 2020 with ajv-formats: valid or not must agree on the front matter of every page
// of the corpora and on 10,000 generated pairs. TOOLS is where `npm install ajv ajv-formats` was run, outside the
// repository. With `bench`: time per value on both sides, parsing left out.
import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const [driver, tools, suites, mode] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, 'x.js'));
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const ours = (jobs, ...args) =>
    execFileSync(driver, args.length ? args : ['valid'],
                 {input: jobs.map(job => JSON.stringify(job)).join('\n') + '\n', maxBuffer: 1 << 30})
        .toString().trimEnd().split('\n');

// One instance for the generated pairs, whose schemas stand alone: making one costs more than all else.
const alone = new Ajv2020({strict: false, logger: false, validateSchema: false, addUsedSchema: false});
addFormats(alone);

function theirs(job) {
    if (Object.keys(job.schemas).length === 1) return alone.compile(job.schemas[job.main]);
    const ajv = new Ajv2020({strict: false, logger: false});
    addFormats(ajv);
    for (const [name, schema] of Object.entries(job.schemas)) if (name !== job.main) ajv.addSchema(schema, name);
    return ajv.compile(job.schemas[job.main]);
}

// ---- pages of the corpora ------------------------------------------------------------------------------------------

const walk = folder => fs.readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return walk(full);
    return entry.isFile() && /\.(md|markdown|html)$/.test(entry.name) ? [full] : [];
});

function dump(files) {
    const lines = [];
    for (let i = 0; i < files.length; i += 500)
        lines.push(...execFileSync(driver, ['dump', ...files.slice(i, i + 500)], {maxBuffer: 1 << 30})
                       .toString().split('\n').slice(0, -1));
    return lines.map(line => line ? JSON.parse(line) : undefined);
}

// Our schemas as JSON; x-nocase goes, ajv has no such thing, and both compare keys as written.
function readSchemas() {
    const names = ['page.yaml', 'course.yaml', 'blog.yaml', 'person.yaml'];
    const strip = node => {
        if (Array.isArray(node)) return node.map(strip);
        if (node === null || typeof node !== 'object') return node;
        return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'x-nocase').map(([k, v]) => [k, strip(v)]));
    };
    const schemas = dump(names.map(name => path.join('rules/schemas', name)));
    return Object.fromEntries(names.map((name, i) => [name, strip(schemas[i])]));
}

function comparePages(schemas) {
    const files = walk(path.join(suites, 'corpora'));
    const fronts = dump(files);
    const kept = files.map((file, i) => [file, fronts[i]]).filter(([, front]) => front !== undefined);
    let agree = 0, invalid = 0;
    for (const main of Object.keys(schemas)) {
        const job = {schemas, main, values: kept.map(([, front]) => front)};
        const [answers] = ours([job]);
        const validate = theirs(job);
        kept.forEach(([file, front], i) => {
            const valid = validate(front);
            if (!valid) invalid++;
            if ((answers[i] === '1') === valid) agree++;
            else console.log(`${file}: ${main}: ours ${answers[i]}, ajv ${valid}: ${JSON.stringify(validate.errors?.[0])}`);
        });
    }
    const total = kept.length * Object.keys(schemas).length;
    console.log(`pages: ${kept.length} with front matter, ${Object.keys(schemas).length} schemas, ` +
                `${agree} of ${total} agree (${invalid} not valid)`);
    return total - agree;
}

// ---- generated pairs --------------------------------------------------------------------------------------------------

let seed = 20240131;
const random = () => { // mulberry32
    seed = seed + 0x6D2B79F5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
};
const upTo = n => Math.floor(random() * n);
const pick = list => list[upTo(list.length)];
const times = (n, make) => Array.from({length: n}, (_, i) => make(i));
const keys = ['a', 'b', 'c', 'title', 'ä', 'x-y'];
const strings = ['', 'a', 'ab', 'abc', 'title', '2024-01-31', '2024-02-30', '2024-01-31T10:00:00Z', '10:00:00+01:00', 'P1D',
    'P1Y2D', 'a@b.ch', 'a@', 'https://example.com/x?y#z', 'http://[::1', '/x y', '/x', 'www.example.com', '-a.ch',
    '192.0.2.1', '256.1.1.1', '::1', '1::2::3', '/a/~0', '/~2', '^a+$', '(', '2eb8aa08-aa98-11ea-b4aa-73b441d16380', '日本語', '😀😀',
    'e\u0301'];
const numbers = [0, 1, -1, 2, 3, 7, 10, 1.5, 0.01, 19.99, 1e10, -0.5, 100];
function value(depth = 0) {
    const kind = upTo(depth > 3 ? 4 : 7);
    if (kind === 0) return pick(strings);
    if (kind === 1) return pick(numbers);
    if (kind === 2) return pick([true, false, null]);
    if (kind === 3) return pick(strings);
    if (kind === 4) return times(upTo(4), () => value(depth + 1));
    return Object.fromEntries(times(upTo(5), () => [pick(keys), value(depth + 1)]));
}
const formats = ['date', 'date-time', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uri-reference', 'uuid',
    'json-pointer', 'regex'];
const patterns = ['^a', 'b$', '^[a-z]+$', '\\d', '^\\w*$', '^.$', '\\p{L}', '[^a]', '^(?!a)', '\\s', '^a|c$', 'é?'];
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const makers = {
    type: () => upTo(2) ? pick(types) : [...new Set(times(1 + upTo(3), () => pick(types)))],
    enum: () => [...new Map(times(1 + upTo(12), () => value(2)).map(v => [JSON.stringify(v), v])).values()],
    const: () => value(2),
    multipleOf: () => pick([1, 2, 3, 0.5, 10]), maximum: () => pick(numbers), minimum: () => pick(numbers),
    exclusiveMaximum: () => pick(numbers), exclusiveMinimum: () => pick(numbers),
    maxLength: () => upTo(6), minLength: () => upTo(4), pattern: () => pick(patterns), format: () => pick(formats),
    maxItems: () => upTo(4), minItems: () => upTo(3), uniqueItems: () => upTo(3) > 0,
    maxProperties: () => upTo(4), minProperties: () => upTo(3),
    required: () => [...new Set(times(1 + upTo(3), () => pick(keys)))],
    dependentRequired: () => ({[pick(keys)]: [pick(keys)]}),
    properties: d => map(d), patternProperties: d => ({[pick(patterns)]: schema(d + 1)}),
    additionalProperties: d => schema(d + 1), propertyNames: d => schema(d + 1), dependentSchemas: d => map(d),
    items: d => schema(d + 1), prefixItems: d => list(d), contains: d => schema(d + 1),
    allOf: d => list(d), anyOf: d => list(d), oneOf: d => list(d), not: d => schema(d + 1), if: d => schema(d + 1),
    then: d => schema(d + 1), else: d => schema(d + 1), unevaluatedItems: d => schema(d + 1),
    unevaluatedProperties: d => schema(d + 1), $ref: () => pick(['#/$defs/p', '#/$defs/q', '#r']),
};
const map = d => Object.fromEntries(times(1 + upTo(3), () => [pick(keys), schema(d + 1)]));
const list = d => times(1 + upTo(3), () => schema(d + 1));
function schema(depth) {
    if (depth > 3 || upTo(8) === 0) return pick([true, true, false, {type: pick(types)}]);
    return Object.fromEntries(times(1 + upTo(4), () => { const key = pick(Object.keys(makers)); return [key, makers[key](depth)]; }));
}
function root() {
    const made = schema(0);
    const top = typeof made === 'boolean' ? {} : made;
    // Definitions refer to nothing, so that no reference is its own target.
    const leaf = () => ({[pick(['type', 'enum', 'minLength', 'pattern', 'format', 'minimum'])]: undefined});
    const fill = s => Object.fromEntries(Object.keys(s).map(key => [key, makers[key](4)]));
    return {...top, $defs: {p: fill(leaf()), q: fill(leaf()), r: {...fill(leaf()), $anchor: 'r'}}};
}

// Where ajv departs from the specification, told by what was asked and what it answered.
const explained = [
    ['ajv does not assert contains beside prefixItems on an empty list (validation 6.4.5)',
     (s, v, expected) => expected === true && /contains/.test(s) && /prefixItems/.test(s) && /\[\]/.test(v)],
    ['ajv-formats lets a colon into the first segment of a relative reference (RFC 3986 section 4.2)',
     (s, v, expected) => expected === true && /uri-reference/.test(s) && /[0-9]:|::|\[::1/.test(v)],
    ['ajv counts what a failing branch of anyOf has evaluated (core 7.7.1.1: its annotations are dropped)',
     (s, v, expected) => expected === true && /"(anyOf|oneOf|if)"/.test(s) && /"unevaluated(Items|Properties)"/.test(s)],
    ['ajv-formats takes days after years without months for a duration (RFC 3339 appendix A)',
     (s, v, expected) => expected === true && /"duration"/.test(s) && /P1Y2D/.test(v)],
    ['ajv fails with an exception of its own while it validates (unevaluatedProperties in a branch)',
     (s, v, expected) => /^Cannot (set|read) properties of undefined/.test(expected)],
];

function comparePairs(count) {
    const jobs = times(count, () => ({schemas: {'s.json': root()}, main: 's.json', values: [value()]}));
    const answers = ours(jobs);
    let agree = 0, valid = 0, refused = 0, unexplained = 0;
    const reasons = new Map();
    jobs.forEach((job, i) => {
        let expected;
        try { expected = theirs(job)(job.values[0]); } catch (error) { expected = error.message; }
        if (expected === true) valid++;
        if (typeof expected === 'string' && answers[i].startsWith('refused')) { refused++; agree++; return; }
        if ((answers[i] === '1') === expected) { agree++; return; }
        const [s, v] = [JSON.stringify(job.schemas), JSON.stringify(job.values)];
        const reason = explained.find(([, test]) => test(s, v, expected))?.[0];
        if (reason) reasons.set(reason, 1 + (reasons.get(reason) ?? 0));
        else { unexplained++; console.log(`ours ${answers[i]}, ajv ${expected}: ${s} ${v}`); }
    });
    console.log(`pairs: ${agree} of ${count} agree (${valid} valid, ${refused} refused by both)`);
    for (const [reason, n] of reasons) console.log(`  ${n}: ${reason}`);
    return unexplained;
}

// ---- bench --------------------------------------------------------------------------------------------------------------

function bench(schemas) {
    const fronts = dump(walk(path.join(suites, 'corpora'))).filter(front => front !== undefined);
    for (const main of ['page.yaml', 'course.yaml']) {
        const job = {schemas, main, values: fronts}, rounds = 20;
        const mine = JSON.parse(ours([job], 'bench', String(rounds))[0]);
        const ajv = {};
        for (const [name, allErrors] of [['findings', true], ['valid_only', false]]) {
            const instance = new Ajv2020({strict: false, logger: false, allErrors});
            addFormats(instance);
            for (const [key, schema] of Object.entries(schemas)) if (key !== main) instance.addSchema(schema, key);
            const validate = instance.compile(schemas[main]);
            for (const front of fronts) validate(front);
            const start = process.hrtime.bigint();
            for (let i = 0; i < rounds; i++) for (const front of fronts) validate(front);
            ajv[name] = Number(process.hrtime.bigint() - start) / rounds / fronts.length;
        }
        for (const name of ['findings', 'valid_only'])
            console.log(`${main}, ${fronts.length} pages, ${name}: ${mine[name]} ns, ajv ${ajv[name].toFixed(0)} ns per page`);
    }
}

const schemas = readSchemas();
if (mode === 'bench') bench(schemas);
else {
    const failed = comparePages(schemas) + comparePairs(10000);
    console.log(`${failed === 0 ? 2 : 0} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
}
