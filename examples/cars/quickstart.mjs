// What `npm run quickstart:python` runs: the pipeline, and the report that it wrote.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ZENML = join(HERE, "../../bin/zenml.cjs");

// Ctrl-C reaches the run as well, which ends as cancelled; its exit code becomes ours.
process.on("SIGINT", () => {});
process.chdir(HERE);
process.exitCode = await quickstart(process.argv.slice(2));

/**
 * @param {readonly string[]} args for the run, as `zenml run` takes them
 * @returns {Promise<number>} exit code
 */
async function quickstart(args) {
  const options = ["run", "pipeline.ts", "-o", "json", ...args];
  const child = spawn(process.execPath, [ZENML, ...options], {
    stdio: ["inherit", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) return Number(code ?? 130);
  const { Client } = await import("zenml");
  const client = await Client.open();
  try {
    const run = await client.getRun(String(JSON.parse(output).id));
    const report = await (await run.step("report")).output("report");
    console.log(`\n${String(await report.read())}`);
  } finally {
    await client.close();
  }
  return 0;
}
