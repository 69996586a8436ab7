// What tests of triage read: files of the repository, and a pack as the build writes it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string} path @returns {any} */
export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** The pack as the build writes it, written anew so that no stale one is tested. @param {string} id */
export function builtPack(id) {
  const python = process.env.PYTHON ?? (existsSync(join(root, ".venv/bin/python")) ? ".venv/bin/python" : "python3");
  const folder = mkdtempSync(join(tmpdir(), "packs-"));
  try {
    execFileSync(python, ["-m", "hotline.triage.pack", folder], { cwd: root });
    return JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
