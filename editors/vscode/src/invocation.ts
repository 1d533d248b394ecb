// What govlint is asked for, and what its answer means. Knows nothing of VS Code.

import type { Program } from "./discovery.ts";

/** The arguments that make a program the language server, on standard input and output. */
export function serverArguments(program: Program, further: readonly string[]): string[] {
  return [...program.args, "server", ...further];
}

/** The arguments for the page of what is found in a file, on standard output. */
export function reportArguments(program: Program, file: string): string[] {
  // After "--" a name that begins with "-" is a name.
  return [...program.args, "check", "--output-format", "html", "--", file];
}

/** The arguments for the explanation of a rule, on standard output. */
export function ruleArguments(program: Program, rule: string): string[] {
  return [...program.args, "rule", "--", rule];
}

/** How a run of govlint ended; the code is null when it did not run to its end. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why an answer is none; undefined when it is one. The code does not tell: it is 1 when something was found,
 * and a page also says why a file could not be read. */
export function failure(outcome: Outcome): string | undefined {
  if (outcome.stdout !== "") {
    return undefined;
  }
  return outcome.stderr.trim() || `govlint 没有结果（退出码 ${outcome.code ?? "无"}）`;
}
