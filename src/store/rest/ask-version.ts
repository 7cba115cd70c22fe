// What a server is that does not answer as ours do: one of a time before or after this, or none at all.
import { isZenError } from "../../domain/errors.js";
import { checkApiVersion } from "../api-version.js";
import type { HttpClient } from "./http-client.js";
import { isRecord } from "../../util/is-record.js";

/** Where servers tell their version: those of releases up to 0.20, and those of a later API. */
const PLACES = [
  { api_version: 1, path: "/api/v1/info" },
  { api_version: 3, path: "/api/v3/info" },
] as const;
const PATIENCE = 2000;

/** Errors: `store_unreachable` naming both versions, else the error that was given. */
export async function explainForeign(http: HttpClient, error: unknown): Promise<never> {
  if (!isZenError(error, "store_unreachable") || error.details?.["is_foreign"] !== true)
    throw error;
  for (const { api_version, path } of PLACES) {
    const request = { method: "GET", path, timeout: PATIENCE } as const;
    const info = await http.request(request).catch(() => undefined);
    const version = isRecord(info) ? info["version"] : undefined;
    if (typeof version === "string") checkApiVersion(http.server.host, { version, api_version });
  }
  throw error;
}
