// Adds up the results of all test programs: sum-results.mjs FOLDER BROKEN. A program that left no
// results counts as one failure.
import { readFileSync } from "node:fs";

const [folder, broken] = process.argv.slice(2);
let passed = 0;
let failed = Number(broken);
const failures = [];

function add(name, read) {
  try {
    const result = read(readFileSync(`${folder}/${name}`, "utf8"));
    passed += result.passed;
    failed += result.failed;
  } catch (error) {
    console.log(`${name}: no results (${error.message})`);
    failed += 1;
  }
}

add("cpp.xml", (text) => {
  const number = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, "s").exec(text)[1]);
  const bad = number("failures") + number("disabled");
  for (const [, test] of text.matchAll(/<testcase name="([^"]*)"[^>]*status="fail"/g)) {
    failures.push(test);
  }
  return { passed: number("tests") - bad - number("skipped"), failed: bad };
});
for (const name of ["web.json", "e2e.json"]) {
  add(name, (text) => {
    const result = JSON.parse(text);
    // A file may also fail outside of its tests: while it loads, in what comes before or after them.
    const outside = result.testResults.filter(
      (file) =>
        file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
    );
    for (const file of result.testResults) {
      for (const test of file.assertionResults.filter(({ status }) => status === "failed")) {
        const [why = ""] = test.failureMessages;
        failures.push(`${test.fullName}\n    ${why.split("\n").slice(0, 12).join("\n    ")}`);
      }
    }
    failures.push(...outside.map((file) => `${file.name}\n    ${file.message}`));
    const found = result.numFailedTests + outside.length;
    return { passed: result.numPassedTests, failed: result.success ? found : Math.max(1, found) };
  });
}

for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
