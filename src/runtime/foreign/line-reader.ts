import { StringDecoder } from "node:string_decoder";

/** Longer lines are no messages: values go by reference. */
const LONGEST = 4 * 1024 * 1024;

/** Puts lines together from chunks of bytes. Throws a `RangeError` for one that does not end. */
export class LineReader {
  readonly #decoder = new StringDecoder("utf8");
  readonly #take: (line: string) => void;
  #rest = "";

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    const lines = this.#decoder.write(chunk).split("\n");
    lines[0] = this.#rest + (lines[0] ?? "");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") this.#take(line);
    if (this.#rest.length > LONGEST) throw new RangeError(`a line of more than ${LONGEST} bytes`);
  }
}
