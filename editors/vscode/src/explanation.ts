// What a rule is about, as `govlint rule` tells it: this also knows the rules of one's own.

import { dirname } from "node:path";
import * as vscode from "vscode";

import { failure, ruleArguments } from "./invocation.ts";
import { run } from "./run.ts";
import type { Service } from "./service.ts";

/** The scheme of explanations: documents to read that are no files. */
export const SCHEME = "govlint-rule";

/** Explains rules in documents of their own. */
export class Explanations implements vscode.TextDocumentContentProvider {
  private readonly service: Service;

  constructor(service: Service) {
    this.service = service;
  }

  /** Explain the rule of the problem at the cursor, or of one chosen from those of the file. */
  async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const rule = editor && (await chosenRule(editor));
    if (rule) {
      // The folder goes along: which rules there are depends on its configuration.
      const uri = vscode.Uri.from({ scheme: SCHEME, path: rule, query: folderOf(editor.document) });
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const found = await this.service.program();
    if (!found) {
      return "没有找到 govlint。";
    }
    const args = ruleArguments(found.program, uri.path);
    const outcome = await run(found.program.command, args, { cwd: uri.query || undefined });
    return failure(outcome) ?? outcome.stdout;
  }
}

/** The id of the rule at the cursor; several, or none: the one chosen. */
async function chosenRule(editor: vscode.TextEditor): Promise<string | undefined> {
  const all = vscode.languages.getDiagnostics(editor.document.uri).filter((one) => one.source === "govlint");
  const here = all.filter((one) => one.range.intersection(editor.selection) !== undefined);
  const messages = new Map<string, string>();
  for (const diagnostic of here.length > 0 ? here : all) {
    const rule = ruleOf(diagnostic);
    if (rule && !messages.has(rule)) {
      messages.set(rule, diagnostic.message);
    }
  }
  if (messages.size === 0) {
    void vscode.window.showInformationMessage("这个文件里没有 govlint 报出的问题。");
    return undefined;
  }
  const [only] = messages.keys();
  if (here.length > 0 && messages.size === 1) {
    return only;
  }
  const items = [...messages].map(([label, detail]) => ({ label, detail }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "说明哪条规则", matchOnDetail: true }))?.label;
}

function ruleOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === "object" ? code.value : code;
  return value === undefined ? undefined : String(value);
}

function folderOf(document: vscode.TextDocument): string {
  return document.uri.scheme === "file"
    ? dirname(document.uri.fsPath)
    : (vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "");
}
