import { arrayTypeOf } from "../formats/numeric-arrays.js";
import type { Materializer } from "../materializer.js";

/** Bytes as they are: `Uint8Array` and `Buffer`. They come back as `Uint8Array`. */
export const bytes: Materializer<Uint8Array> = {
  name: "bytes",
  media_type: "application/octet-stream",
  accepts: (value): value is Uint8Array => arrayTypeOf(value) === "Uint8Array",
  write: (value) => value,
  read: (from) => from.bytes(),
  describe: (value) => ({ data_type: "Uint8Array", preview: `${value.length} bytes` }),
};
