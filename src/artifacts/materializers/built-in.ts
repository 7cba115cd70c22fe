import type { Materializer } from "../materializer.js";
import { arrayMaterializer } from "./array.js";
import { bytes } from "./bytes.js";
import { file } from "./file.js";
import { html } from "./html.js";
import { image } from "./image.js";
import { jsonMaterializer } from "./json.js";
import { markdown } from "./markdown.js";
import { table } from "./table.js";

/** In the order in which they are tried: the first that accepts a value writes it. */
export const builtInMaterializers: readonly Materializer<unknown>[] = [
  file,
  html,
  markdown,
  image,
  bytes,
  arrayMaterializer,
  table,
  jsonMaterializer,
];
