/** Longer lines come in pieces. */
const LONGEST_LINE = 64 * 1024;

/** To the first column, or the line erased: what progress bars say instead of a carriage return. */
// oxlint-disable-next-line no-control-regex -- these are the control characters that it is about
const REDRAWN = /\u001b\[(?:[01]?G|2K)/g;

/** Turns chunks of text into lines; of a line that is redrawn only its last state counts. */
export class LineSplitter {
  #rest = "";
  readonly #emit: (line: string) => void;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      this.#whole(this.#rest + text.slice(from, at));
      this.#rest = "";
      from = at + 1;
    }
    if (from < text.length) this.#rest = this.#pieces(folded(this.#rest + text.slice(from)));
  }

  end(): void {
    if (this.#rest !== "") this.#whole(this.#rest);
    this.#rest = "";
  }

  #whole(line: string): void {
    const text = folded(line);
    this.#emit(this.#pieces(text.endsWith("\r") ? text.slice(0, -1) : text));
  }

  /** What is left after the pieces of a line that is too long. */
  #pieces(text: string): string {
    if (text.length <= LONGEST_LINE) return text;
    let from = 0;
    for (; text.length - from > LONGEST_LINE; from += LONGEST_LINE) {
      this.#emit(text.slice(from, from + LONGEST_LINE));
    }
    return text.slice(from);
  }
}

/** The newest state; a return at the end may belong to a line end that is still to come. */
function folded(text: string): string {
  const plain = text.includes("\u001b[") ? text.replace(REDRAWN, "\r") : text;
  const last = plain.lastIndexOf("\r", plain.length - 2);
  return last < 0 ? plain : plain.slice(last + 1);
}
