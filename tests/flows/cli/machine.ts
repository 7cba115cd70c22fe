// A machine of one's own for a test: an empty home, and the command line run in this process.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { main } from "../../../src/cli/main.js";

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Columns of a terminal on stdout, stderr and stdin; absent: pipes. */
  readonly terminal?: number;
  /** What a person types. */
  readonly input?: string;
}

export class Machine {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "zenml-machine-")));
  readonly home = join(this.root, "home");
  readonly work = join(this.root, "work");
  readonly configFolder = join(this.home, ".config", "zenml");
  readonly env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv = {}) {
    mkdirSync(this.home);
    mkdirSync(this.work);
    this.env = { HOME: this.home, ...env };
  }

  /** Words are split at spaces; an array is taken as it is. */
  async zenml(words: string | readonly string[], options: CallOptions = {}): Promise<Answer> {
    const stdout = new Collector(options.terminal);
    const stderr = new Collector(options.terminal);
    const stdin = Readable.from(options.input === undefined ? [] : [options.input]);
    const argv = typeof words === "string" ? words.split(" ").filter((word) => word !== "") : words;
    const code = await main(argv, {
      env: { ...this.env, ...options.env },
      cwd: options.cwd ?? this.work,
      stdout,
      stderr,
      stdin: Object.assign(stdin, { isTTY: options.terminal !== undefined }),
    });
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  /** The answer of a list or description as JSON. */
  async json(words: string): Promise<unknown> {
    const { code, stdout, stderr } = await this.zenml(`${words} -o json`);
    if (code !== 0) throw new Error(`zenml ${words} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

class Collector {
  readonly #chunks: Buffer[] = [];
  readonly isTTY: boolean;
  readonly columns: number | undefined;

  constructor(columns: number | undefined) {
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  write(content: string | Uint8Array): boolean {
    this.#chunks.push(Buffer.from(content));
    return true;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}
