// The reference driver: rows in this process and nowhere else. The contract suite is proved on it first.
import type { Change } from "../../domain/change.js";
import type { Entities, ResourceName, Summary } from "../../domain/resources.js";
import type { Position, Selection, StoreDriver } from "../driver.js";
import { asEntity, asSummaries } from "../row.js";
import { placeIn, selectRows } from "../tables/select-rows.js";
import { Tables } from "../tables/tables.js";

export class MemoryDriver implements StoreDriver {
  readonly #tables = new Tables();

  async find<Name extends ResourceName>(
    resource: Name,
    id: string,
  ): Promise<Entities[Name] | undefined> {
    const row = this.#tables.rows(resource).get(id);
    return row === undefined ? undefined : asEntity(resource, structuredClone(row));
  }

  async select<Name extends ResourceName>(
    resource: Name,
    selection: Selection,
  ): Promise<Summary<Name>[]> {
    const rows = this.#tables.rows(resource).values();
    return asSummaries(resource, selectRows(resource, rows, selection));
  }

  async place(resource: ResourceName, selection: Selection): Promise<Position | undefined> {
    return placeIn(this.#tables.rows(resource), selection);
  }

  async write(changes: readonly Change[]): Promise<void> {
    this.#tables.apply(changes);
  }

  async sync(): Promise<void> {}

  async close(): Promise<void> {}
}
