// What a route is: data with a policy, and a handler that is given no more than its policy allows.
import type * as z from "zod/mini";
import type { ErrorCode } from "../../domain/errors.js";
import type { Action } from "../../domain/policy.js";
import type { ResourceName } from "../../domain/resources.js";
import type { GlobalStores } from "../../store/store-sessions.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Asker } from "../auth/asker.js";
import type { HeaderReader } from "../http/asked.js";
import type { Connection } from "../http/connection.js";
import type { Feed } from "../http/feed.js";

/** For everybody, without saying who asks. */
export const PUBLIC = { access: "public" } as const;
/** For whoever has said who he is; what he may do, the store is asked for each change. */
export const SIGNED_IN = { access: "signed_in" } as const;

/** For the roles that the table of policies names. */
export interface ResourcePolicy {
  readonly access: Action;
  readonly resource: ResourceName;
}

export type SignedPolicy = typeof SIGNED_IN | ResourcePolicy;
export type Policy = typeof PUBLIC | SignedPolicy;

/** A request, taken apart. */
export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: HeaderReader;
  /** Whom it came from, as far as the network says. */
  readonly connection: Connection;
  readonly request_id: string;
  /** The JSON of the body. Errors: `invalid_input`, `too_large`. */
  body(): Promise<unknown>;
}

export interface SignedCall extends Call {
  readonly principal: Asker;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. Undefined: none. */
  readonly body?: unknown;
  /** Instead of a body: text of another type, or one that is told bit by bit. */
  readonly content?: { readonly type: string; readonly data: string | Feed };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A schema, or the name of one that is derived from the resource table: `stack_page`. */
export type Shape = z.core.$ZodType | { readonly named: string };

/** What an answer holds; nothing said: no body. */
export interface AnswerShape {
  readonly description: string;
  /** Of JSON. */
  readonly body?: Shape;
  /** Instead of JSON: a media type. */
  readonly type?: string;
}

/** What follows from a resource's fields. */
export interface DerivedQuery {
  readonly of: "list" | "look up";
  readonly resource: ResourceName;
}

interface Place {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `:name` for what varies. */
  readonly path: string;
  /** Its name in the API's document: `create_stack`. */
  readonly operation: string;
  /** One line for the API's document. */
  readonly summary: string;
  /** What may stand in the URL behind `?`: nothing else is taken. */
  readonly query?: z.ZodMiniObject | DerivedQuery;
  /** What a request must hold; absent: none. */
  readonly body?: Shape;
  /** By status, where all went well. */
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** Errors beside those that follow from policy, path and body. */
  readonly refuses?: readonly ErrorCode[];
}

export interface PublicRoute extends Place {
  readonly policy: typeof PUBLIC;
  /** At once where nothing has to be waited for. */
  handle(call: Call): Answer | Promise<Answer>;
}

interface SignedPlace extends Place {
  readonly policy: SignedPolicy;
  /** Its answer follows from path, store and asker alone: the same is given while none of them changes. */
  readonly isRepeatable?: boolean;
}

export interface GlobalRoute extends SignedPlace {
  readonly scope: "global";
  handle(call: SignedCall, stores: GlobalStores): Promise<Answer>;
  /** What is answered to a request that was done before; absent: doing it twice does no harm. */
  again?(call: SignedCall, stores: GlobalStores): Promise<Answer>;
}

/** Its path names the project as `:project`. */
export interface ProjectRoute extends SignedPlace {
  readonly scope: "project";
  handle(call: SignedCall, store: ZenStore): Promise<Answer>;
  /** As of a global one. */
  again?(call: SignedCall, store: ZenStore): Promise<Answer>;
}

export type SignedRoute = GlobalRoute | ProjectRoute;
export type Route = PublicRoute | SignedRoute;

export function isPublic(route: Route): route is PublicRoute {
  return route.policy.access === "public";
}
