import type { Change } from "../domain/change.js";
import { nullsOf } from "../domain/field-kind.js";
import type { Principal } from "../domain/principal.js";
import type { Filter, Page, Query, SummaryPage } from "../domain/query.js";
import { RESOURCES } from "../domain/resources.js";
import type { Entities, ResourceName, Summary } from "../domain/resources.js";
import { allPages } from "./all-pages.js";
import {
  checkOwned,
  checkRole,
  guardChange,
  hideForeign,
  isVisible,
  visibleFilters,
} from "./session/access.js";
import { checkReferences } from "./session/check-references.js";
import { checkSharing } from "./session/check-sharing.js";
import { checkUnused, renameInStacks } from "./session/component-rules.js";
import type { Selection, StoreDriver } from "./driver.js";
import { lookUp } from "./session/look-up.js";
import { readPage } from "./session/read-page.js";
import { checkFilters, pageOf, resolveQuery } from "./session/resolve-query.js";
import { asEntity, asRow, summaryRow } from "./row.js";
import type { Row } from "./row.js";
import { entityNotFound } from "./write-errors.js";
import type { CreateInput, EntityStore, StoreScope, UpdateOptions, Within } from "./zen-store.js";

/** What a session's entity stores share. */
export interface StoreContext {
  readonly driver: StoreDriver;
  readonly principal: Principal;
  readonly scope: StoreScope;
  readonly now: () => string;
  readonly newId: () => string;
}

/** The entity store of one resource, above any driver. */
export class LocalEntities<Name extends ResourceName> implements EntityStore<Name> {
  readonly #context: StoreContext;
  readonly #resource: Name;

  constructor(context: StoreContext, resource: Name) {
    this.#context = context;
    this.#resource = resource;
  }

  async create(input: CreateInput<Name>): Promise<Entities[Name]> {
    this.#check("write");
    const row = this.#complete(input);
    const { validateEntity } = await import("./session/validate.js");
    validateEntity(this.#resource, row);
    const entity = asEntity(this.#resource, row);
    await this.#write(createOf(this.#resource, entity));
    return entity;
  }

  async get(reference: string, within: Within<Name> = {}): Promise<Entities[Name]> {
    this.#check("read");
    const filters = Object.entries(within).map(([field, value]): Filter => ({
      field,
      operator: "eq",
      value: value as Filter["value"],
    }));
    checkFilters(this.#resource, filters);
    return lookUp(this.#context.driver, {
      resource: this.#resource,
      reference,
      within: [...this.#visible(), ...filters],
      owner: this.#context.principal.user_id,
    });
  }

  async find(id: string): Promise<Entities[Name] | undefined> {
    this.#check("read");
    const entity = await this.#context.driver.find(this.#resource, id);
    if (entity === undefined) return undefined;
    return isVisible(this.#resource, asRow(entity), this.#context) ? entity : undefined;
  }

  list(query: Query = {}): Promise<SummaryPage<Name>> {
    return this.#list(query, {});
  }

  async #list(query: Query, how: Pick<Selection, "isWhole">): Promise<SummaryPage<Name>> {
    this.#check("read");
    const within = this.#visible();
    const selection = { ...resolveQuery(this.#resource, query, within), ...how };
    const { driver } = this.#context;
    const options = { within, bounded: query.bounded };
    return pageOf(await readPage(driver, this.#resource, selection, options), selection.sort);
  }

  all(query: Omit<Query, "cursor"> = {}): AsyncIterable<Summary<Name>> {
    return allPages((page) => this.list(page), query);
  }

  async listWhole(query: Query = {}): Promise<Page<Entities[Name]>> {
    const { items, next_cursor } = await this.#list(query, { isWhole: true });
    const rows = items.map((item) => summaryRow(item));
    const { details } = RESOURCES[this.#resource];
    if (rows.every((row) => details.every((field) => field in row))) {
      return { items: rows.map((row) => asEntity(this.#resource, row)), next_cursor };
    }
    // At once, since a database elsewhere answers each after a while.
    const whole = await Promise.all(
      rows.map(({ id }) => this.#context.driver.find(this.#resource, id)),
    );
    // Undefined: deleted since the list was read.
    const found = whole.filter((entity) => entity !== undefined);
    return { items: found, next_cursor };
  }

  async update(
    id: string,
    set: Partial<Entities[Name]>,
    { expect }: UpdateOptions<Name> = {},
  ): Promise<Entities[Name]> {
    this.#check("write");
    const before = await this.#existing(id, set);
    checkOwned(this.#resource, asRow(before), this.#context);
    const complete = { updated: this.#context.now(), ...set };
    const { validateUpdate } = await import("./session/validate.js");
    validateUpdate(this.#resource, asRow(before), complete);
    const change = { ...updateOf(this.#resource, id, complete), ...(expect && { expect }) };
    await this.#write(change, await this.#following(before, complete));
    return this.#existing(id, set);
  }

  async delete(id: string): Promise<void> {
    this.#check("write");
    const entity = await this.#existing(id, {});
    checkOwned(this.#resource, asRow(entity), this.#context);
    if (this.#resource === "component") {
      const component = entity as unknown as Entities["component"];
      await checkUnused(this.#context.driver, component, { asking: this.#context });
    }
    await this.#write(deleteOf(this.#resource, id));
  }

  #check(action: "read" | "write"): void {
    checkRole(this.#context.principal, action, this.#resource);
  }

  /** Fills in what the store knows better than its caller. */
  #complete(input: object): Row {
    const { scope, now, newId } = this.#context;
    const created = now();
    const { user_id, project_id } = scope;
    const isScoped = RESOURCES[this.#resource].scope === "project";
    const owned = isScoped ? { project_id, user_id } : {};
    return {
      ...nullsOf(this.#resource),
      id: newId(),
      created,
      updated: created,
      ...owned,
      ...input,
    };
  }

  async #existing(id: string, set: Partial<Entities[Name]>): Promise<Entities[Name]> {
    const entity = await this.find(id);
    if (entity !== undefined) return entity;
    throw entityNotFound(updateOf(this.#resource, id, set));
  }

  async #following(
    before: Entities[Name],
    set: { readonly updated: string; readonly name?: unknown },
  ): Promise<Change[]> {
    if (this.#resource !== "component" || typeof set.name !== "string") return [];
    const component = before as unknown as Entities["component"];
    if (set.name === component.name) return [];
    const renamed = { name: set.name, updated: set.updated };
    return renameInStacks(this.#context.driver, component, renamed);
  }

  #visible(): readonly Filter[] {
    return visibleFilters(this.#resource, this.#context);
  }

  /** What follows of a change is the store's doing, also where others own it. */
  async #write(change: Change, following: readonly Change[] = []): Promise<void> {
    const { driver } = this.#context;
    const guarded = guardChange(change, this.#context);
    await checkReferences(driver, [change], this.#context);
    await checkSharing(driver, [change], this.#context);
    try {
      await driver.write([guarded, ...following]);
    } catch (error) {
      throw hideForeign(error);
    }
  }
}

// A change of resource `Name` is a member of the union that `Change` is; the compiler cannot see that
// while `Name` is open.
function createOf<Name extends ResourceName>(resource: Name, entity: Entities[Name]): Change {
  return { op: "create", resource, entity } as unknown as Change;
}

type Update = Extract<Change, { op: "update" }>;

function updateOf(resource: ResourceName, id: string, set: object): Update {
  return { op: "update", resource, id, set } as unknown as Update;
}

function deleteOf(resource: ResourceName, id: string): Change {
  return { op: "delete", resource, id };
}
