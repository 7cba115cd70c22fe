// What the runs of one test share: a store in memory, an artifact store in a folder, ids of both.
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { CodeIndex } from "../../runtime/code-index.js";
import { openArtifactStore, openOrchestrator } from "../../stack/open-component.js";
import type { Orchestrator } from "../../stack/orchestrator.js";
import { ensureDefaults } from "../../store/bootstrap.js";
import type { StoreDriver } from "../../store/driver.js";
import { createStore } from "../../store/local-store.js";
import { openServedDriver } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { FakeClock } from "../fake-clock.js";
import { sameCode } from "./same-code.js";

export interface TestPlace {
  readonly clock: FakeClock;
  readonly folder: string;
  /** Folder of the project that the pipeline is a part of. */
  readonly root: string;
  readonly driver: StoreDriver;
  readonly store: ZenStore;
  /** The same store on another driver. */
  readonly storeOn: (driver: StoreDriver) => ZenStore;
  readonly artifactStore: ArtifactStore;
  readonly artifactStoreId: string;
  readonly stack: { readonly id: string; readonly name: string };
  readonly orchestrator: Orchestrator;
  readonly code: CodeIndex;
}

export async function openTestPlace(
  parts: Pick<TestPlace, "clock" | "folder" | "root">,
): Promise<TestPlace> {
  const { clock, folder, root } = parts;
  const source = { now: clock.now, newId: () => crypto.randomUUID() };
  const onWarning = (): void => undefined;
  const place = { type: "memory", url: "memory:" } as const;
  const driver = await openServedDriver({ ...place, cwd: root, onWarning });
  const { user, project } = await ensureDefaults(driver, source);
  const scope = { user_id: user.id, project_id: project.id };
  const principal = { user_id: user.id, user_name: user.name, role: "admin" } as const;
  const storeOn = (on: StoreDriver) => createStore(on, { ...place, principal, scope, ...source });
  const store = storeOn(driver);
  const stack = await store.stacks.get("default");
  const component = async (type: "orchestrator" | "artifact_store") => {
    const { id, name } = await store.components.get("default", { type });
    return { flavor: "local", configuration: {}, context: { id, name, localFolder: folder } };
  };
  const bytes = await component("artifact_store");
  return {
    ...parts,
    driver,
    store,
    storeOn,
    artifactStore: await openArtifactStore(bytes),
    artifactStoreId: bytes.context.id,
    stack: { id: stack.id, name: stack.name },
    orchestrator: await openOrchestrator(await component("orchestrator")),
    code: sameCode(),
  };
}
