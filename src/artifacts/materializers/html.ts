import { ZenError } from "../../domain/errors.js";
import type { ArtifactReader, Materializer, ValueDescription } from "../materializer.js";
import { decodeText, encodeText } from "../text.js";
import { typeInWords } from "../type-name.js";
import { isOfKind, VALUE_KIND } from "../value-kind.js";
import { withMaterializer } from "../with-materializer.js";

/** A page to look at; made by `html(text)`. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get [VALUE_KIND](): "html" {
    return "html";
  }

  toString(): string {
    return this.text;
  }
}

const materializer: Materializer<Html> = {
  name: "html",
  media_type: "text/html",
  accepts: (value): value is Html => isOfKind(value, "html"),
  write: (value) => encodeText(value.text),
  read: async (from: ArtifactReader) => new Html(decodeText(await from.bytes())),
  describe: describeHtml,
};

/**
 * A step's report as HTML; also the materializer that writes it.
 *
 * @example
 * ```ts
 * import { html, step } from "zenml";
 *
 * const report = step("report", { outputs: { report: html } }, () => ({
 *   report: html("<h1>Accuracy</h1><p>0.97</p>"),
 * }));
 * ```
 */
export const html = withMaterializer((text: string): Html => {
  if (typeof text === "string") return new Html(text);
  throw new ZenError("invalid_input", `html() was given ${typeInWords(text)}.`, {
    hint: "Give the page as a string.",
  });
}, materializer);

function describeHtml({ text }: Html): ValueDescription {
  const start = text.slice(0, 20_000);
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1]?.trim();
  const words = start
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  return { data_type: "Html", preview: title === undefined || title === "" ? words : title };
}
