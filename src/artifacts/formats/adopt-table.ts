// A table of any copy of apache-arrow as a table of ours, over the same buffers. It also numbers the
// dictionaries anew: theirs come from a counter of the process, which would give equal tables unequal
// bytes.
import type * as arrow from "apache-arrow";
import { ZenError } from "../../domain/errors.js";
import type { BatchLike, DataLike, FieldLike, TableLike, TypeLike } from "./arrow-table.js";

type Arrow = typeof arrow;

/** Type ids are Arrow's own and the same in every version. */
const CLASSES = {
  [-1]: "Dictionary",
  1: "Null",
  2: "Int",
  3: "Float",
  4: "Binary",
  5: "Utf8",
  6: "Bool",
  7: "Decimal",
  8: "Date_",
  9: "Time",
  10: "Timestamp",
  11: "Interval",
  12: "List",
  13: "Struct",
  14: "Union",
  15: "FixedSizeBinary",
  16: "FixedSizeList",
  17: "Map_",
  18: "Duration",
  19: "LargeBinary",
  20: "LargeUtf8",
  21: "LargeList",
  23: "BinaryView",
  24: "Utf8View",
} as const satisfies Record<number, keyof Arrow>;

export function adoptTable(table: TableLike, lib: Arrow): arrow.Table {
  return new Adoption(lib).table(table);
}

/** One table's way over: the dictionaries seen so far, and the next number for one. */
class Adoption {
  readonly #lib: Arrow;
  readonly #chunks = new Map<DataLike, arrow.Data>();
  #dictionaries = 0;

  constructor(lib: Arrow) {
    this.#lib = lib;
  }

  table({ schema, batches }: TableLike): arrow.Table {
    const fields = schema.fields.map((field) => this.#field(field));
    const own = new this.#lib.Schema(fields, new Map(schema.metadata));
    return new this.#lib.Table(
      own,
      batches.map((batch) => this.#batch(own, batch)),
    );
  }

  #batch(schema: arrow.Schema, { data }: BatchLike): arrow.RecordBatch {
    const type = new this.#lib.Struct(schema.fields);
    return new this.#lib.RecordBatch(schema, this.#data(data, type));
  }

  #field({ name, type, nullable, metadata }: FieldLike): arrow.Field {
    return new this.#lib.Field(name, this.#type(type), nullable, new Map(metadata));
  }

  #type(type: TypeLike): arrow.DataType {
    if (!isKnown(type.typeId)) {
      throw new ZenError(
        "materializer_missing",
        `no Arrow type with the id ${type.typeId} is known`,
        {
          hint: "Make the table with a version of apache-arrow like the one in package.json.",
        },
      );
    }
    const parts = this.#parts(type);
    // Types are plain records over a prototype of their class; constructors differ by class.
    const prototype: object = this.#lib[CLASSES[type.typeId]].prototype;
    return Object.assign(Object.create(prototype), type, { typeId: type.typeId }, parts);
  }

  #parts({ dictionary, indices, children }: TypeLike): object {
    if (dictionary !== undefined && indices !== undefined) {
      const id = this.#dictionaries;
      this.#dictionaries += 1;
      return { id, indices: this.#type(indices), dictionary: this.#type(dictionary) };
    }
    if (children === undefined || children === null) return {};
    return { children: children.map((child) => this.#field(child)) };
  }

  #data<Type extends arrow.DataType>(data: DataLike, type: Type): arrow.Data<Type> {
    const children = data.children.map((child, index) =>
      this.#data(child, type.children[index]?.type ?? this.#type(child.type)),
    );
    return new this.#lib.Data(
      type,
      data.offset,
      data.length,
      data.nullCount,
      [data.valueOffsets, data.values, data.nullBitmap, data.typeIds],
      children,
      this.#dictionary(data, type),
      data.variadicBuffers ?? [],
    );
  }

  /** One chunk stays one chunk in all batches: the writer writes each dictionary once. */
  #dictionary({ dictionary }: DataLike, type: arrow.DataType): arrow.Vector | undefined {
    if (dictionary === undefined || !this.#lib.DataType.isDictionary(type)) return undefined;
    const chunks = dictionary.data.map((chunk) => {
      const own = this.#chunks.get(chunk) ?? this.#data(chunk, type.dictionary);
      this.#chunks.set(chunk, own);
      return own;
    });
    return new this.#lib.Vector(chunks);
  }
}

function isKnown(typeId: number): typeId is keyof typeof CLASSES {
  return Object.hasOwn(CLASSES, typeId);
}
