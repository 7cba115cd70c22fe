import { ZenError } from "../../domain/errors.js";
import type { ServerUrl } from "./server-url.js";

const UNTRUSTED = "its certificate is signed by nobody that this machine trusts";

/** What the codes of systems mean, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no machine of that name",
  EAI_AGAIN: "its name could not be looked up",
  ECONNRESET: "it closed the connection",
  UND_ERR_SOCKET: "it closed the connection",
  EHOSTUNREACH: "there is no way to that machine",
  ENETUNREACH: "there is no network",
  ETIMEDOUT: "no answer came",
  UND_ERR_CONNECT_TIMEOUT: "no answer came",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}

/** `milliseconds`: how long was waited at most. */
export function unreachable(server: ServerUrl, error: unknown, milliseconds: number): ZenError {
  const reason = isTimeout(error)
    ? `no answer came within ${milliseconds / 1000} seconds`
    : reasonOf(error);
  return new ZenError(
    "store_unreachable",
    `The server ${server.host} cannot be reached: ${reason}.`,
    {
      hint:
        reason === UNTRUSTED
          ? "Name the authority that signed it: zenml connect --url URL --ssl-ca FILE, or ZENML_STORE_SSL_CA=FILE"
          : "Check that it runs and that the URL is right, or take another profile: zenml profile list",
      cause: error,
    },
  );
}

/** The reason lies some causes deep. */
function reasonOf(error: unknown): string {
  let last = "the connection failed";
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = "code" in one ? String(one.code) : "";
    const known = REASONS[code];
    if (known !== undefined) return known;
    if (one.message !== "") last = one.message;
  }
  return last;
}
