import assert from "node:assert/strict";
import { test } from "node:test";

import { candidates, expanded, firstThatRuns, type Places, type Program, versionIn } from "../src/discovery.ts";

const LINUX: Places = { platform: "linux", home: "/home/li", folders: ["/稿件", "/模板"], path: "" };
const WINDOWS: Places = { platform: "win32", home: "C:\\Users\\li", folders: ["D:\\稿件"], path: "" };

function commands(places: Places): string[] {
  return candidates(places).map(({ command, args }) => [command, ...args].join(" "));
}

test("the environments of the workspace come first, then PATH, then the chosen interpreter", () => {
  assert.deepEqual(commands({ ...LINUX, python: "/usr/bin/python3" }), [
    "/稿件/.venv/bin/govlint",
    "/模板/.venv/bin/govlint",
    "govlint",
    "/usr/bin/python3 -m govlint",
  ]);
});

test("without a workspace and without the Python extension PATH is left", () => {
  assert.deepEqual(commands({ ...LINUX, folders: [] }), ["govlint"]);
});

test("on Windows an environment has its programs elsewhere", () => {
  assert.deepEqual(commands(WINDOWS), ["D:\\稿件\\.venv\\Scripts\\govlint.exe", "govlint"]);
});

test("a path that is set is the only candidate", () => {
  assert.deepEqual(commands({ ...LINUX, path: " ~/bin/govlint ", python: "/usr/bin/python3" }), [
    "/home/li/bin/govlint",
  ]);
});

test("paths in settings are made absolute", () => {
  assert.equal(expanded("/opt/govlint", LINUX), "/opt/govlint");
  assert.equal(expanded("${workspaceFolder}/env/bin/govlint", LINUX), "/稿件/env/bin/govlint");
  assert.equal(expanded("env/bin/govlint", LINUX), "/稿件/env/bin/govlint");
  assert.equal(expanded("~other/govlint", LINUX), "/稿件/~other/govlint");
  assert.equal(expanded("~\\govlint.exe", WINDOWS), "C:\\Users\\li\\govlint.exe");
  assert.equal(expanded("env\\govlint.exe", WINDOWS), "D:\\稿件\\env\\govlint.exe");
  assert.equal(expanded("bin/govlint", { ...LINUX, folders: [] }), "/home/li/bin/govlint");
  assert.equal(expanded("${workspaceFolder}/g", { ...LINUX, folders: ["/a$&b"] }), "/a$&b/g");
});

test("the first program that tells a version is taken, and none after it is run", async () => {
  const asked: string[] = [];
  const versionOf = async ({ command }: Program) => {
    asked.push(command);
    return command === "/模板/.venv/bin/govlint" ? "0.1.0" : undefined;
  };
  const found = await firstThatRuns(candidates(LINUX), versionOf);
  assert.equal(found?.program.command, "/模板/.venv/bin/govlint");
  assert.equal(found?.version, "0.1.0");
  assert.deepEqual(asked, ["/稿件/.venv/bin/govlint", "/模板/.venv/bin/govlint"]);
});

test("there may be none", async () => {
  assert.equal(await firstThatRuns(candidates(LINUX), async () => undefined), undefined);
});

test("only govlint's own version counts", () => {
  assert.equal(versionIn("govlint 0.1.0\n"), "0.1.0");
  assert.equal(versionIn("govlint, version 1.2.0rc1\r\n"), "1.2.0rc1");
  assert.equal(versionIn("Python 3.11.7\n"), undefined);
  assert.equal(versionIn("govlint\n"), undefined);
  assert.equal(versionIn(""), undefined);
});
