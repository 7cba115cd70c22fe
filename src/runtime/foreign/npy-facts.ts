import { open } from "node:fs/promises";
import type { ValueDescription } from "../../artifacts/materializer.js";
import { decodeNpyHeader } from "../../artifacts/formats/npy-header.js";
import {
  ARRAY_TYPES,
  arrayOver,
  arrayTypeForDtype,
  NATIVE_ORDER,
} from "../../artifacts/formats/numeric-arrays.js";
import { ZenError } from "../../domain/errors.js";

const BEGINNING = 64 * 1024;
const PREVIEW_ITEMS = 8;

/** What a large array is, from the beginning of its file. Errors: `artifact_unreadable`. */
export async function npyFacts(path: string, size: number): Promise<ValueDescription> {
  const beginning = await readBeginning(path, BEGINNING);
  const { descr, shape, end } = decodeNpyHeader(beginning);
  const type = arrayTypeForDtype(descr.slice(1));
  if (type === undefined || (!descr.startsWith("|") && !descr.startsWith(NATIVE_ORDER))) {
    throw unreadable(`no typed array holds .npy items of type '${descr}'`);
  }
  const itemSize = ARRAY_TYPES[type].make.BYTES_PER_ELEMENT;
  const items = shape.reduce((product, length) => product * length, 1);
  if (size - end !== items * itemSize) {
    throw unreadable(`the .npy file announces ${items} items and holds ${size - end} bytes`);
  }
  const shown = Math.min(PREVIEW_ITEMS, items);
  const first = arrayOver(type, beginning.slice(end, end + shown * itemSize));
  const texts = Array.from<number | bigint>(first).map(String);
  if (items > shown) texts.push("…");
  return {
    data_type: type,
    metadata: { array_type: type, shape: [...shape] },
    preview: `${type} ${shape.join(" × ")}: [${texts.join(", ")}]`,
  };
}

export async function readBeginning(path: string, length: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function unreadable(message: string): ZenError {
  return new ZenError("artifact_unreadable", message);
}
