import { API_VERSION } from "../domain/api.js";
import { ZenError } from "../domain/errors.js";

export interface ServerVersion {
  readonly version: string;
  readonly api_version: number;
}

/** Errors: `store_unreachable` for a server of another time. */
export function checkApiVersion(host: string, { version, api_version }: ServerVersion): void {
  if (api_version === API_VERSION) return;
  const older = api_version < API_VERSION ? "server" : "program";
  throw new ZenError(
    "store_unreachable",
    `The server ${host} (ZenML ${version}) speaks version ${api_version} of the API, this program ${API_VERSION}.`,
    { hint: `Update the ${older}, which is the older one.` },
  );
}
