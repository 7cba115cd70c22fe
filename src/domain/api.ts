// What server and client must agree on: where each resource is, and names on the wire. Derived from the
// resource table, so that neither writes a path down.
import { RESOURCES } from "./resources.js";
import type { ResourceName } from "./resources.js";

export const API_VERSION = 2;
export const API_ROOT = `/api/v${API_VERSION}`;

/** Sent with every change: a second one with the same key is answered like the first, and not done. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";
export const REQUEST_ID_HEADER = "X-Request-Id";

/** `project`: its id, or what a router calls the place of it. */
export function projectPath(project: string): string {
  return `${API_ROOT}/projects/${project}`;
}

export function collectionPath(resource: ResourceName, project: string): string {
  const { scope, plural } = RESOURCES[resource];
  return scope === "global" ? `${API_ROOT}/${plural}` : `${projectPath(project)}/${plural}`;
}

/** Words of a list's query that are no filters. */
export const LIST_WORDS = ["filters", "sort", "limit", "cursor", "whole"] as const;
export type ListWord = (typeof LIST_WORDS)[number];

/** What is below a collection besides ids. */
export const LOOK_UP = "look-up";
export const QUERY = "query";

/** Who asks, and where: the answer to the first request of a client. */
export interface SessionInfo {
  readonly version: string;
  readonly api_version: number;
  readonly user: { readonly id: string; readonly name: string; readonly role: string };
  readonly project: { readonly id: string; readonly name: string };
}

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly details: Readonly<Record<string, unknown>> | null;
  };
}
