import type { Format } from "./messages.js";

interface FileFormat {
  /** What a step in another language reads the file as. */
  readonly format: Format | "text";
  readonly ending: string;
}

/** The layout of what each built-in materializer writes. */
const FILE_FORMATS: Readonly<Record<string, FileFormat>> = {
  json: { format: "json", ending: ".json" },
  array: { format: "npy", ending: ".npy" },
  table: { format: "arrow", ending: ".arrow" },
  bytes: { format: "bytes", ending: ".bin" },
  file: { format: "file", ending: "" },
  html: { format: "text", ending: ".html" },
  markdown: { format: "text", ending: ".md" },
  image: { format: "image", ending: "" },
};

/** A person's own materializer has a layout of its own: its bytes are given as they are. */
const OWN: FileFormat = { format: "raw", ending: "" };

export function fileFormat(materializer: string): FileFormat {
  return (Object.hasOwn(FILE_FORMATS, materializer) && FILE_FORMATS[materializer]) || OWN;
}

const MATERIALIZERS: Readonly<Record<Format, string | undefined>> = {
  json: "json",
  npy: "array",
  arrow: "table",
  bytes: "bytes",
  file: "file",
  html: "html",
  markdown: "markdown",
  image: "image",
  raw: undefined,
};

/** Which built-in materializer reads files of a format. */
export function materializerFor(format: Format): string | undefined {
  return MATERIALIZERS[format];
}

/** How an output is to be written, by its declared materializer. */
export function outputFormat(materializer: string): Format | "auto" {
  if (materializer === "auto") return "auto";
  if (materializer === "html" || materializer === "markdown") return materializer;
  const { format } = fileFormat(materializer);
  return format === "text" ? "raw" : format;
}
