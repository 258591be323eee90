// Prints the terms of what is built into the program: notices.mjs DOC WEB, where DOC holds Debian's
// PACKAGE/copyright, and WEB the dashboard with its node_modules. Boost and the GCC runtime are in it
// too; their licences ask for no notice in a program.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [doc, web] = process.argv.slice(2);
const libraries = [
  "libcli11-dev", "libfmt-dev", "libprotozero-dev", "libsnappy-dev", "libspdlog-dev",
  "libsqlite3-dev", "libtomlplusplus-dev", "libzstd-dev", "rapidjson-dev",
];

const notices = [];
for (const name of libraries) {
  const file = join(doc, name, "copyright");
  if (existsSync(file)) notices.push([name, readFileSync(file, "utf8")]);
}
const lock = JSON.parse(readFileSync(join(web, "package-lock.json"), "utf8"));
for (const [path, { dev, license, name, version }] of Object.entries(lock.packages)) {
  if (path === "" || dev || !existsSync(join(web, path))) continue;
  const file = readdirSync(join(web, path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(web, path, file), "utf8") : `${license}\n`;
  const title = `${name ?? path.replace(/^node_modules\//, "")} ${version}`;
  // One package may stand under several names.
  if (!notices.some(([known]) => known === title)) notices.push([title, text]);
}
console.log("What is built into mimon, besides Boost and the GCC runtime, and under which terms.");
for (const [name, text] of notices) console.log(`\n==== ${name}\n\n${text.trimEnd()}`);
