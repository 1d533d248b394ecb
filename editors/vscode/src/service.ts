// The language server: found, started, stopped, and its state shown in the status bar.

import { homedir } from "node:os";
import * as vscode from "vscode";
import { CloseAction, type ErrorHandler, LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";

import { candidates, firstThatRuns, type Found } from "./discovery.ts";
import { serverArguments } from "./invocation.ts";
import { environment, versionOf } from "./run.ts";

const INSTALL = 'pip install "govlint[lsp]"';

/** The language client without popups of its own, which are in English and repeat what the log says. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** One server for the window. */
export class Service implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel("govlint", { log: true });
  private readonly status = vscode.window.createStatusBarItem("govlint", vscode.StatusBarAlignment.Right, 100);
  private client: LanguageClient | undefined;
  private found: Found | undefined;
  /** Starts and stops come one after the other, however they are asked for. */
  private turn: Promise<void> = Promise.resolve();

  constructor() {
    this.status.name = "govlint";
    this.status.command = "govlint.showLog";
  }

  dispose(): void {
    this.status.dispose();
    this.log.dispose();
  }

  /** The govlint in use; looked for anew, and told about, when there was none. */
  async program(): Promise<Found | undefined> {
    await this.turn;
    if (this.found === undefined) {
      this.found = await this.find();
      if (this.found === undefined) {
        void this.tellMissing();
      }
    }
    return this.found;
  }

  /** Start the server, or stop it and start it as the settings are now. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.start();
    });
  }

  /** Stop the server. */
  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  private async find(): Promise<Found | undefined> {
    const programs = candidates({
      platform: process.platform,
      home: homedir(),
      folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      path: vscode.workspace.getConfiguration("govlint").get("path", ""),
      python: await chosenPython(),
    });
    return firstThatRuns(programs, (program) => versionOf(program, (why) => this.log.info(why)));
  }

  private async start(): Promise<void> {
    this.show("$(sync~spin)", "正在启动");
    this.found = await this.find();
    if (this.found === undefined) {
      this.show("$(error)", "没有找到 govlint", true);
      void this.tellMissing();
      return;
    }
    const { program, version } = this.found;
    const name = `govlint ${version}（${program.origin}：${program.command}）`;
    this.log.info(name);
    this.client = this.newClient(this.found, (running) =>
      running ? this.show("$(check)", name) : this.tellStopped(name),
    );
    try {
      await this.client.start();
    } catch {
      // The client has written to the log what the server said.
      this.client = undefined;
      this.show("$(error)", `${name} 的语言服务没有启动`, true);
      void offer(`govlint ${version} 的语言服务没有启动，原因见日志。多半是没有装它要用的部分，请运行 ${INSTALL}`, {
        在终端里安装: typeInstalling,
        显示日志: () => this.log.show(),
      });
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that has died cannot be stopped; that is no reason not to start another.
    await client?.dispose().catch((error: unknown) => this.log.warn(String(error)));
  }

  private newClient({ program }: Found, onRunning: (running: boolean) => void): LanguageClient {
    const settings = vscode.workspace.getConfiguration("govlint");
    const command = {
      command: program.command,
      args: serverArguments(program, settings.get("args", [])),
      options: { env: environment() },
    };
    let running = false;
    let usual: ErrorHandler | undefined;
    const client: LanguageClient = new QuietClient("govlint", "govlint", command, {
      documentSelector: settings
        .get("languages", ["plaintext", "markdown", "html"])
        .flatMap((language) => ["file", "untitled"].map((scheme) => ({ scheme, language }))),
      diagnosticPullOptions: { onChange: settings.get("lintOnType", true), onSave: true, onFocus: true },
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Of a server that never ran the user is told once, and how to install it; one that crashes is restarted.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (error, message, count) => (usual ??= client.createDefaultErrorHandler()).error(error, message, count),
        closed: () =>
          running
            ? (usual ??= client.createDefaultErrorHandler()).closed()
            : { action: CloseAction.DoNotRestart },
      },
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        running = true;
        onRunning(true);
      } else if (newState === State.Stopped && this.client === client) {
        onRunning(false);
      }
    });
    return client;
  }

  private show(icon: string, state: string, wrong = false): void {
    this.status.text = `${icon} govlint`;
    this.status.tooltip = `${state}\n点击看日志`;
    this.status.backgroundColor = wrong ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.status.show();
  }

  private async tellMissing(): Promise<void> {
    const path = vscode.workspace.getConfiguration("govlint").get("path", "");
    const message = path.trim()
      ? `设置 govlint.path 所写的“${path}”不是能运行的 govlint，请改正，或清空后自动查找。`
      : `没有找到 govlint。请安装：${INSTALL}，或在设置里写明它的位置。`;
    await offer(message, {
      在终端里安装: typeInstalling,
      // The path belongs to the machine that the server runs on, and so does its page of settings.
      打开设置: () =>
        vscode.env.remoteName === undefined
          ? vscode.commands.executeCommand("workbench.action.openSettings", "govlint.path")
          : vscode.commands.executeCommand("workbench.action.openRemoteSettings", { query: "govlint.path" }),
    });
  }

  private tellStopped(name: string): void {
    this.show("$(error)", `${name} 的语言服务已停止`, true);
    void offer("govlint 的语言服务一再出错，已停止，原因见日志。", {
      重新启动: () => this.restart(),
      显示日志: () => this.log.show(),
    });
  }
}

/** Tell what is wrong, with buttons for what can be done about it. */
async function offer(message: string, buttons: Readonly<Record<string, () => unknown>>): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, ...Object.keys(buttons));
  await (chosen && buttons[chosen]?.());
}

/** Type the command that installs govlint, and leave it to the user to see into which environment and enter it. */
function typeInstalling(): void {
  const terminal = vscode.window.createTerminal("govlint");
  terminal.show();
  terminal.sendText(INSTALL, false);
}

/** The interpreter chosen in the Python extension, if that is installed and can be asked. */
async function chosenPython(): Promise<string | undefined> {
  interface PythonApi {
    environments?: { getActiveEnvironmentPath(resource?: vscode.Uri): { path: string } };
  }
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  try {
    const api = await extension?.activate();
    return api?.environments?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri).path;
  } catch {
    return undefined; // it failed to start, which it tells about itself
  }
}
