// How many terminal columns a text takes, and cutting and wrapping by that measure.

export type Measure = (text: string) => number;

// As many columns as UTF-16 units: also the pointer of active rows, which has two of both.
const PLAIN = /^(?:[\x20-\x7e\u2500-\u257f…]|👉)*$/;

/** A measure for these texts; the Unicode tables are only loaded when one of them needs it. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (PLAIN.test(text)) continue;
    const { default: stringWidth } = await import("string-width");
    return (measured) => (PLAIN.test(measured) ? measured.length : stringWidth(measured));
  }
  return (text) => text.length;
}

/**
 * The width of a text between two spaces, as in a table: a combining mark, a skin tone or a joiner at
 * its edge merges with the space, so that widths do not simply add up.
 */
export function framedWidth(text: string, measure: Measure): number {
  return Math.max(0, measure(` ${text} `) - 2);
}

/** Cuts to a width; what was cut off is replaced by `…`. */
export function cut(text: string, width: number, measure: Measure): string {
  if (framedWidth(text, measure) <= width) return text;
  let kept = "";
  for (const grapheme of graphemes(text)) {
    if (framedWidth(`${kept}${grapheme}…`, measure) > width) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

/** Breaks into lines of at most a width: after spaces where there are some, else anywhere. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width, measure));
}

function wrapLine(text: string, width: number, measure: Measure): string[] {
  if (framedWidth(text, measure) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<= )/).flatMap((word) => pieces(word, width, measure))) {
    if (line !== "" && framedWidth((line + word).trimEnd(), measure) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return line === "" ? lines : [...lines, line.trimEnd()];
}

/** A word in parts that each fit. */
function pieces(word: string, width: number, measure: Measure): string[] {
  if (framedWidth(word.trimEnd(), measure) <= width) return [word];
  const parts: string[] = [];
  let part = "";
  for (const grapheme of graphemes(word)) {
    if (part !== "" && framedWidth((part + grapheme).trimEnd(), measure) > width) {
      parts.push(part);
      part = "";
    }
    part += grapheme;
  }
  return [...parts, part];
}

function* graphemes(text: string): Iterable<string> {
  for (const { segment } of new Intl.Segmenter().segment(text)) yield segment;
}
