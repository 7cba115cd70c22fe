// The contract that everything above works with. One implementation stands on any StoreDriver
// (local-store.ts); a REST client is another.
import type { Change, Update } from "../domain/change.js";
import type { Page, Query, SummaryPage } from "../domain/query.js";
import type { Entities, OpenName, Plurals, ResourceName } from "../domain/resources.js";

/** What the store fills in itself. */
export type Generated = "id" | "created" | "updated" | "user_id" | "project_id";

/** Fields that may be null: null is what they are when nothing is said. */
type Nullable<Entity> = {
  [Field in keyof Entity]: null extends Entity[Field] ? Field : never;
}[keyof Entity];

type Optional<Name extends ResourceName> =
  (Generated & keyof Entities[Name]) | Nullable<Entities[Name]>;

/** What a caller gives to create an entity; what the store fills in may be given too. */
export type CreateInput<Name extends ResourceName> = Omit<Entities[Name], Optional<Name>> &
  Partial<Pick<Entities[Name], Optional<Name>>>;

/** Narrows a look-up by name, e.g. `{ type: "orchestrator" }` or `{ run_id }`. */
export type Within<Name extends ResourceName> = Partial<Entities[Name]>;

export interface UpdateOptions<Name extends ResourceName> {
  /** The update applies only if each of these fields has one of its values now; else `conflict`. */
  readonly expect?: Update<Name>["expect"];
}

export interface EntityStore<Name extends ResourceName> {
  /** Errors: `invalid_input` with all problems, `entity_exists`. */
  create(input: CreateInput<Name>): Promise<Entities[Name]>;
  /**
   * By exact name, else id, else id prefix (at least 2 characters).
   * Errors: `not_found` with the nearest names as hint, `ambiguous` naming the candidates.
   */
  get(reference: string, within?: Within<Name>): Promise<Entities[Name]>;
  /** By id alone; undefined when there is none. */
  find(id: string): Promise<Entities[Name] | undefined>;
  list(query?: Query): Promise<SummaryPage<Name>>;
  /** Every row of a list, page by page. */
  all(query?: Omit<Query, "cursor">): AsyncIterable<SummaryPage<Name>["items"][number]>;
  /** As `list`, with the large fields that lists leave out. */
  listWhole(query?: Query): Promise<Page<Entities[Name]>>;
  /** Errors: `not_found`, `entity_exists`, `invalid_input`, `conflict`. */
  update(
    id: string,
    set: Partial<Entities[Name]>,
    options?: UpdateOptions<Name>,
  ): Promise<Entities[Name]>;
  /** Errors: `not_found`, `in_use`. */
  delete(id: string): Promise<void>;
}

export type EntityStores = { readonly [Name in OpenName as Plurals[Name]]: EntityStore<Name> };

/** The scope of a session: who asks, in which project. */
export interface StoreScope {
  readonly user_id: string;
  readonly project_id: string;
}

/** How long whoever cannot go on without a server waits for one that is away. */
export interface Patience {
  /** Counted from its last answer, for all that is asked together. */
  readonly milliseconds: number;
  /** Told when it has been away for a moment, and when it answers again. */
  readonly tell?: ((news: "away" | "back") => void) | undefined;
}

/** What a server is asked besides entities: accounts, tokens, … */
export interface ServerCalls {
  /** `host:port`, as people are told. */
  readonly host: string;
  /** The answer's JSON. Errors: those of the server, `store_unreachable`, `unauthenticated`. */
  request(asked: ServerCall): Promise<unknown>;
}

export interface ServerCall {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  readonly body?: unknown;
}

export interface CommitOptions {
  /** The same changes in parts: where they are too much for one request, these go in order, each as one. */
  readonly parts?: readonly (readonly Change[])[] | undefined;
}

export interface ZenStore extends EntityStores {
  readonly type: "memory" | "local" | "sql" | "rest";
  /** Without passwords. */
  readonly url: string;
  readonly scope: StoreScope;
  /** The server behind the store; absent where there is none. */
  readonly server?: ServerCalls;
  /** The same asker in another project, over the same connection: one `close` is enough. */
  inProject(id: string): ZenStore;
  /** The same, for whom a server may be away for a while; absent where there is none. */
  waiting?(patience: Patience): ZenStore;
  /** Applies prepared changes as one: the journal's way in. Errors as `StoreDriver.write`. */
  commit(changes: readonly Change[], options?: CommitOptions): Promise<void>;
  /** Makes everything committed so far survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
