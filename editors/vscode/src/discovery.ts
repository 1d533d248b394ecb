// Where govlint may be, and what to run there. Knows nothing of VS Code, so that it can be tested without it.

import { posix, win32 } from "node:path";

/** A program and the arguments that come before govlint's own. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it is from, in words for the user. */
  readonly origin: string;
}

/** What is known of the places where govlint may be. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The folders of the workspace, the first one first. */
  readonly folders: readonly string[];
  /** The setting govlint.path; empty when not set. */
  readonly path: string;
  /** The interpreter chosen in the Python extension. */
  readonly python?: string | undefined;
}

/** A govlint that runs. */
export interface Found {
  readonly program: Program;
  readonly version: string;
}

/** The programs that may be govlint, the one to try first first. A path that is set is the only one. */
export function candidates(places: Places): Program[] {
  const { join } = paths(places.platform);
  if (places.path.trim() !== "") {
    return [{ command: expanded(places.path, places), args: [], origin: "设置 govlint.path" }];
  }
  const inEnvironment =
    places.platform === "win32" ? [".venv", "Scripts", "govlint.exe"] : [".venv", "bin", "govlint"];
  const found: Program[] = places.folders.map((folder) => ({
    command: join(folder, ...inEnvironment),
    args: [],
    origin: "工作区的 .venv",
  }));
  found.push({ command: "govlint", args: [], origin: "PATH" });
  if (places.python) {
    found.push({ command: places.python, args: ["-m", "govlint"], origin: "Python 扩展所选的解释器" });
  }
  return found;
}

/** The first program that tells its version; undefined when none does. */
export async function firstThatRuns(
  programs: readonly Program[],
  versionOf: (program: Program) => Promise<string | undefined>,
): Promise<Found | undefined> {
  for (const program of programs) {
    const version = await versionOf(program);
    if (version !== undefined) {
      return { program, version };
    }
  }
  return undefined;
}

/** The version in what `govlint --version` prints; undefined when it is another program that printed. */
export function versionIn(output: string): string | undefined {
  return /^govlint\b\D*(\d\S*)\s*$/.exec(output)?.[1];
}

/** A path as written in a setting, made absolute. */
export function expanded(path: string, places: Pick<Places, "platform" | "home" | "folders">): string {
  const { isAbsolute, join } = paths(places.platform);
  const folder = places.folders[0] ?? places.home;
  // Replaced by a function: "$" in a folder's name is no pattern.
  const full = path
    .trim()
    .replaceAll("${workspaceFolder}", () => folder)
    .replace(/^~(?=[/\\]|$)/, () => places.home);
  return isAbsolute(full) ? full : join(folder, full);
}

function paths(platform: NodeJS.Platform) {
  return platform === "win32" ? win32 : posix;
}
