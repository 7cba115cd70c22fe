import { mkdir, mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ReadExperiment } from "../../testing/test-experiment-tracker.js";
import { testExperimentTracker } from "../../testing/test-experiment-tracker.js";
import { fileTracker } from "./file-tracker.js";
import { metaValue } from "./meta-file.js";

const STATUSES: Readonly<Record<string, ReadExperiment["status"]>> = {
  "1": "running",
  "3": "completed",
  "4": "failed",
  "5": "cancelled",
};

async function texts(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const file = join(parentPath, name);
    return [file.slice(folder.length + 1), await readFile(file, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

async function read(root: string, id: string): Promise<ReadExperiment> {
  const folder = join(root, id);
  const meta = await readFile(join(folder, "meta.yaml"), "utf8");
  const metrics = Object.entries(await texts(join(folder, "metrics"))).map(([name, text]) => {
    const lines = text.trim().split("\n");
    return [
      name,
      lines.map((line) => {
        const [, value = "", step = ""] = line.split(" ");
        return { step: Number(step), value: Number(value) };
      }),
    ];
  });
  return {
    status: STATUSES[metaValue(meta, "status") ?? ""] ?? "running",
    params: await texts(join(folder, "params")),
    metrics: Object.fromEntries(metrics),
    tags: await texts(join(folder, "tags")),
  };
}

testExperimentTracker(test, async () => {
  const root = join(await mkdtemp(join(tmpdir(), "zenml-mlflow-")), "mlruns");
  return { tracker: fileTracker(root), read: (id) => read(root, id) };
});

const STEP = {
  run: { id: "1", name: "run" },
  step: { id: "2", name: "train" },
  pipeline: 'it\'s a "pipeline"',
  attempt: 1,
};

test("steps of one pipeline share an experiment, which settings may name", async () => {
  const root = await mkdtemp(join(tmpdir(), "zenml-mlflow-"));
  const tracker = fileTracker(root);
  const begin = (settings: Record<string, string>) => tracker.begin({ ...STEP, settings });
  await Promise.all([begin({}), begin({}), begin({ experiment_name: "forest" })]);
  const folders = await readdir(root);
  const metas = folders.map((folder) => readFile(join(root, folder, "meta.yaml"), "utf8"));
  const names = (await Promise.all(metas)).map((meta) => metaValue(meta, "name"));
  expect(names.toSorted()).toEqual(["forest", STEP.pipeline].toSorted());
});

test("an experiment that MLflow made itself is used", async () => {
  const root = await mkdtemp(join(tmpdir(), "zenml-mlflow-"));
  await mkdir(join(root, "42"));
  await writeFile(join(root, "42", "meta.yaml"), "experiment_id: '42'\nname: 'it''s mine'\n");
  const { id } = await fileTracker(root).begin({
    ...STEP,
    settings: { experiment_name: "it's mine" },
  });
  expect(id).toMatch(/^42\//);
});

test("ids that lead elsewhere are none of this tracker", async () => {
  const tracker = fileTracker(await mkdtemp(join(tmpdir(), "zenml-mlflow-")));
  await expect(tracker.end("../../etc", "failed")).rejects.toMatchObject({ code: "not_found" });
});
