// The page of what is found in a file, for files that are no text to an editor: Word, WPS, PDF.

import { basename, dirname } from "node:path";
import * as vscode from "vscode";

import { failure, reportArguments } from "./invocation.ts";
import { run } from "./run.ts";
import type { Service } from "./service.ts";

/** Shows pages, one for each file. */
export class Reports {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly service: Service;

  constructor(service: Service) {
    this.service = service;
  }

  /** Check a file and show its page; asks which file if none is given. */
  async show(file: vscode.Uri | undefined): Promise<void> {
    const uri = file ?? (await vscode.window.showOpenDialog({ openLabel: "检查", title: "检查哪个文件" }))?.[0];
    const found = uri && (await this.service.program());
    if (!uri || !found) {
      return;
    }
    const name = basename(uri.fsPath);
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `正在检查 ${name}`, cancellable: true },
      (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        // By its name alone: the page is headed by it, and may be sent on.
        const args = reportArguments(found.program, name);
        return run(found.program.command, args, { cwd: dirname(uri.fsPath), signal: abort.signal }).then((outcome) =>
          token.isCancellationRequested ? undefined : outcome,
        );
      },
    );
    if (outcome === undefined) {
      return;
    }
    const reason = failure(outcome);
    if (reason !== undefined) {
      this.service.log.error(reason);
      void vscode.window.showErrorMessage(`没有检查 ${name}：${reason}`);
      return;
    }
    this.panel(uri.fsPath, name).webview.html = outcome.stdout;
  }

  private panel(path: string, name: string): vscode.WebviewPanel {
    const open = this.panels.get(path);
    if (open) {
      open.reveal();
      return open;
    }
    // The page brings a policy of its own, and no file of the machine is open to it: it runs the one script
    // and the one style sheet that govlint wrote into it, by their hashes, and loads nothing.
    const options = { enableScripts: true, localResourceRoots: [], enableFindWidget: true, retainContextWhenHidden: true };
    const panel = vscode.window.createWebviewPanel("govlint.report", `检查：${name}`, vscode.ViewColumn.Active, options);
    panel.onDidDispose(() => this.panels.delete(path));
    this.panels.set(path, panel);
    return panel;
  }
}
