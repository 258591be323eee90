// Fetches the Node and npm of package-lock.json from the npm registry into a folder: for Debian 12 and
// 13, whose Node or npm is too old for the web build, and whose npm package brings 500 others.
// Runs on Node 18. fetch.mjs FOLDER
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const folder = process.argv[2];
const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));

/** The registry that npm would use: the environment's, ~/.npmrc's, or the public one. */
function registry() {
  const file = join(homedir(), ".npmrc");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const configured = /^registry\s*=\s*(\S+)/m.exec(text)?.[1];
  const url = process.env.npm_config_registry ?? configured ?? "https://registry.npmjs.org/";
  return url.endsWith("/") ? url : `${url}/`;
}

async function fetchPackage(name) {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const url = `${registry()}${name}/-/${name}-${version}.tgz`;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  const archive = Buffer.from(await answer.arrayBuffer());
  const [algorithm, expected] = integrity.split(/-(.*)/);
  const actual = createHash(algorithm).update(archive).digest("base64");
  if (actual !== expected) throw new Error(`${url}: not what package-lock.json expects`);
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", "-", "--strip-components=1", "-C", target], { input: archive });
}

const node = `node-linux-${process.arch}`;
await Promise.all([node, "npm"].map(fetchPackage));
const bin = join(folder, "bin");
mkdirSync(bin, { recursive: true });
symlinkSync(`../${node}/bin/node`, join(bin, "node"));
symlinkSync("../npm/bin/npm-cli.js", join(bin, "npm"));
symlinkSync("../npm/bin/npx-cli.js", join(bin, "npx"));
