// UTF-8 both ways, and text short enough to show.

const encoder = new TextEncoder();
// A byte order mark is content: dropping it would change the bytes that were hashed.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

const MAX_PREVIEW = 200;
// Control characters in a preview would reach terminals.
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f]+/g;

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Throws a `TypeError` for bytes that are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return strict.decode(bytes);
}

/** The text, or undefined for bytes that are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** One printable line of at most 200 characters. */
export function previewOf(text: string): string {
  const line = text
    .slice(0, 4 * MAX_PREVIEW)
    .replace(UNPRINTABLE, " ")
    .trim();
  if (line.length <= MAX_PREVIEW) return line;
  // Not between the halves of a surrogate pair.
  return `${line.slice(0, MAX_PREVIEW - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The same for bytes of which only the beginning is looked at. */
export function previewOfBytes(bytes: Uint8Array): string {
  const start = lenient.decode(bytes.subarray(0, 4 * MAX_PREVIEW));
  // A cut in the middle of a character leaves replacement characters at the end.
  return previewOf(start.replace(/\ufffd+$/, ""));
}
