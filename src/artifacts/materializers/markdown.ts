import { ZenError } from "../../domain/errors.js";
import type { ArtifactReader, Materializer } from "../materializer.js";
import { decodeText, encodeText } from "../text.js";
import { typeInWords } from "../type-name.js";
import { isOfKind, VALUE_KIND } from "../value-kind.js";
import { withMaterializer } from "../with-materializer.js";

/** Text to read; made by `markdown(text)`. */
export class Markdown {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get [VALUE_KIND](): "markdown" {
    return "markdown";
  }

  toString(): string {
    return this.text;
  }
}

const materializer: Materializer<Markdown> = {
  name: "markdown",
  media_type: "text/markdown",
  accepts: (value): value is Markdown => isOfKind(value, "markdown"),
  write: (value) => encodeText(value.text),
  read: async (from: ArtifactReader) => new Markdown(decodeText(await from.bytes())),
  describe: ({ text }) => ({ data_type: "Markdown", preview: text }),
};

/**
 * A step's report as Markdown; also the materializer that writes it.
 *
 * @example
 * ```ts
 * import { markdown } from "zenml";
 *
 * const summary = markdown("# Accuracy\n\n0.97");
 * ```
 */
export const markdown = withMaterializer((text: string): Markdown => {
  if (typeof text === "string") return new Markdown(text);
  throw new ZenError("invalid_input", `markdown() was given ${typeInWords(text)}.`, {
    hint: "Give the text as a string.",
  });
}, materializer);
