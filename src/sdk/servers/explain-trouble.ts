// What to do when the server of the active profile is gone, or knows its user no more.
import type { Settings } from "../../config/resolve-settings.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { findLocalServer } from "./local-server.js";

/** The same error, or one that says more. */
export async function explainTrouble(error: unknown, settings: Settings): Promise<unknown> {
  const { profile, store, paths } = settings;
  if (profile === undefined || store.type !== "rest") return error;
  const isGone = isZenError(error, "store_unreachable");
  if (!isGone && !isZenError(error, "unauthenticated")) return error;
  const server = await findLocalServer(paths);
  const isLocal = server !== undefined && server.profile === profile.value;
  const { cause, message } = error;
  if (!isGone) {
    const again = isLocal ? "zenml up" : `zenml connect --url ${store.url}`;
    return new ZenError("unauthenticated", message, { hint: `Log in again: ${again}`, cause });
  }
  if (!isLocal || server.url !== store.url) return error;
  if (server.isRunning) {
    return new ZenError(
      "store_unreachable",
      `The local ZenML server (${server.url}) runs, but cannot be reached.`,
      { hint: "zenml logs says why; then zenml down, or zenml disconnect", cause: error },
    );
  }
  return new ZenError(
    "store_unreachable",
    `The local ZenML server (${server.url}) is not running any more.`,
    {
      hint: "zenml up starts it again, zenml disconnect goes back to what was active before.",
      cause: error,
    },
  );
}
