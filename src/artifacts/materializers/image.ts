import { ZenError } from "../../domain/errors.js";
import { arrayTypeOf } from "../formats/numeric-arrays.js";
import { IMAGE_MEDIA_TYPES, imageFormatOf, imageSizeOf } from "../formats/image-format.js";
import type { ImageFormat, ImageSize } from "../formats/image-format.js";
import type { ArtifactReader, Materializer, ValueDescription } from "../materializer.js";
import { encodeText } from "../text.js";
import { typeInWords } from "../type-name.js";
import { isOfKind, VALUE_KIND } from "../value-kind.js";
import { withMaterializer } from "../with-materializer.js";

/** An encoded picture; made by `image(content)`. */
export class Image {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  /** Pixels; undefined where the file does not say. */
  readonly size: ImageSize | undefined;

  constructor(bytes: Uint8Array, format: ImageFormat) {
    this.bytes = bytes;
    this.format = format;
    this.size = imageSizeOf(bytes, format);
  }

  get [VALUE_KIND](): "image" {
    return "image";
  }
}

const materializer: Materializer<Image> = {
  name: "image",
  media_type: "application/octet-stream",
  accepts: (value): value is Image => isOfKind(value, "image"),
  write: (value) => value.bytes,
  read: async (from: ArtifactReader) => readImage(await from.bytes()),
  describe: describeImage,
};

/**
 * A picture from its encoded bytes (PNG, JPEG, GIF, WebP) or its SVG text; also the materializer that
 * writes it.
 *
 * @example
 * ```ts
 * import { image } from "zenml";
 *
 * const plot = image('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
 * ```
 */
export const image = withMaterializer((content: Uint8Array | string): Image => {
  const bytes = typeof content === "string" ? encodeText(content) : content;
  if (arrayTypeOf(bytes) !== "Uint8Array") {
    throw notAnImage(`image() was given ${typeInWords(content)}.`);
  }
  const format = imageFormatOf(bytes);
  if (format === undefined) {
    throw notAnImage("image() was given bytes that are no PNG, JPEG, GIF, WebP or SVG.");
  }
  return new Image(bytes, format);
}, materializer);

function notAnImage(message: string): ZenError {
  return new ZenError("invalid_input", message, {
    hint: "Give an encoded PNG, JPEG, GIF, WebP or SVG; return other bytes as they are.",
  });
}

function readImage(bytes: Uint8Array): Image {
  const format = imageFormatOf(bytes);
  if (format !== undefined) return new Image(bytes, format);
  throw new ZenError("artifact_unreadable", "the bytes are no PNG, JPEG, GIF, WebP or SVG");
}

function describeImage({ bytes, format, size }: Image): ValueDescription {
  const dimensions = size === undefined ? "" : `, ${size.width} × ${size.height}`;
  return {
    data_type: "Image",
    media_type: IMAGE_MEDIA_TYPES[format],
    metadata: { format, ...size },
    preview: `${format.toUpperCase()}${dimensions}, ${bytes.length} bytes`,
  };
}
