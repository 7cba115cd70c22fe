import type { Principal } from "../../domain/principal.js";

/** By what somebody said who he is. */
export interface Credential {
  readonly kind: "login" | "api_token";
  /** Of the login or the token. */
  readonly id: string;
  /** Whether a browser sent it by itself. */
  readonly cookie: boolean;
  /** Milliseconds since the epoch; undefined: it has no end. */
  readonly expires: number | undefined;
}

/** Who asks, and how we know. */
export interface Asker extends Principal {
  readonly credential?: Credential | undefined;
}
