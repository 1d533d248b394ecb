// Runs govlint to its end.

import { execFile } from "node:child_process";

import { type Program, versionIn } from "./discovery.ts";
import type { Outcome } from "./invocation.ts";

/** The environment govlint runs in. On Windows Python writes in the system's code page if not told otherwise. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONUTF8: "1", NO_COLOR: "1" };
}

const LARGEST = 256 * 1024 * 1024; // bytes of a report
const PATIENCE = 20_000; // milliseconds for a version: the first start after installing compiles everything

/** Run a program; what goes wrong is in the outcome, nothing is thrown. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string | undefined; timeout?: number; signal?: AbortSignal } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const settings = {
      ...options,
      env: environment(),
      maxBuffer: LARGEST,
      windowsHide: true,
    };
    execFile(command, [...args], settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr: stderr || (code === null ? (error?.message ?? "") : "") });
    });
  });
}

/** The version of govlint that a program is; undefined when it is none or does not run, after telling why. */
export async function versionOf(
  program: Program,
  tell: (why: string) => void,
): Promise<string | undefined> {
  const { code, stdout, stderr } = await run(program.command, [...program.args, "--version"], { timeout: PATIENCE });
  const version = code === 0 ? versionIn(stdout) : undefined;
  if (version === undefined) {
    tell(`${program.origin}：${program.command} 不是能运行的 govlint（${(stderr || stdout).trim()}）`);
  }
  return version;
}
