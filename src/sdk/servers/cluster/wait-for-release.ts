// Waits until a release runs; says on the way what it waits for, and stops early where waiting is no use.
import { ZenError } from "../../../domain/errors.js";
import { kubectl } from "./cluster.js";
import type { Cluster } from "./cluster.js";
import { lookAtRelease } from "./release.js";
import type { ReleaseBefore, ReleaseState } from "./release.js";

const LOOK_EVERY = 1000;

export interface Waiting {
  readonly before: Pick<ReleaseBefore, "pods">;
  /** Seconds. */
  readonly patience: number;
  readonly notice: (text: string) => void;
}

/** Errors: `store_unreachable` with what keeps it from running. */
export async function waitForRelease(
  cluster: Cluster,
  name: string,
  { before, patience, notice }: Waiting,
): Promise<void> {
  const end = performance.now() + patience * 1000;
  const told = new Set<string>();
  for (;;) {
    const state = await lookAtRelease(cluster, name, before);
    if (state.isReady) return;
    if (state.troubles.some(({ isFinal }) => isFinal)) throw await notReady(cluster, state, "");
    if (performance.now() > end) throw await notReady(cluster, state, ` in ${patience} seconds`);
    for (const { text } of state.troubles) {
      if (!told.has(text)) notice(`Waiting: ${text}`);
      told.add(text);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

async function notReady(
  cluster: Cluster,
  { troubles, pods }: ReleaseState,
  when: string,
): Promise<ZenError> {
  const texts = [...new Set(troubles.map(({ text }) => text))];
  const isMissing = troubles.some(({ isFinal, hasLog }) => isFinal && hasLog !== true);
  const pod = troubles.find(({ hasLog }) => hasLog)?.pod ?? pods[0];
  const log = isMissing || pod === undefined ? [] : await lastLines(cluster, pod);
  const lines = [...texts, ...(log.length === 0 ? [] : ["its last lines:", ...log])];
  const said = lines.length === 0 ? "." : `:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  return new ZenError("store_unreachable", `The server did not get ready${when}${said}`, {
    details: { troubles: texts, log },
  });
}

/** Of the try before, where it is being tried again. */
async function lastLines(cluster: Cluster, pod: string): Promise<readonly string[]> {
  for (const which of [["--previous"], []]) {
    const { code, stdout } = await kubectl(cluster, ["logs", pod, "--tail", "10", ...which]);
    if (code === 0 && stdout.trim() !== "") return stdout.trim().split("\n");
  }
  return [];
}
