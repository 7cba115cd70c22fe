// What a run does while the server that records it is away: it waits, says so in its log, and where that
// takes too long it stops in a way that can be gone on with.
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";

/** Seconds that a run waits for its server. */
export const WAIT_VARIABLE = "ZENML_SERVER_WAIT";

const FIVE_MINUTES = 300;

/** The store as a run needs it. Errors: `invalid_input` for a variable that is no number of seconds. */
export function storeOfRun(
  store: ZenStore,
  { env, say }: { readonly env: NodeJS.ProcessEnv; readonly say: (text: string) => void },
): ZenStore {
  if (store.waiting === undefined) return store;
  const seconds = secondsToWait(env);
  const host = store.server?.host ?? store.url;
  return store.waiting({
    milliseconds: seconds * 1000,
    tell: (news) =>
      say(
        news === "away"
          ? `The server ${host} does not answer; waiting for it, up to ${seconds} seconds.`
          : `The server ${host} answers again; the run goes on.`,
      ),
  });
}

function secondsToWait(env: NodeJS.ProcessEnv): number {
  const said = env[WAIT_VARIABLE];
  if (!said) return FIVE_MINUTES;
  if (/^\d+(?:\.\d+)?$/.test(said)) return Number(said);
  throw new ZenError(
    "invalid_input",
    `${WAIT_VARIABLE} is '${said}', which is no number of seconds.`,
    {
      hint: `Write for example ${WAIT_VARIABLE}=${FIVE_MINUTES}.`,
    },
  );
}

/** What ended a run that had begun, with the way to go on. */
export function explainStop(error: unknown, run: string | undefined): unknown {
  if (run === undefined || !isZenError(error, "store_unreachable")) return error;
  return new ZenError(
    "store_unreachable",
    `Run '${run}' was stopped, since it could not be recorded any more. ${error.message}`,
    {
      hint: `What was finished is kept. When the server is there again: zenml run resume ${run}`,
      cause: error,
    },
  );
}
