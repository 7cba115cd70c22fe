// Typed arrays as .npy files: raw little-endian numbers that are viewed, not parsed, when read.
import { ZenError } from "../../domain/errors.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { decodeNpyHeader, encodeNpyHeader } from "../formats/npy-header.js";
import {
  ARRAY_TYPES,
  arrayOver,
  arrayTypeForDtype,
  arrayTypeOf,
  type ArrayTypeName,
  bytesUnder,
  isArrayTypeName,
  NATIVE_ORDER,
  type NumericArray,
  swapBytes,
} from "../formats/numeric-arrays.js";
import type { ArtifactReader, Materializer, ValueDescription } from "../materializer.js";
import { arrayStatistics } from "../statistics/array-statistics.js";
import { isOfKind } from "../value-kind.js";
import { ShapedArray } from "./shaped-array.js";

/** What the `array` materializer writes. */
export type ArrayValue = NumericArray | ShapedArray;

const PREVIEW_ITEMS = 8;

export const arrayMaterializer: Materializer<ArrayValue> = {
  name: "array",
  media_type: "application/x-npy",
  accepts: (value): value is ArrayValue => isShaped(value) || arrayTypeOf(value) !== undefined,
  write: (value) => npyChunks(value),
  read: readArray,
  describe: describeArray,
};

/**
 * A typed array output of a known type.
 *
 * @example
 * ```ts
 * import { array, step } from "zenml";
 *
 * const weights = step("weights", { outputs: { weights: array<Float64Array>() } }, () => ({
 *   weights: new Float64Array(1000),
 * }));
 * ```
 */
export function array<Value extends ArrayValue = ArrayValue>(): Materializer<Value> {
  // The type is the person's promise: .npy keeps the item type, which is what differs at run time.
  return arrayMaterializer as unknown as Materializer<Value>;
}

function isShaped(value: unknown): value is ShapedArray {
  return isOfKind(value, "shaped_array");
}

function dataOf(value: ArrayValue): NumericArray {
  return isShaped(value) ? value.data : value;
}

function shapeOf(value: ArrayValue): readonly number[] {
  return isShaped(value) ? value.shape : [value.length];
}

function typeOf(value: ArrayValue): ArrayTypeName {
  return arrayTypeOf(dataOf(value)) ?? "Uint8Array";
}

/** Two chunks, so that the numbers are never copied. */
async function* npyChunks(value: ArrayValue): AsyncGenerator<Uint8Array> {
  const { dtype } = ARRAY_TYPES[typeOf(value)];
  const order = dtype.endsWith("1") ? "|" : NATIVE_ORDER;
  yield encodeNpyHeader({ descr: `${order}${dtype}`, shape: shapeOf(value) });
  const data = bytesUnder(dataOf(value));
  if (data.length > 0) yield data;
}

async function readArray(from: ArtifactReader): Promise<ArrayValue> {
  const bytes = await from.bytes();
  const { descr, shape, end } = decodeNpyHeader(bytes);
  const type = typeFor(descr.slice(1), from.metadata);
  const itemSize = ARRAY_TYPES[type].make.BYTES_PER_ELEMENT;
  const items = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - end !== items * itemSize) {
    throw new ZenError(
      "artifact_unreadable",
      `the .npy file announces ${items} items of ${itemSize} bytes and holds ${bytes.length - end} bytes`,
    );
  }
  const raw = bytes.subarray(end);
  const isForeignOrder = !descr.startsWith("|") && !descr.startsWith(NATIVE_ORDER);
  const data = arrayOver(type, isForeignOrder ? swapBytes(raw, itemSize) : raw);
  return shape.length === 1 ? data : new ShapedArray(data, shape);
}

/** `u1` is two types of ours; the metadata says which one was written. */
function typeFor(dtype: string, metadata: JsonRecord): ArrayTypeName {
  const noted = metadata["array_type"];
  if (isArrayTypeName(noted) && ARRAY_TYPES[noted].dtype === dtype) return noted;
  const type = arrayTypeForDtype(dtype);
  if (type === undefined) {
    throw new ZenError("artifact_unreadable", `no typed array holds .npy items of type '${dtype}'`);
  }
  return type;
}

function describeArray(value: ArrayValue): ValueDescription {
  const data = dataOf(value);
  const type = typeOf(value);
  const shape = [...shapeOf(value)];
  const first = Array.from<number | bigint>(data.subarray(0, PREVIEW_ITEMS)).map(String);
  const items = data.length > PREVIEW_ITEMS ? [...first, "…"] : first;
  return {
    data_type: type,
    metadata: { array_type: type, shape, ...arrayStatistics(data) },
    preview: `${type} ${shape.join(" × ")}: [${items.join(", ")}]`,
  };
}
