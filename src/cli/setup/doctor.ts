import { runChecks } from "../../sdk/doctor/checks.js";
import type { Check } from "../../sdk/doctor/checks.js";
import type { Handler } from "../framework/command.js";
import type { Column } from "../output/output.js";
import type { Style } from "../output/color.js";
import type { doctorSpec } from "./specs.js";

const STYLES: Readonly<Record<Check["result"], Style>> = {
  ok: "green",
  warning: "yellow",
  problem: "red",
};

const COLUMNS: readonly Column<Check>[] = [
  { key: "check", value: ({ check }) => check },
  {
    key: "result",
    value: ({ result }) => result,
    show: ({ result }) => ({ text: result, style: STYLES[result] }),
  },
  { key: "details", value: ({ details }) => details },
];

/** Exit code 1 where there is a problem. */
export const handler: Handler<typeof doctorSpec> = async (_args, _flags, { io, output }) => {
  const nodeVersion = process.versions.node;
  const rows = await runChecks({ env: io.env, cwd: io.cwd, nodeVersion });
  await output.list({ columns: COLUMNS, rows, empty: "Nothing was checked.", overflow: "wrap" });
  for (const { check, hint } of rows) {
    if (hint !== undefined) output.notice(`Hint for ${check}: ${hint}`);
  }
  return rows.some(({ result }) => result === "problem") ? 1 : 0;
};
