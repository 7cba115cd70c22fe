import { LOOK_UP, QUERY, collectionPath } from "../../domain/api.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { DEFAULT_LIMIT } from "../../domain/query.js";
import type { Page, Query, SummaryPage } from "../../domain/query.js";
import type { Entities, ResourceName, Summary } from "../../domain/resources.js";
import { allPages } from "../all-pages.js";
import type { CreateInput, EntityStore, UpdateOptions, Within } from "../zen-store.js";
import { hasFields } from "./has-fields.js";
import type { HttpClient } from "./http-client.js";
import { isRecord } from "../../util/is-record.js";

/** Some proxies take no longer ones. */
const LONGEST_QUERY = 4000;

/** The entity store of one resource, on a server. */
export class RestEntities<Name extends ResourceName> implements EntityStore<Name> {
  readonly #http: HttpClient;
  readonly #path: string;

  constructor(http: HttpClient, resource: Name, project_id: string) {
    this.#http = http;
    this.#path = collectionPath(resource, project_id);
  }

  async create(input: CreateInput<Name>): Promise<Entities[Name]> {
    const id = String("id" in input ? input.id : this.#http.newId());
    const body = { ...input, id };
    const doneBefore = async () => withFields(await this.find(id), body);
    const asked = { method: "POST", path: this.#path, body, doneBefore } as const;
    return this.#entity(await this.#http.request(asked));
  }

  async get(reference: string, within: Within<Name> = {}): Promise<Entities[Name]> {
    const query = new URLSearchParams({ reference });
    if (Object.keys(within).length > 0) query.set("within", JSON.stringify(within));
    const path = `${this.#path}/${LOOK_UP}`;
    return this.#entity(await this.#http.request({ method: "GET", path, query }));
  }

  async find(id: string): Promise<Entities[Name] | undefined> {
    try {
      return this.#entity(await this.#http.request({ method: "GET", path: this.#at(id) }));
    } catch (error) {
      // Else it is something on the way to it that is not there.
      if (isZenError(error, "not_found") && error.details?.["id"] === id) return undefined;
      throw error;
    }
  }

  async list(query: Query = {}): Promise<SummaryPage<Name>> {
    return this.#fill<Summary<Name>>(query, {});
  }

  all(query: Omit<Query, "cursor"> = {}): AsyncIterable<Summary<Name>> {
    return allPages((page) => this.list(page), query);
  }

  async listWhole(query: Query = {}): Promise<Page<Entities[Name]>> {
    return this.#fill<Entities[Name]>(query, { whole: true });
  }

  async update(
    id: string,
    set: Partial<Entities[Name]>,
    { expect }: UpdateOptions<Name> = {},
  ): Promise<Entities[Name]> {
    const body = { set, expect };
    const doneBefore = async () => withFields(await this.find(id), set);
    const asked = { method: "PATCH", path: this.#at(id), body, doneBefore } as const;
    return this.#entity(await this.#http.request(asked));
  }

  async delete(id: string): Promise<void> {
    const doneBefore = async () => ((await this.find(id)) === undefined ? {} : undefined);
    await this.#http.request({ method: "DELETE", path: this.#at(id), doneBefore });
  }

  #at(id: string): string {
    return `${this.#path}/${encodeURIComponent(id)}`;
  }

  /** A server looks at some thousand rows at a time, and says where to go on. */
  async #fill<Item>(query: Query, more: { readonly whole?: true }): Promise<Page<Item>> {
    let page = this.#page<Item>(await this.#query(query, more));
    const { limit = DEFAULT_LIMIT, bounded = false } = query;
    while (!bounded && page.next_cursor !== null && page.items.length < limit) {
      const rest = { ...query, cursor: page.next_cursor, limit: limit - page.items.length };
      const { items, next_cursor } = this.#page<Item>(await this.#query(rest, more));
      page = { items: [...page.items, ...items], next_cursor };
    }
    return page;
  }

  #query(
    { filters, sort, limit, cursor }: Query,
    more: { readonly whole?: true },
  ): Promise<unknown> {
    const order = sort === undefined ? undefined : `${sort.field}:${sort.direction}`;
    const words = { filters, sort: order, limit, cursor, ...more };
    const query = new URLSearchParams();
    for (const [word, value] of Object.entries(words)) {
      if (value === undefined) continue;
      query.set(word, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
    if (query.toString().length <= LONGEST_QUERY) {
      return this.#http.request({ method: "GET", path: this.#path, query });
    }
    const path = `${this.#path}/${QUERY}`;
    return this.#http.request({ method: "POST", path, body: words });
  }

  // The border: a server of ours sends what its store has checked. That it is an entity at all, and a
  // page of them, is looked at; its fields are not, since lists are read far more often than written.

  #entity(value: unknown): Entities[Name] {
    if (!isEntity(value)) throw this.#strange();
    return value as unknown as Entities[Name];
  }

  #page<Item>(value: unknown): Page<Item> {
    if (!isRecord(value) || !Array.isArray(value["items"])) throw this.#strange();
    const { items, next_cursor } = value;
    if (!items.every(isEntity)) throw this.#strange();
    if (next_cursor !== null && typeof next_cursor !== "string") throw this.#strange();
    return { items: items as unknown as readonly Item[], next_cursor };
  }

  #strange(): ZenError {
    const { host } = this.#http.server;
    return new ZenError("store_unreachable", `${host} answers in a way that is not understood.`, {
      hint: "Check that the versions of server and client go together: zenml version",
    });
  }
}

function isEntity(value: unknown): boolean {
  return isRecord(value) && typeof value["id"] === "string";
}

function withFields<Entity extends object>(
  entity: Entity | undefined,
  fields: object,
): Entity | undefined {
  return hasFields(entity, fields) ? entity : undefined;
}
