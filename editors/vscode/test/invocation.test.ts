import assert from "node:assert/strict";
import { test } from "node:test";

import { failure, reportArguments, ruleArguments, serverArguments } from "../src/invocation.ts";

const PROGRAM = { command: "govlint", args: [], origin: "PATH" };
const MODULE = { command: "python3", args: ["-m", "govlint"], origin: "Python 扩展所选的解释器" };

test("the server gets the further arguments of the settings", () => {
  assert.deepEqual(serverArguments(PROGRAM, []), ["server"]);
  assert.deepEqual(serverArguments(MODULE, ["--log-level", "debug"]), [
    "-m",
    "govlint",
    "server",
    "--log-level",
    "debug",
  ]);
});

test("names that look like options are still names", () => {
  assert.deepEqual(reportArguments(PROGRAM, "-总结.docx"), [
    "check",
    "--output-format",
    "html",
    "--",
    "-总结.docx",
  ]);
  assert.deepEqual(ruleArguments(MODULE, "TY001"), ["-m", "govlint", "rule", "--", "TY001"]);
});

test("an answer is one whatever the exit code", () => {
  for (const code of [0, 1, 2]) {
    assert.equal(failure({ code, stdout: "<!DOCTYPE html>", stderr: "" }), undefined);
  }
});

test("without an answer the reason is what was said, or how it ended", () => {
  assert.equal(failure({ code: 2, stdout: "", stderr: "没有规则 TY999\n" }), "没有规则 TY999");
  assert.match(failure({ code: null, stdout: "", stderr: "" }) ?? "", /退出码 无/);
});
