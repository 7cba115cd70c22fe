// An entity store that is only read from: what changes it are verbs of its own.
import type { Page, Query, SummaryPage } from "../domain/query.js";
import type { Entities, ResourceName, Summary } from "../domain/resources.js";
import type { EntityStore, Within } from "../store/zen-store.js";

export abstract class EntityReader<Name extends ResourceName> {
  readonly #store: EntityStore<Name>;

  constructor(store: EntityStore<Name>) {
    this.#store = store;
  }

  /**
   * By exact name, else id, else id prefix. Errors: `not_found`, `ambiguous`.
   */
  get(reference: string, within?: Within<Name>): Promise<Entities[Name]> {
    return this.#store.get(reference, within);
  }

  /** By id alone; undefined when there is none. */
  find(id: string): Promise<Entities[Name] | undefined> {
    return this.#store.find(id);
  }

  list(query?: Query): Promise<SummaryPage<Name>> {
    return this.#store.list(query);
  }

  /** Every row of a list, page by page. */
  all(query?: Omit<Query, "cursor">): AsyncIterable<Summary<Name>> {
    return this.#store.all(query);
  }

  /** As `list`, with the large fields that lists leave out. */
  listWhole(query?: Query): Promise<Page<Entities[Name]>> {
    return this.#store.listWhole(query);
  }
}
