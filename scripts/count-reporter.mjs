// A vitest reporter that writes the true counts to the file that ZENML_COUNTS names.
import { writeFileSync } from "node:fs";

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped full names, with the reason in brackets
 */

export default class CountReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} errors outside of all tests
   */
  onTestRunEnd(modules, errors) {
    let passed = 0;
    let failed = errors.length;
    /** @type {string[]} */
    const skipped = [];
    for (const module of modules) {
      const failedBefore = failed;
      for (const test of module.children.allTests()) {
        const result = test.result();
        const { state } = result;
        if (state === "passed") passed += 1;
        else if (state === "skipped") skipped.push(nameWithReason(test.fullName, result.note));
        else failed += 1;
      }
      // A file that does not load, or whose hooks fail, has no test that failed.
      if (!module.ok() && failed === failedBefore) failed += 1;
    }
    const file = process.env["ZENML_COUNTS"];
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}

/**
 * @param {string} name
 * @param {string | undefined} reason as `skip("…")` gave it; others are part of the name
 */
function nameWithReason(name, reason) {
  return reason === undefined ? name : `${name} (${reason})`;
}
