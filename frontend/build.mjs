// Builds what the pages load: checks the types, bundles and minifies, and names each file by its content.
//
// Output: static/built/NAME-HASH.EXT, and manifest.json, which maps app.css to the file that holds it now.
// The same sources and the same lock file give the same bytes. Nothing here needs the network.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/milepost/entrypoints/web/static/built");

/** The most that each kind of file may weigh together, gzipped. */
const BUDGET = { ".js": 60 * 1024, ".css": 30 * 1024 };

function checkTypes() {
  const tsc = join(here, "node_modules/typescript/bin/tsc");
  for (const project of [here, join(here, "worker")]) {
    const run = spawnSync(process.execPath, [tsc, "--project", project], { stdio: "inherit" });
    if (run.status !== 0) process.exit(run.status ?? 1);
  }
}

async function bundled() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: "src/app.ts", sw: "worker/sw.ts", style: "css/style.css" },
    bundle: true,
    minify: true,
    write: false,
    outdir: built,
    format: "iife",
    charset: "utf8",
    legalComments: "none",
    target: ["es2022", "chrome123", "firefox121", "safari17.5"],
    logLevel: "warning",
  });
  const files = result.outputFiles.map((file) => ({ name: basename(file.path), bytes: file.contents }));
  const images = readdirSync(join(here, "images"));
  return [...files, ...images.map((name) => ({ name, bytes: readFileSync(join(here, "images", name)) }))];
}

function hashed({ name, bytes }) {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const kind = extname(name);
  return `${basename(name, kind)}-${digest}${kind}`;
}

function weigh(files) {
  for (const [kind, most] of Object.entries(BUDGET)) {
    const sizes = files.filter(({ name }) => name.endsWith(kind)).map(({ bytes }) => gzipSync(bytes).length);
    const size = sizes.reduce((sum, one) => sum + one, 0);
    console.log(`${kind} ${size} of ${most} bytes gzipped`);
    if (size > most) throw new Error(`the ${kind} files weigh ${size} bytes gzipped, more than ${most}`);
  }
}

checkTypes();
if (process.argv.includes("--check")) process.exit(0);
const files = (await bundled()).sort((a, b) => (a.name < b.name ? -1 : 1));
weigh(files);
rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
const manifest = {};
for (const file of files) {
  manifest[file.name] = hashed(file);
  writeFileSync(join(built, manifest[file.name]), file.bytes);
}
writeFileSync(join(built, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(built, ".stamp"), "");
