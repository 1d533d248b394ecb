// Bundles the extension and the language client it needs into the one file that VS Code loads.
import { build } from "esbuild";

await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.cjs",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20", // what VS Code 1.91 runs extensions in
  external: ["vscode"],
  minify: process.argv.includes("--minify"),
});
