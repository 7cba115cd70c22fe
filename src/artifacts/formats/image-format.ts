// What kind of image some bytes are, and how large it is, from their first bytes alone.

export const IMAGE_MEDIA_TYPES = {
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
} as const;

export type ImageFormat = keyof typeof IMAGE_MEDIA_TYPES;

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined when the bytes are none of the known formats. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | undefined {
  const start = latin1(bytes, 0, 12);
  if (start.startsWith("\u0089PNG\r\n\u001a\n")) return "png";
  if (start.startsWith("\u00ff\u00d8\u00ff")) return "jpeg";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "webp";
  return isSvg(bytes) ? "svg" : undefined;
}

/** Undefined when the size is not stated where it is cheap to find. */
export function imageSizeOf(bytes: Uint8Array, format: ImageFormat): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return SIZES[format](view, bytes);
  } catch (error) {
    // A cut-off header: the bytes are kept as they are, only the size is unknown.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type SizeReader = (view: DataView, bytes: Uint8Array) => ImageSize | undefined;

const SIZES: Record<ImageFormat, SizeReader> = {
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  jpeg: jpegSize,
  webp: webpSize,
  svg: (_view, bytes) => svgSize(latin1(bytes, 0, 4096)),
};

function jpegSize(view: DataView): ImageSize | undefined {
  let position = 2;
  while (position + 4 <= view.byteLength) {
    if (view.getUint8(position) !== 0xff) return undefined;
    const marker = view.getUint8(position + 1);
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { height: view.getUint16(position + 5), width: view.getUint16(position + 7) };
    position += 2 + view.getUint16(position + 2);
  }
  return undefined;
}

function webpSize(view: DataView, bytes: Uint8Array): ImageSize | undefined {
  const chunk = latin1(bytes, 12, 16);
  if (chunk === "VP8X") return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (chunk === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk !== "VP8 ") return undefined;
  return {
    width: view.getUint16(26, true) & 0x3fff,
    height: view.getUint16(28, true) & 0x3fff,
  };
}

function svgSize(text: string): ImageSize | undefined {
  const tag = /<svg\b[^>]*>/i.exec(text)?.[0] ?? "";
  const width = Number(/\bwidth\s*=\s*["']([\d.]+)(?:px)?["']/.exec(tag)?.[1]);
  const height = Number(/\bheight\s*=\s*["']([\d.]+)(?:px)?["']/.exec(tag)?.[1]);
  if (width > 0 && height > 0) return { width, height };
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(tag);
  return box === null ? undefined : { width: Number(box[1]), height: Number(box[2]) };
}

/** Markup whose first element is `svg`, after a byte order mark, declaration, comments or doctype. */
function isSvg(bytes: Uint8Array): boolean {
  const text = latin1(bytes, 0, 4096).replace(/^\u00ef\u00bb\u00bf/, "");
  return /^\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s/>]/i.test(text);
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
    start,
    end,
  );
}
