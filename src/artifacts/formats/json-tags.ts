// How values that JSON has no word for are written: `{"$type": "date", "value": "…"}`. All other JSON
// stays as it is. A person's own key `$type` is written `$$type`, `$$type` as `$$$type`, and so on.

export const TAG = "$type";

/** Keys that look like the tag, or like an escaped one. */
const LOOKS_LIKE_TAG = /^\$+type$/;
const ESCAPED = /^\$\$+type$/;

/** Deeper values would overflow the stack of whoever reads them. */
export const MAX_DEPTH = 500;

export function isTagLike(key: string): boolean {
  return key.charCodeAt(0) === 0x24 && LOOKS_LIKE_TAG.test(key);
}

export function escapeKey(key: string): string {
  return isTagLike(key) ? `$${key}` : key;
}

export function unescapeKey(key: string): string {
  return ESCAPED.test(key) ? key.slice(1) : key;
}

/** Whether a JSON text can contain a tag or an escaped key: most do not and are read without a second look. */
export function mayHaveTags(text: string): boolean {
  return text.includes('$type"');
}
