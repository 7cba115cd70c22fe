import {
  AddColumnNode,
  AlterTableNode,
  ColumnDefinitionNode,
  ColumnNode,
  CreateIndexNode,
  CreateTableNode,
  DropIndexNode,
  ModifyColumnNode,
  ForeignKeyConstraintNode,
  PrimaryKeyConstraintNode,
  RawNode,
  TableNode,
} from "kysely";
import { compile } from "../statements/compile.js";
import type { Dialect } from "../dialect.js";
import { indexName } from "../../tables/indexes.js";
import type {
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  NullableColumnSpec,
  TableSpec,
  Target,
} from "./table-spec.js";

/** The statements that make these tables, parents before children, and their indexes. */
export function createTables(
  tables: readonly TableSpec[],
  { contents, dialect }: Target,
): readonly string[] {
  const made = tables.filter(({ home }) => contents === "store" || home === "history");
  const names = made.map(({ name }) => name);
  // What a parent outside of this database does is its keeper's business; a whole store has them all.
  const isHere = ({ table, home }: ForeignKeySpec): boolean =>
    contents === "store" || home === "history" || names.includes(table);
  return made.flatMap((table) => [
    createTable(table, isHere, dialect),
    ...table.indexes.map((index) => createIndex(table.name, index, dialect)),
  ]);
}

function createTable(
  table: TableSpec,
  isHere: (key: ForeignKeySpec) => boolean,
  dialect: Dialect,
): string {
  let node = CreateTableNode.create(TableNode.create(table.name));
  for (const [name, spec] of Object.entries(table.columns)) {
    const column = columnDefinition(name, spec, { isKey: isKey(table, name), dialect });
    node = CreateTableNode.cloneWithColumn(node, column);
  }
  const primaryKey = PrimaryKeyConstraintNode.create([...table.primary_key]);
  node = CreateTableNode.cloneWithConstraint(node, primaryKey);
  for (const key of table.foreign_keys.filter(isHere)) {
    node = CreateTableNode.cloneWithConstraint(node, foreignKey(key));
  }
  const suffix = dialect.tableSuffix(table.clustered === true);
  if (suffix !== undefined) {
    node = CreateTableNode.cloneWithEndModifier(node, RawNode.createWithSql(suffix));
  }
  return compile(node, dialect).sql;
}

/** The statements that give a table further columns, which rows from before have nothing in. */
export function addColumns(
  table: string,
  columns: Readonly<Record<string, NullableColumnSpec>>,
  dialect: Dialect,
): readonly string[] {
  return Object.entries(columns).map(([name, spec]) => {
    const column = columnDefinition(name, spec, { isKey: false, dialect });
    const node = AlterTableNode.cloneWithColumnAlteration(
      AlterTableNode.create(TableNode.create(table)),
      AddColumnNode.create(column),
    );
    return compile(node, dialect).sql;
  });
}

function columnDefinition(
  name: string,
  spec: ColumnSpec,
  { isKey, dialect }: { readonly isKey: boolean; readonly dialect: Dialect },
): ColumnDefinitionNode {
  const [type = spec] = spec.split(" ");
  const column = { name, type: isType(type) ? type : "text", isKey } as const;
  const dataType = RawNode.createWithSql(dialect.columnType(column));
  const definition = ColumnDefinitionNode.create(name, dataType);
  return ColumnDefinitionNode.cloneWith(definition, { notNull: !spec.endsWith(" null") });
}

function isType(type: string): type is "text" | "integer" | "real" {
  return type === "text" || type === "integer" || type === "real";
}

function isKey({ primary_key, foreign_keys, indexes }: TableSpec, column: string): boolean {
  const keys = [primary_key, ...indexes.map(({ columns }) => columns)].flat();
  return keys.includes(column) || foreign_keys.some((key) => key.column === column);
}

function foreignKey({ column, table, on_delete }: ForeignKeySpec): ForeignKeyConstraintNode {
  const parent = TableNode.create(table);
  const key = ForeignKeyConstraintNode.create([ColumnNode.create(column)], parent, [
    ColumnNode.create("id"),
  ]);
  return ForeignKeyConstraintNode.cloneWith(key, { onDelete: on_delete });
}

export function createIndex(
  table: string,
  { columns, unique = false }: IndexSpec,
  dialect: Dialect,
): string {
  const name = indexName(table, columns);
  const node = CreateIndexNode.cloneWith(CreateIndexNode.create(name), {
    table: TableNode.create(table),
    columns: columns.map((column) => ColumnNode.create(column)),
    unique,
  });
  return compile(node, dialect).sql;
}

export function dropIndex(table: string, columns: readonly string[], dialect: Dialect): string {
  // Names of indexes are a table's own in MySQL alone.
  const on = dialect.name === "mysql" ? { table: TableNode.create(table) } : {};
  const node = DropIndexNode.cloneWith(DropIndexNode.create(indexName(table, columns)), on);
  return compile(node, dialect).sql;
}

/** A column that becomes part of an index: where indexes take no long text, it gets a length first. */
export function asKey(table: string, name: string, dialect: Dialect): readonly string[] {
  if (dialect.name !== "mysql") return [];
  const column = columnDefinition(name, "text", { isKey: true, dialect });
  const node = AlterTableNode.cloneWithColumnAlteration(
    AlterTableNode.create(TableNode.create(table)),
    ModifyColumnNode.create(column),
  );
  return [compile(node, dialect).sql];
}
