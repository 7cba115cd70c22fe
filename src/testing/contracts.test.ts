import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import { localArtifactStore } from "../integrations/local/artifact-store.js";
import { localSecretsManager } from "../integrations/local/secrets-manager.js";
import { localOrchestrator } from "../integrations/local/orchestrator.js";
import type { Machine } from "../stack/machine.js";
import type { Orchestrator } from "../stack/orchestrator.js";
import { FakeClock } from "./fake-clock.js";
import { memoryStore } from "./memory-store.js";
import { testArtifactStore } from "./test-artifact-store.js";
import { testOrchestrator } from "./test-orchestrator.js";
import { testSecretsManager } from "./test-secrets-manager.js";

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "zenml-testing-"));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

describe("the local flavors keep their contracts", () => {
  testArtifactStore(test, async () => localArtifactStore({ root: await newFolder() }));
  testOrchestrator(test, () => localOrchestrator({}));
  testSecretsManager(test, async () => {
    const folder = await newFolder();
    const secretsKey = { text: undefined, file: join(folder, "key") };
    const withLock: Machine["withLock"] = (_file, work) => work();
    return localSecretsManager({
      ...{ file: join(folder, "secrets.json"), localFolder: folder },
      machine: { withLock, secretsKey },
    });
  });
  testOrchestrator(
    (name, body) => test(`one at a time, ${name}`, body),
    () => localOrchestrator({ max_parallel: 1 }),
  );
});

/** The names of the tests that fail. */
async function failing(
  suite: (add: (name: string, body: () => Promise<void>) => void) => void,
): Promise<string[]> {
  const bodies: (readonly [string, () => Promise<void>])[] = [];
  suite((name, body) => void bodies.push([name, body]));
  const failed: string[] = [];
  for (const [name, body] of bodies) {
    await body().catch(() => failed.push(name));
  }
  return failed;
}

async function changedStore(change: (store: ArtifactStore) => Partial<ArtifactStore>) {
  const store = localArtifactStore({ root: await newFolder() });
  const whole: ArtifactStore = {
    write: (content, signal) => store.write(content, signal),
    read: (path) => store.read(path),
    stream: (path, range) => store.stream(path, range),
    exists: (path) => store.exists(path),
  };
  return { ...whole, ...change(whole) };
}

describe("what breaks a contract is found", () => {
  const BROKEN: readonly (readonly [
    string,
    string,
    (store: ArtifactStore) => Partial<ArtifactStore>,
  ])[] = [
    [
      "gives a wrong size",
      "hash and size",
      (store) => ({
        write: async (content) => ({ ...(await store.write(content)), size: 1 }),
      }),
    ],
    ["ignores ranges", "a range gives", (store) => ({ stream: (path) => store.stream(path) })],
    ["says that all is there", "never written", () => ({ exists: async () => true })],
    ["ignores the signal", "called off", (store) => ({ write: (content) => store.write(content) })],
    [
      "reads nothing instead of refusing",
      "lead elsewhere",
      () => ({
        read: async () => new Uint8Array(),
      }),
    ],
  ];
  test.each(BROKEN)("an artifact store that %s", async (_what, law, change) => {
    const failed = await failing((add) => testArtifactStore(add, () => changedStore(change)));
    expect(failed.join("\n")).toContain(law);
  });

  test("an orchestrator that starts everything at once", async () => {
    const eager: Orchestrator = {
      run: async (run) => {
        await Promise.all(run.graph.steps.map(({ name }) => run.execute(name)));
      },
    };
    const failed = await failing((add) => testOrchestrator(add, () => eager));
    expect(failed).toContain(
      "orchestrator: every step is executed once, after all steps before it",
    );
    expect(failed).toContain(
      "orchestrator: steps that a resumed run has finished are not executed again",
    );
  });
});

test("a memory store has its own defaults and the time of its clock", async () => {
  const clock = new FakeClock("2030-05-05T00:00:00.000Z");
  const [store, other] = [await memoryStore({ clock }), await memoryStore()];
  clock.advance(1500);
  const project = await store.projects.create({ name: "mine", description: "" });
  expect(project.created).toBe("2030-05-05T00:00:01.500Z");
  expect(clock.time()).toBe(Date.parse(project.created));
  expect((await other.projects.list()).items.map(({ name }) => name)).toEqual(["default"]);
});
