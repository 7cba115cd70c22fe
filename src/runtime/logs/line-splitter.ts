/** Turns chunks of text into lines; of a line redrawn with carriage returns, only its last state counts. */
export class LineSplitter {
  #rest = "";
  readonly #emit: (line: string) => void;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#emit(lastDrawn(line));
  }

  end(): void {
    if (this.#rest !== "") this.#emit(lastDrawn(this.#rest));
    this.#rest = "";
  }
}

function lastDrawn(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}
