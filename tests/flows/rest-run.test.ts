// A pipeline that runs on this machine and is recorded on a server.
import { afterAll, beforeAll, expect, test } from "vitest";
import { TOKEN, memoryApp, serve } from "../store/rest-server.js";
import type { Listening } from "../store/rest-server.js";
import { makeWorkspace } from "./workspace.js";
import type { Answer, Workspace } from "./workspace.js";

const FILES = {
  "training.ts": `
import { pipeline, step } from "zenml";
const load = step("load", () => [3, -1, 2]);
const train = step("train", ({ rows }: { rows: number[] }) => ({ score: rows.length }));
const check = step("check", ({ model }: { model: { score: number } }) => model.score > 2);
export const training = pipeline("training", () => check({ model: train({ rows: load() }) }));
`,
};

let workspace: Workspace;
let server: Listening;
beforeAll(async () => {
  workspace = await makeWorkspace(FILES);
  server = await serve(await memoryApp());
});
afterAll(async () => {
  await server.close();
  await workspace.remove();
});

const zenml = (...args: readonly string[]): Promise<Answer> =>
  workspace.zenmlIn({ ZENML_STORE_URL: server.url, ZENML_API_TOKEN: TOKEN }, ...args);
const json = async (...args: readonly string[]): Promise<unknown> =>
  JSON.parse((await zenml(...args, "-o", "json")).stdout);

test("a run is recorded there, its second time from the cache, its values read back", async () => {
  for (const _ of [1, 2]) expect(await zenml("run", "training.ts")).toMatchObject({ code: 0 });
  const runs = (await json("run", "list", "--sort", "created")) as { name: string }[];
  expect(runs).toMatchObject([{ status: "completed" }, { status: "completed" }]);
  const steps = await json("step", "list", "--filter", "status=cached");
  expect(steps).toHaveLength(3);
  const artifacts = (await json("artifact", "list", "--filter", "data_type=boolean")) as {
    id: string;
  }[];
  const read = await zenml("artifact", "read", artifacts[0]?.id ?? "");
  expect(read.stdout).toContain("true");
});
