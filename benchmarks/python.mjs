// Steps in Python beside bare Python, all started by one process of Node. Targets: a warm round trip
// below 10 ms; a cold step <= 1.5 x a Python that reads and writes the same JSON; a 100 MB array to Python
// and back <= 2 x the same bytes written, read, written and read as plain files.
import { bundled, makeProject, median, timeNode } from "./support.mjs";
import { join } from "node:path";

const ROUNDS = process.argv[2] ?? "9";
const ROOT = join(import.meta.dirname, "..");
const { env, remove } = makeProject();

try {
  const script = await bundled("python");
  const { stdout } = await timeNode([script, ROUNDS], { cwd: ROOT, env });
  /** @type {Record<string, number[]>} */
  const times = JSON.parse(stdout);
  /** @param {string} name */
  const of = (name) => median(times[name] ?? []);
  for (const name of Object.keys(times)) {
    const least = Math.min(...(times[name] ?? []));
    console.log(
      `${name.padEnd(10)} median ${of(name).toFixed(1)} ms, least ${least.toFixed(1)} ms`,
    );
  }
  console.log(`warm round trip ${of("warm").toFixed(1)} ms (target < 10)`);
  console.log(`cold / bare Python ${(of("cold") / of("bare")).toFixed(2)} (target <= 1.5)`);
  console.log(`100 MB / plain files ${(of("artifacts") / of("files")).toFixed(2)} (target <= 2)`);
} finally {
  remove();
}
