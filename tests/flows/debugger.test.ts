// `zenml run --inspect`: a breakpoint on a line of the TypeScript source stops the step there.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";

const SOURCE = `import { pipeline, step } from "zenml";

interface Row {
  readonly mass: number;
}

const load = step("load", (): Row[] => [{ mass: 3 }]);
const sum = step("sum", ({ rows }: { rows: Row[] }) => {
  let total = 0;
  for (const row of rows) total += row.mass;
  return total;
});
export const adding = pipeline("adding", () => sum({ rows: load() }));
`;

test("a breakpoint in the source holds, and the run goes on from it", async () => {
  const space = await makeWorkspace({ "adding.ts": SOURCE });
  const child = space.start("run", "adding.ts", "--inspect");
  try {
    child.stdout?.resume();
    const url = await new Promise<string>((resolve) => {
      let seen = "";
      child.stderr?.on("data", (chunk) => {
        seen += String(chunk);
        const found = /ws:\/\/\S+(?=\s)/.exec(seen);
        if (found !== null) resolve(found[0]);
      });
    });
    const client = join(import.meta.dirname, "debugger-client.mjs");
    const args = ["--experimental-websocket", client, url, "adding.ts", "10"];
    const [{ stdout }] = await Promise.all([
      promisify(execFile)(process.execPath, args),
      once(child, "exit"),
    ]);
    expect(stdout.trim()).toMatch(/adding\.ts:10$/);
    expect(child.exitCode).toBe(0);
  } finally {
    child.kill("SIGKILL");
    await space.remove();
  }
});
