// The header of a .npy file, version 1 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
import { ZenError } from "../../domain/errors.js";

export interface NpyHeader {
  /** Byte order (`<`, `>` or `|`), kind and item size: `<f8`. */
  readonly descr: string;
  readonly shape: readonly number[];
}

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
const LENGTH_FIELD = 2;
/** The data begins at a multiple of this, so that any item type is aligned. */
const ALIGNMENT = 64;

export function encodeNpyHeader({ descr, shape }: NpyHeader): Uint8Array {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const prefix = MAGIC.length + LENGTH_FIELD;
  const size = Math.ceil((prefix + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(size).fill(0x20);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, size - prefix, true);
  bytes.set(Buffer.from(text, "latin1"), prefix);
  bytes[size - 1] = 0x0a;
  return bytes;
}

/** The header, and where the data begins. */
export function decodeNpyHeader(bytes: Uint8Array): NpyHeader & { readonly end: number } {
  const prefix = MAGIC.length + LENGTH_FIELD;
  if (bytes.length < prefix || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw unreadable("the bytes do not begin as a version 1 .npy file does");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = prefix + view.getUint16(MAGIC.length, true);
  if (end > bytes.length) throw unreadable("the .npy header is cut off");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + prefix, end - prefix).toString(
    "latin1",
  );
  const descr = /'descr':\s*'([<>|][a-z]\d+)'/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || shape === undefined) {
    throw unreadable(`the .npy header is not understood: ${text.trim()}`);
  }
  const dimensions = shape
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  if (/'fortran_order':\s*True/.test(text) && dimensions.length > 1) {
    throw unreadable("the .npy array is in column order, which is not supported");
  }
  return { descr, shape: dimensions, end };
}

function unreadable(message: string): ZenError {
  return new ZenError("artifact_unreadable", message);
}
