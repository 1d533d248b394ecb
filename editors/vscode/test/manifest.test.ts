// What package.json tells VS Code and what the code does must be the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), "utf8");
const manifest = JSON.parse(read("package.json"));
const code = ["extension", "service", "report", "explanation"].map((name) => read(`src/${name}.ts`)).join("\n");

test("every text of the manifest is there in both languages, and none is left over", () => {
  const used = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]).sort();
  for (const name of ["package.nls.json", "package.nls.zh-cn.json"]) {
    assert.deepEqual(Object.keys(JSON.parse(read(name))).sort(), used, name);
  }
});

test("the commands are those that are registered", () => {
  const declared = manifest.contributes.commands.map((one: { command: string }) => one.command).sort();
  const registered = [...code.matchAll(/\bcommand\("(govlint\.\w+)"/g)].map((match) => match[1]).sort();
  assert.deepEqual(registered, declared);
});

test("the settings are those that are read, and have the default that is read", () => {
  const declared = manifest.contributes.configuration.properties;
  const read = [...code.matchAll(/\.get\("(\w+)", ([^)]+)\)/g)];
  assert.notEqual(read.length, 0);
  for (const [, name, fallback] of read) {
    assert.deepEqual(JSON.parse(fallback ?? ""), declared[`govlint.${name}`]?.default, name);
  }
  // The client itself reads the trace.
  const names = new Set(read.map(([, name]) => `govlint.${name}`).concat("govlint.trace.server"));
  assert.deepEqual([...names].sort(), Object.keys(declared).sort());
});
