// Arrow tables by their shape, not their class: a project may have an apache-arrow of its own, whose
// writer would not know ours and ours not theirs.
import type * as arrow from "apache-arrow";

/** What is looked at in a table, whichever copy of apache-arrow made it. */
export interface TableLike {
  readonly schema: SchemaLike;
  readonly batches: readonly BatchLike[];
  readonly numRows: number;
  readonly numCols: number;
}

export interface SchemaLike {
  readonly fields: readonly FieldLike[];
  readonly metadata: ReadonlyMap<string, string>;
}

export interface FieldLike {
  readonly name: string;
  readonly type: TypeLike;
  readonly nullable: boolean;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface TypeLike {
  readonly typeId: number;
  readonly children?: readonly FieldLike[] | null;
  readonly dictionary?: TypeLike;
  readonly indices?: TypeLike;
  toString(): string;
}

export interface BatchLike {
  readonly data: DataLike;
}

export interface DataLike {
  readonly type: TypeLike;
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly valueOffsets: arrow.Data["valueOffsets"];
  readonly values: arrow.Data["values"];
  readonly nullBitmap: arrow.Data["nullBitmap"];
  readonly typeIds: arrow.Data["typeIds"];
  readonly children: readonly DataLike[];
  readonly dictionary?: { readonly data: readonly DataLike[] } | undefined;
  readonly variadicBuffers?: readonly Uint8Array[] | undefined;
}

/** A table of apache-arrow, of any copy of it. */
export function isTableLike(value: unknown): value is TableLike {
  if (typeof value !== "object" || value === null) return false;
  if (!("schema" in value && "batches" in value && "numRows" in value && "numCols" in value)) {
    return false;
  }
  const { schema, batches } = value;
  if (typeof schema !== "object" || schema === null || !("fields" in schema)) return false;
  return Array.isArray(schema.fields) && Array.isArray(batches) && "getChild" in value;
}
