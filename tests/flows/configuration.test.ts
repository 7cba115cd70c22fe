import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { pipeline, step } from "zenml";
import * as z from "zod";

const load = step("load", () => [3, 1, 2]);
const train = step(
  "train",
  {
    params: z.object({
      depth: z.int().min(1).default(3).describe("Depth of each tree"),
      password: z.string().default(""),
    }),
    settings: { resources: { cpu_count: 1 } },
  },
  ({ rows }: { rows: number[] }, { params }) => rows.length * params.depth,
);

export const training = pipeline(
  "training",
  { params: z.object({ trees: z.int().default(10) }), extra: { team: "birds" } },
  () => train({ rows: load() }),
);
`;

const RUN_YAML = `run_name: night-{date}-{time}
extra:
  reason: new data
steps:
  train:
    parameters:
      depth: \${DEPTH:-4}
      password: "\${DB_PASSWORD}"
    retry: { max_retries: 1 }
    outputs:
      output:
        materializer_source: json
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace({ "pipeline.ts": PIPELINE, "run.yaml": RUN_YAML });
});
afterAll(() => workspace.remove());

interface Row {
  readonly step: string | null;
  readonly key: string;
  readonly value: unknown;
  readonly source: Readonly<Record<string, unknown>>;
}

describe("the configuration of a run", () => {
  test("is shown with the place that each value comes from, and no secret", async () => {
    const ran = await workspace.zenmlIn(
      { DB_PASSWORD: "hunter2" },
      ...["pipeline", "run", "pipeline.ts", "-c", "run.yaml", "--param", "trees=20", "--no-cache"],
    );
    expect(ran).toMatchObject({ code: 0 });
    const [run] = (await workspace.json("run", "list")) as { name: string }[];
    const rows = (await workspace.json("run", "describe", run?.name ?? "", "--config")) as Row[];
    const of = (step: string | null, key: string) =>
      rows.find((row) => (row.step ?? null) === step && row.key === key);
    const line = { file: "run.yaml" };
    expect(of(null, "run_name")?.source).toEqual({ from: "file", ...line, line: 1 });
    expect(of(null, "enable_cache")).toMatchObject({
      value: false,
      source: { from: "command line" },
    });
    expect(of(null, "parameters.trees")).toMatchObject({
      value: 20,
      source: { from: "command line" },
    });
    expect(of(null, "extra.team")?.source).toEqual({ from: "pipeline" });
    expect(of("train", "extra.reason")?.source).toEqual({ from: "file", ...line, line: 3 });
    expect(of("train", "settings.resources.cpu_count")?.source).toEqual({
      from: "step",
      step: "train",
    });
    expect(of("train", "parameters.depth")).toMatchObject({
      value: 4,
      source: { from: "environment", ...line, line: 7, variables: ["DEPTH"] },
    });
    expect(of("train", "parameters.password")?.value).toBe("********");
    expect(of("train", "retry.max_retries")).toMatchObject({ value: 1, source: { line: 9 } });
    expect(of("train", "outputs.output.materializer_source")).toMatchObject({ value: "json" });
    expect(of("load", "outputs.output.materializer_source")).toMatchObject({
      value: "auto",
      source: { from: "default" },
    });
  });

  test("is refused with all variables that are missing, before anything runs", async () => {
    await workspace.write("bad.yaml", "parameters:\n  trees: ${TREES_}\nextra:\n  a: ${AAA_}\n");
    const { code, stderr } = await workspace.zenml("run", "pipeline.ts", "-c", "bad.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain("'parameters.trees': the environment variable TREES_ is not set");
    expect(stderr).toContain("'extra.a': the environment variable AAA_ is not set");
  });

  test("is refused with outputs and materializers that there are not", async () => {
    await workspace.write(
      "bad.yaml",
      "steps:\n  train:\n    outputs:\n      outptu: { materializer_source: jsn }\n",
    );
    const { code, stderr } = await workspace.zenml("run", "pipeline.ts", "-c", "bad.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "steps.train.outputs.outptu: there is no such output, did you mean 'output'?",
    );
    expect(stderr).toContain("there is no materializer 'jsn', did you mean 'json'?");
  });

  test("is refused by the stack with every field that would have no effect, and taken out with null", async () => {
    await workspace.write(
      "remote.yaml",
      'settings:\n  docker: { requirements: [numpy] }\n  resources: { gpu_count: 1 }\n  "orchestrator.kubernetes": { a: 1 }\n',
    );
    const refused = await workspace.zenml("run", "pipeline.ts", "-c", "remote.yaml");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "'docker.requirements' would have no effect with the orchestrator 'default' (local)",
    );
    expect(refused.stderr).toContain("'resources.gpu_count' would have no effect");
    expect(refused.stderr).toContain("settings: { docker: null }");
    await workspace.write("local.yaml", "settings:\n  docker: null\n  resources: null\n");
    expect(await workspace.zenml("run", "pipeline.ts", "-c", "local.yaml")).toMatchObject({
      code: 0,
    });
  });
});

describe("a template of the configuration", () => {
  test("has every key commented out, with types, defaults and descriptions of params", async () => {
    const written = await workspace.zenml("pipeline", "template", "pipeline.ts", "-o", "new.yaml");
    expect(written).toMatchObject({ code: 0, stdout: "Wrote new.yaml.\n" });
    const { stdout } = await workspace.zenml("pipeline", "template", "pipeline.ts");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => !line.startsWith("# "))).toEqual([]);
    expect(lines).toContain("#   trees: # a whole number; default 10");
    expect(lines).toContain("#       depth: # a whole number: Depth of each tree; default 3");
    expect(lines).toContain(
      "#         materializer_source: # text: name of a materializer; now auto",
    );
    expect(stdout).toContain("#   docker:\n#     parent_image: # text: Image that is built on");
    const again = await workspace.zenml("pipeline", "template", "pipeline.ts", "-o", "new.yaml");
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain("The file 'new.yaml' exists already.");
  });

  test("is a configuration whose keys are all known, once they are no comments", async () => {
    const { stdout } = await workspace.zenml("pipeline", "template", "pipeline.ts");
    const uncommented = stdout.replaceAll(/^# /gm, "").replaceAll(/: #.*$/gm, ":");
    await workspace.write("all.yaml", uncommented);
    const { stderr } = await workspace.zenml("run", "pipeline.ts", "-c", "all.yaml");
    expect(stderr).not.toContain("there is no key");
  });
});

test("versions of a pipeline are named as NAME:VERSION and NAME@VERSION", async () => {
  await workspace.write("pipeline.ts", PIPELINE.replace("train({ rows: load() })", "{ load(); }"));
  expect((await workspace.zenml("run", "pipeline.ts")).code).toBe(0);
  expect(await workspace.json("pipeline", "describe", "training")).toMatchObject({ version: 2 });
  expect(await workspace.json("pipeline", "describe", "training:1")).toMatchObject({ version: 1 });
  expect(await workspace.json("pipeline", "runs", "training@2")).toHaveLength(1);
  const { code } = await workspace.zenml("pipeline", "describe", "training:9");
  expect(code).toBe(1);
  await workspace.zenml("pipeline", "delete", "training:2", "--yes");
  expect(await workspace.json("pipeline", "list")).toMatchObject([{ version: 1 }]);
  expect(await workspace.json("pipeline", "runs", "--unlisted")).toHaveLength(1);
});
