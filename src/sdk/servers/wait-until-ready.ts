import { ZenError } from "../../domain/errors.js";

const LOOK_EVERY = 150;

/** Errors: `store_unreachable` when it is not ready in time, or `isThere` says that it is gone. */
export async function waitUntilReady(
  url: string,
  patience: number,
  isThere: () => Promise<boolean> = async () => true,
): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    if (await isReady(url)) return;
    if (!(await isThere())) throw notReady(url, "it has ended");
    if (performance.now() > end) throw notReady(url, `not within ${patience / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) });
    return ok;
  } catch {
    return false;
  }
}

function notReady(url: string, why: string): ZenError {
  return new ZenError("store_unreachable", `The server at ${url} did not get ready: ${why}.`, {
    hint: "Look at its log.",
  });
}
