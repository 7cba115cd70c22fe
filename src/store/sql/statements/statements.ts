import type { ResourceName } from "../../../domain/resources.js";
import type { Selection } from "../../driver.js";
import type { Row } from "../../row.js";
import type { Dialect } from "../dialect.js";
import { tableName, tableOf } from "../table.js";
import type { LinkTable, Table } from "../table.js";
import type { Statement } from "./compile.js";
import {
  countStatement,
  findStatement,
  placeStatement,
  selectStatement,
  selectionShape,
} from "./select.js";
import {
  deleteLinkStatement,
  deleteStatement,
  insertLinkStatement,
  insertStatement,
  updateShape,
  updateStatement,
} from "./write.js";
import type { Link, RowUpdate } from "./write.js";

/** Every statement of a store, compiled when it is first needed. */
export class Statements {
  readonly #dialect: Dialect;
  readonly #tables = new Map<ResourceName, Table>();
  readonly #finds = new Map<ResourceName, Statement<string>>();
  readonly #inserts = new Map<ResourceName, Statement<Row>>();
  readonly #deletes = new Map<ResourceName, Statement<string>>();
  readonly #selects = new Map<string, Statement<Selection>>();
  readonly #updates = new Map<string, Statement<RowUpdate>>();
  readonly #links = new Map<string, Statement<string>>();
  readonly #newLinks = new Map<string, Statement<Link>>();
  readonly #oldLinks = new Map<string, Statement<Link>>();
  readonly #counts = new Map<string, Statement<string>>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  table(resource: ResourceName): Table {
    return remembered(this.#tables, resource, () => tableOf(resource));
  }

  find(resource: ResourceName): Statement<string> {
    return remembered(this.#finds, resource, () =>
      findStatement(this.table(resource), this.#dialect),
    );
  }

  insert(resource: ResourceName): Statement<Row> {
    return remembered(this.#inserts, resource, () =>
      insertStatement(this.table(resource), this.#dialect),
    );
  }

  delete(resource: ResourceName): Statement<string> {
    return remembered(this.#deletes, resource, () =>
      deleteStatement(this.table(resource), this.#dialect),
    );
  }

  select(resource: ResourceName, selection: Selection): Statement<Selection> {
    const key = `${resource}|${selectionShape(selection)}`;
    return remembered(this.#selects, key, () =>
      selectStatement(this.table(resource), selection, this.#dialect),
    );
  }

  place(resource: ResourceName, selection: Selection): Statement<Selection> {
    const key = `place ${resource}|${selectionShape(selection)}`;
    return remembered(this.#selects, key, () =>
      placeStatement(this.table(resource), selection, this.#dialect),
    );
  }

  update(resource: ResourceName, update: RowUpdate): Statement<RowUpdate> {
    const key = `${resource}|${updateShape(update)}`;
    return remembered(this.#updates, key, () =>
      updateStatement(this.table(resource), update, this.#dialect),
    );
  }

  /** Reads some of a row's links. */
  links(resource: ResourceName, fields: readonly string[]): Statement<string> {
    const key = `${resource}.${fields.join()}`;
    return remembered(this.#links, key, () =>
      findStatement(this.table(resource), this.#dialect, fields),
    );
  }

  insertLink(resource: ResourceName, field: string): Statement<Link> {
    const key = `${resource}.${field}`;
    return remembered(this.#newLinks, key, () =>
      insertLinkStatement(this.#link(resource, field), this.#dialect),
    );
  }

  deleteLink(resource: ResourceName, field: string): Statement<Link> {
    const key = `${resource}.${field}`;
    return remembered(this.#oldLinks, key, () =>
      deleteLinkStatement(this.#link(resource, field), this.#dialect),
    );
  }

  /** How many rows of a resource point to an id by that field. */
  count(resource: ResourceName, field: string): Statement<string> {
    const key = `${resource}.${field}`;
    const make = () => countStatement(tableName(resource), field, this.#dialect);
    return remembered(this.#counts, key, make);
  }

  #link(resource: ResourceName, field: string): LinkTable {
    const link = this.table(resource).links.find((one) => one.field === field);
    if (link === undefined) throw new Error(`${resource}.${field} is no link`);
    return link;
  }
}

// Lists of many lengths have many shapes.
const MAX_SHAPES = 300;

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  const [oldest] = known.size < MAX_SHAPES ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(key, made);
  return made;
}
