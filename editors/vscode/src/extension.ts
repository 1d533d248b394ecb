// What VS Code starts: the language server and the commands.

import * as vscode from "vscode";

import { Explanations, SCHEME } from "./explanation.ts";
import { Reports } from "./report.ts";
import { Service } from "./service.ts";

/** The settings that the server is started with; the client heeds changes of the trace by itself. */
const STARTING = ["path", "args", "languages", "lintOnType"];

let service: Service | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const current = (service = new Service());
  const reports = new Reports(current);
  const explanations = new Explanations(current);
  const command = vscode.commands.registerCommand;
  context.subscriptions.push(
    current,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, explanations),
    command("govlint.restart", () => current.restart()),
    command("govlint.showLog", () => current.log.show()),
    command("govlint.fixAll", fixAll),
    command("govlint.explainRule", () => explanations.show()),
    command("govlint.checkFile", (file?: vscode.Uri) => reports.show(file)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (STARTING.some((name) => event.affectsConfiguration(`govlint.${name}`))) {
        void current.restart();
      }
    }),
  );
  // Not awaited: that the server is still starting is no reason to hold up the commands.
  void current.restart();
}

export async function deactivate(): Promise<void> {
  await service?.stop();
}

/** The server offers it as a source action; VS Code says so when there is nothing to fix. */
async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.sourceAction", {
    kind: "source.fixAll.govlint",
    apply: "first",
  });
}
