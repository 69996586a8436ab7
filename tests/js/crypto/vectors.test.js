import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runFile, suites } from "./suites.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(root, "crypto/vectors");
const python = process.env.PYTHON ?? (existsSync(join(root, ".venv/bin/python")) ? ".venv/bin/python" : "python3");
const lists = JSON.parse(
  execFileSync(python, ["-m", "tests.crypto.word_lists"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 22 }),
);

/** @param {string} name @returns {any} */
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

test("every file of vectors is read", () => {
  const files = readdirSync(folder).map((name) => name.replace(".json", ""));
  assert.deepEqual(files.sort(), Object.keys(suites).sort());
});

for (const name of Object.keys(suites)) {
  test(`every group of ${name}.json is read`, () => {
    const groups = Object.entries(read(name)).filter(([, cases]) => Array.isArray(cases));
    assert.deepEqual(groups.map(([group]) => group).sort(), Object.keys(suites[name] ?? {}).sort());
  });
  test(`${name}.json holds`, () => runFile(name, read(name), lists));
}
