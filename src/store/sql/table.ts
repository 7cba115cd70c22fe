// Where a resource's rows lie: table, columns and link tables, derived from the resource table.
import { fieldKinds } from "../../domain/field-kind.js";
import type { FieldKind } from "../../domain/field-kind.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Position } from "../driver.js";
import { positionAt } from "../position-at.js";
import type { Row } from "../row.js";
import type { SqlRow, SqlValue } from "./sql-value.js";

export interface Column {
  readonly name: string;
  readonly type: FieldKind["type"];
  readonly nullable: boolean;
}

/** Which rows a field of the shape name → id points to; the field itself stays a column. */
export interface LinkTable {
  readonly field: string;
  readonly name: string;
  /** Column with the id of the row that points. */
  readonly owner: string;
}

export interface Table {
  readonly resource: ResourceName;
  readonly name: string;
  /** Large fields come last, so that reading the others need not step over them. */
  readonly columns: readonly Column[];
  /** Without the large ones. */
  readonly summary: readonly Column[];
  readonly links: readonly LinkTable[];
}

export const PREFIX = "zen_";
/** Column of a link table with the id that is pointed to. */
export const TARGET = "target_id";

export function tableName(resource: ResourceName): string {
  return `${PREFIX}${resource}`;
}

export function tableOf(resource: ResourceName): Table {
  const { details, links } = RESOURCES[resource];
  const all = [...fieldKinds(RESOURCES[resource])].map(([name, { type, nullable }]) => ({
    name,
    type,
    nullable,
  }));
  const isDetail = ({ name }: Column): boolean => details.some((detail) => detail === name);
  const summary = all.filter((column) => !isDetail(column));
  const name = tableName(resource);
  return {
    resource,
    name,
    columns: [...summary, ...all.filter(isDetail)],
    summary,
    links: links.map((field) => ({ field, name: `${name}_${field}`, owner: `${resource}_id` })),
  };
}

export function encode({ type }: Column, value: unknown): unknown {
  return type === "json" && value !== null ? JSON.stringify(value) : value;
}

export function decodeRow(columns: readonly Column[], values: SqlRow): Row {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    if (column !== undefined) row[column.name] = decode(column, values[index] ?? null);
  }
  return row as Row;
}

/** Of a row of two columns: what a list is sorted by, and the id. */
export function positionOf([sorted = null, id = null]: SqlRow): Position {
  const value = sorted instanceof Uint8Array ? new TextDecoder().decode(sorted) : sorted;
  return positionAt(value, String(id));
}

function decode({ type }: Column, value: SqlValue): unknown {
  if (value === null) return null;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (type === "json") return JSON.parse(String(value));
  return type === "boolean" ? value === 1 : value;
}
