// Who asks. A local store's principal is its user; a server makes one for each request.
import type { Access, Rights, Role } from "./access.js";

export type { Role } from "./access.js";

/** Whose request it was. */
export interface Origin {
  readonly peer: string;
  readonly request_id: string;
  /** Of a request that may be sent again: written with what it changes. */
  readonly mark?: RequestMark | undefined;
}

export interface RequestMark {
  readonly id: string;
  /** Of the request itself. */
  readonly digest: string;
}

export interface Principal {
  readonly user_id: string;
  readonly user_name: string;
  readonly role: Role;
  /** What he may do where he is, on a server; else his role says it. */
  readonly rights?: Rights | undefined;
  /** Where his request came from, on a server. */
  readonly origin?: Origin | undefined;
  /** What he may do anywhere, from which the rights of a project follow. */
  readonly access?: Access | undefined;
}
