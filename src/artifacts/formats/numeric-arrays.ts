// The numeric typed arrays, what .npy calls them, and their bytes in a given order.
import { isTypedArray } from "node:util/types";

export type NumericArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface NumericArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumericArray;
}

interface ArrayType {
  readonly make: NumericArrayConstructor;
  /** Kind and item size as .npy writes them, without the byte order. */
  readonly dtype: string;
}

export const ARRAY_TYPES = {
  Int8Array: { make: Int8Array, dtype: "i1" },
  Uint8Array: { make: Uint8Array, dtype: "u1" },
  Uint8ClampedArray: { make: Uint8ClampedArray, dtype: "u1" },
  Int16Array: { make: Int16Array, dtype: "i2" },
  Uint16Array: { make: Uint16Array, dtype: "u2" },
  Int32Array: { make: Int32Array, dtype: "i4" },
  Uint32Array: { make: Uint32Array, dtype: "u4" },
  Float32Array: { make: Float32Array, dtype: "f4" },
  Float64Array: { make: Float64Array, dtype: "f8" },
  BigInt64Array: { make: BigInt64Array, dtype: "i8" },
  BigUint64Array: { make: BigUint64Array, dtype: "u8" },
} as const satisfies Record<string, ArrayType>;

export type ArrayTypeName = keyof typeof ARRAY_TYPES;

export const NATIVE_ORDER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "<" : ">";

export function isArrayTypeName(name: unknown): name is ArrayTypeName {
  return typeof name === "string" && Object.hasOwn(ARRAY_TYPES, name);
}

/** The type of a typed array; a `Buffer` counts as `Uint8Array`. Undefined for all else. */
export function arrayTypeOf(value: unknown): ArrayTypeName | undefined {
  if (!isTypedArray(value)) return undefined;
  const tag: unknown = value[Symbol.toStringTag];
  return isArrayTypeName(tag) ? tag : undefined;
}

/** The first type with that .npy kind and size. */
export function arrayTypeForDtype(dtype: string): ArrayTypeName | undefined {
  return Object.keys(ARRAY_TYPES)
    .filter(isArrayTypeName)
    .find((name) => ARRAY_TYPES[name].dtype === dtype);
}

/** The bytes under an array, without copying. */
export function bytesUnder(array: NumericArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** An array over these bytes: a view where the alignment allows it, else a copy. */
export function arrayOver(type: ArrayTypeName, bytes: Uint8Array): NumericArray {
  const make: NumericArrayConstructor = ARRAY_TYPES[type].make;
  const aligned = bytes.byteOffset % make.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new make(aligned.buffer, aligned.byteOffset, aligned.length / make.BYTES_PER_ELEMENT);
}

/** A copy with the bytes of each item in the opposite order. */
export function swapBytes(bytes: Uint8Array, itemSize: number): Uint8Array {
  const copy = Buffer.from(bytes);
  if (itemSize === 2) copy.swap16();
  if (itemSize === 4) copy.swap32();
  if (itemSize === 8) copy.swap64();
  return copy;
}
