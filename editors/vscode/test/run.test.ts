import assert from "node:assert/strict";
import { test } from "node:test";

import { environment, run, versionOf } from "../src/run.ts";

/** Node itself, as a program that is there wherever the tests are. */
const node = (script: string) => ({ command: process.execPath, args: ["-e", script, "--"], origin: "PATH" });

test("govlint sees what VS Code sees, and writes UTF-8", () => {
  const { PYTHONUTF8, ...others } = environment();
  assert.equal(PYTHONUTF8, "1");
  assert.equal(others["PATH"], process.env["PATH"]);
});

test("a run gives what was written and how it ended", async () => {
  const script = "process.stdout.write('总结'); process.stderr.write('说明'); process.exitCode = 1";
  assert.deepEqual(await run(process.execPath, ["-e", script]), { code: 1, stdout: "总结", stderr: "说明" });
});

test("a program that is not there gives the reason", async () => {
  const { code, stdout, stderr } = await run("/没有/govlint", []);
  assert.deepEqual([code, stdout], [null, ""]);
  assert.match(stderr, /ENOENT/);
});

test("a program that is no govlint is told of, one that is is not", async () => {
  const told: string[] = [];
  const tell = (why: string) => void told.push(why);
  assert.equal(await versionOf(node("console.log('govlint 0.1.0')"), tell), "0.1.0");
  assert.deepEqual(told, []);
  assert.equal(await versionOf(node("console.error('坏了'); process.exitCode = 1"), tell), undefined);
  assert.match(told.join(), /不是能运行的 govlint（坏了）/);
});
