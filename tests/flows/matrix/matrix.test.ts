// Every shape of graph, executed in every place, each time with a step that fails at first, served from
// the cache, and with a step that fails in the end.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { SHAPES, pipelineFile } from "./shapes.js";
import type { Shape } from "./shapes.js";

const ISOLATIONS = ["in_process", "thread", "process"] as const;

let workspace: Workspace;

function exportOf(index: number): string {
  return `
export const shape${index} = pipeline(
  "shape ${index}",
  { params: z.object({ fails: z.boolean().default(false) }) },
  ({ params }) => {
    beside();
    const value = (() => {
    ${SHAPES[index]?.wiring ?? ""}
    })();
    last({ value: report({ value }, { params: { fails: params.fails } }) });
  },
);
`;
}

beforeAll(async () => {
  const files = ISOLATIONS.map((isolation) => {
    const text = pipelineFile(isolation) + SHAPES.map((_shape, index) => exportOf(index)).join("");
    return [`${isolation}.ts`, text] as const;
  });
  workspace = await makeWorkspace(Object.fromEntries(files));
});
afterAll(() => workspace.remove());

interface Row {
  readonly name: string;
  readonly status: string;
  readonly attempt: number;
}

/** Of the pipeline itself, and of each map that has items. */
async function rowsOf(run: string, shape: Shape): Promise<ReadonlyMap<string, Row>> {
  const maps = shape.rows.filter((name) => shape.rows.some((row) => row.startsWith(`${name}[`)));
  const asked = [[], ...maps.map((map) => ["--map", map])];
  const answers = await Promise.all(
    asked.map((flags) => workspace.json("step", "list", "--run", run, "--limit", "1000", ...flags)),
  );
  return new Map((answers as Row[][]).flat().map((row) => [row.name, row]));
}

function statuses(rows: ReadonlyMap<string, Row>): Record<string, string> {
  return Object.fromEntries([...rows.values()].map(({ name, status }) => [name, status]));
}

function expected(shape: Shape, done: string, end: Record<string, string>): Record<string, string> {
  const own = shape.rows.map((name) => [name, shape.skipped?.includes(name) ? "skipped" : done]);
  return { ...Object.fromEntries(own), beside: done, ...end };
}

describe.each(ISOLATIONS)("executed as %s", (isolation) => {
  const file = (index: number) => `${isolation}.ts:shape${index}`;
  const named = SHAPES.map((shape, index) => [shape.name, shape, index] as const);

  test.each(named)("%s", async (_name, shape, index) => {
    const first = `${isolation}-${index}-first`;
    const run = await workspace.zenml("run", file(index), "--no-cache", "--name", first);
    expect(run.stderr).toContain(`RESULT ${JSON.stringify(shape.result)}`);
    expect(run.code).toBe(0);
    const rows = await rowsOf(first, shape);
    expect(statuses(rows)).toEqual(expected(shape, "completed", { last: "completed" }));
    expect(rows.get("report")?.attempt).toBe(2);

    const again = `${isolation}-${index}-again`;
    expect((await workspace.zenml("run", file(index), "--name", again)).code).toBe(0);
    expect(statuses(await rowsOf(again, shape))).toEqual(
      expected(shape, "cached", { last: "cached" }),
    );

    const failing = `${isolation}-${index}-failing`;
    const failed = await workspace.zenml(
      ...["run", file(index), "--name", failing, "--param", "fails=true"],
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("RangeError: attempt 2");
    const end = { report: "failed", last: "skipped" };
    expect(statuses(await rowsOf(failing, shape))).toEqual(expected(shape, "cached", end));
  });
});
