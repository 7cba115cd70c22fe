import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { testExperimentTracker } from "../../testing/test-experiment-tracker.js";
import type { ReadExperiment } from "../../testing/test-experiment-tracker.js";
import { openTracker } from "./open-tracker.js";
import { serverTracker } from "./server-tracker.js";

const Entry = z.object({ key: z.string(), value: z.string() });
const Asked = z.object({
  name: z.string().optional(),
  run_id: z.string().default(""),
  status: z.string().optional(),
  params: z.array(Entry).max(100).default([]),
  tags: z.array(Entry).max(100).default([]),
  metrics: z
    .array(
      z.object({ key: z.string(), value: z.union([z.number(), z.string()]), step: z.number() }),
    )
    .max(1000)
    .default([]),
});

const STATUSES: Readonly<Record<string, ReadExperiment["status"]>> = {
  FINISHED: "completed",
  FAILED: "failed",
  KILLED: "cancelled",
};

/** As much of MLflow's REST API as the tracker asks for, with its limits. */
class FakeMlflow {
  readonly runs: {
    status: string;
    params: Record<string, string>;
    tags: Record<string, string>;
    metrics: Record<string, { step: number; value: number }[]>;
  }[] = [];
  readonly experiments: string[] = [];

  answer(path: string, query: URLSearchParams, body: unknown): [number, object] {
    const asked = Asked.parse(body ?? {});
    if (path.endsWith("experiments/get-by-name")) {
      const id = this.experiments.indexOf(query.get("experiment_name") ?? "");
      if (id < 0) return [404, { error_code: "RESOURCE_DOES_NOT_EXIST" }];
      return [200, { experiment: { experiment_id: String(id) } }];
    }
    if (path.endsWith("experiments/create")) {
      if (this.experiments.includes(asked.name ?? "")) return [400, { message: "there already" }];
      return [200, { experiment_id: String(this.experiments.push(asked.name ?? "") - 1) }];
    }
    if (path.endsWith("runs/create")) {
      const id = this.runs.push({ status: "RUNNING", params: {}, tags: {}, metrics: {} }) - 1;
      return [200, { run: { info: { run_id: String(id) } } }];
    }
    const run = this.runs[Number(asked.run_id)];
    if (run === undefined) return [404, { message: "no such run" }];
    run.status = asked.status ?? run.status;
    for (const { key, value } of asked.params) run.params[key] = value;
    for (const { key, value } of asked.tags) run.tags[key] = value;
    for (const { key, value, step } of asked.metrics) {
      (run.metrics[key] ??= []).push({ step, value: Number(value) });
    }
    return [200, {}];
  }
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function served(mlflow: FakeMlflow): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://localhost");
      const text = Buffer.concat(chunks).toString();
      const isKnown = request.headers.authorization === "Bearer secret";
      const [status, answer] = isKnown
        ? mlflow.answer(url.pathname, url.searchParams, text === "" ? undefined : JSON.parse(text))
        : [401, { message: "who are you?" }];
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

testExperimentTracker(test, async () => {
  const mlflow = new FakeMlflow();
  const tracker = serverTracker({ uri: await served(mlflow), token: "secret" });
  return {
    tracker,
    read: async (id) => {
      const run = mlflow.runs[Number(id)];
      if (run === undefined) throw new Error(`no run ${id}`);
      return { ...run, status: STATUSES[run.status] ?? "running" };
    },
  };
});

const STEP = {
  run: { id: "1", name: "run" },
  step: { id: "2", name: "train" },
  ...{ pipeline: "training", attempt: 1, settings: {} },
};

test("what the server says is told, and a server that is not there is named", async () => {
  const uri = await served(new FakeMlflow());
  await expect(serverTracker({ uri, token: "wrong" }).begin(STEP)).rejects.toMatchObject({
    message: expect.stringContaining("answered 401: who are you?"),
  });
  await expect(serverTracker({ uri: "http://127.0.0.1:9" }).begin(STEP)).rejects.toMatchObject({
    message: "The MLflow server at http://127.0.0.1:9 does not answer.",
  });
});

test("attributes that would have no effect are refused by their names, and addresses of other kinds", () => {
  const open = (configuration: Partial<Parameters<typeof openTracker>[0]>) => () =>
    openTracker(
      { tracking_insecure_tls: false, ...configuration },
      { name: "t", localFolder: "/" },
    );
  expect(open({ tracking_insecure_tls: true })).toThrow("'tracking_insecure_tls'");
  expect(open({ databricks_host: "https://x" })).toThrow("'databricks_host'");
  expect(open({ tracking_uri: "postgresql://u:geheim@h/db" })).toThrow(/'postgresql:…'/);
});
