import type { Profile } from "./config-model.js";

/** How a server's certificate is looked at. */
export interface ServerTls {
  /** A file in PEM: authorities that are trusted besides the usual ones. */
  readonly ca?: string | undefined;
  readonly verify: boolean;
}

/** Undefined: as usual. */
export function tlsOfProfile({ ssl_ca, ssl_verify }: Profile): ServerTls | undefined {
  if (ssl_ca === undefined && ssl_verify === undefined) return undefined;
  return { ca: ssl_ca, verify: ssl_verify !== "none" };
}

/** What ZENML_STORE_SSL_CA and ZENML_STORE_VERIFY_SSL say. */
export function tlsOfEnvironment(env: NodeJS.ProcessEnv): ServerTls | undefined {
  const ca = env["ZENML_STORE_SSL_CA"] || undefined;
  const verify = !/^(?:false|0|no|off)$/i.test(env["ZENML_STORE_VERIFY_SSL"] ?? "");
  return ca === undefined && verify ? undefined : { ca, verify };
}
