// The packaged extension in a real VS Code (code-server) in a real browser. See README.md.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { type Browser, chromium, type Page } from "playwright-core";

const HERE = import.meta.dirname;
const GOVLINT = process.env["GOVLINT"] ?? "govlint";
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const CODE_SERVER = join(HERE, "node_modules", ".bin", "code-server");
const TEXT = "青溪镇2024年工作总结.txt";
const WORD = "青溪镇2024年工作总结.docx";
const SETTINGS = {
  "govlint.path": GOVLINT,
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "editor.wordWrap": "on",
  "files.autoSave": "off",
};

const root = mkdtempSync(join(tmpdir(), "govlint-e2e-"));
const workspace = join(root, "workspace");
const folders = ["--extensions-dir", join(root, "extensions"), "--user-data-dir", join(root, "data")];
let browser: Browser;
let page: Page;
let stopServer = () => {};

before(async () => {
  mkdirSync(workspace);
  mkdirSync(join(root, "data", "User"), { recursive: true });
  writeFileSync(join(root, "data", "User", "settings.json"), JSON.stringify(SETTINGS));
  cpSync(join(HERE, "../../../examples", TEXT), join(workspace, TEXT));
  govlint("check", "--exit-zero", "--output-format", "docx", "-o", WORD, TEXT);
  const version = JSON.parse(readFileSync(join(HERE, "../package.json"), "utf8")).version;
  const vsix = join(HERE, `../govlint-${version}.vsix`);
  execFileSync(CODE_SERVER, [...folders, "--install-extension", vsix], { stdio: "ignore" });

  const port = await freePort();
  const address = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`];
  const quiet = ["--disable-telemetry", "--disable-update-check"];
  const server = spawn(CODE_SERVER, [...address, ...quiet, ...folders, workspace], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  stopServer = () => server.kill();
  await new Promise<void>((resolve) => {
    server.stdout.on("data", (chunk: Buffer) => chunk.includes("HTTP server listening") && resolve());
  });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${port}/?folder=${workspace}`);
});

after(async () => {
  await page?.screenshot({ path: join(HERE, "last.png") });
  await browser?.close();
  stopServer();
  rmSync(root, { recursive: true, force: true });
});

test("problems are marked", async () => {
  await page.getByRole("treeitem", { name: TEXT }).dblclick({ timeout: 60_000 });
  await page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(HERE, "marked.png") });
});

test("the rule of the problem at the cursor is explained", async () => {
  await goTo("准守");
  await command("govlint: Explain the rule");
  await page.getByRole("tab", { name: "TY001" }).waitFor({ timeout: 15_000 });
  assert.match(await page.locator(".editor-group-container.active .view-lines").innerText(), /类别：错别字/);
  await page.getByRole("tab", { name: TEXT }).click();
});

test("a quick fix changes its place only", async () => {
  const original = saved();
  await goTo("准守");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: "改为“遵守”" }).waitFor({ timeout: 15_000 });
  await page.screenshot({ path: join(HERE, "fixing.png") });
  await page.keyboard.press("Enter");
  await save();
  assert.equal(saved(), original.replace("准守", "遵守"));
});

test("fixing all does what the command line does", async () => {
  cpSync(join(workspace, TEXT), join(root, TEXT));
  govlint("check", "--fix", "--exit-zero", join(root, TEXT));
  await command("govlint: Fix all");
  await save();
  assert.equal(saved(), readFileSync(join(root, TEXT), "utf8"));
});

test("a Word file is checked from the explorer, and its page can be gone through", async () => {
  await page.getByRole("treeitem", { name: WORD }).click({ button: "right" });
  const item = page.getByRole("menuitem", { name: "Check file with govlint" });
  await item.waitFor();
  await page.waitForTimeout(500); // a menu takes no click right after it opened
  await item.click();
  const report = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await report.getByRole("heading", { level: 1, name: WORD }).waitFor({ timeout: 30_000 });
  // The script of the page runs, under the page's own policy: it unhides the buttons.
  await report.locator("#next").click();
  await report.locator(".mark.on").first().waitFor({ timeout: 5_000 });
  await page.screenshot({ path: join(HERE, "report.png") });
});

function govlint(...args: string[]): void {
  execFileSync(GOVLINT, args, { cwd: workspace, stdio: "ignore" });
}

function saved(): string {
  return readFileSync(join(workspace, TEXT), "utf8");
}

/** Put the cursor on the first place of a text in the editor. */
async function goTo(text: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
  await page.waitForTimeout(600);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
}

async function command(title: string): Promise<void> {
  await page.keyboard.press("F1");
  await page.keyboard.type(title);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

/** Save what is open, once it has changed. */
async function save(): Promise<void> {
  await page.locator(".tab.dirty").waitFor({ timeout: 15_000 });
  await page.keyboard.press("Control+s");
  await page.locator(".tab.dirty").waitFor({ state: "detached" });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
