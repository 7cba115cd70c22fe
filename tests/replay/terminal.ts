// A terminal on a machine of its own: places that the documents name, mapped to a temporary folder.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { main } from "../../src/cli/main.js";

export class Terminal {
  /** The `/tmp` and the `/home/stefan` of the documents. */
  readonly tmp: string;
  readonly home: string;
  cwd: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string) {
    this.tmp = join(root, "tmp");
    this.home = join(root, "home");
    this.cwd = join(root, "anywhere");
    for (const folder of [this.tmp, this.home, this.cwd]) mkdirSync(folder, { recursive: true });
    this.#env = {
      HOME: this.home,
      PATH: process.env["PATH"],
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Stefan",
      GIT_AUTHOR_EMAIL: "stefan@example.org",
      GIT_COMMITTER_NAME: "Stefan",
      GIT_COMMITTER_EMAIL: "stefan@example.org",
    };
  }

  /** Types a line as a document prints it and answers with the lines that came, in their order. */
  async type(line: string): Promise<readonly string[]> {
    const [program = "", ...words] = wordsOf(line).map((word) => this.#here(word));
    if (program === "cd") this.cwd = resolve(this.cwd, words[0] ?? "");
    else if (program === "export") Object.assign(this.#env, variableOf(words[0] ?? ""));
    else if (program === "zenml") return this.#zenml(words);
    else if (program === "git") {
      execFileSync("git", words, { cwd: this.cwd, env: this.#env, stdio: "ignore" });
    } else throw new Error(`The documents type no '${program}'.`);
    return [];
  }

  /** What has to be so before a session begins; a command that fails is an error. */
  async prepare(...lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.type(line);
  }

  async #zenml(words: readonly string[]): Promise<readonly string[]> {
    const chunks: string[] = [];
    const stream = {
      write: (text: string | Uint8Array) => (chunks.push(Buffer.from(text).toString()), true),
    };
    const code = await main(words, {
      env: this.#env,
      cwd: this.cwd,
      stdout: stream,
      stderr: stream,
      stdin: Object.assign(Readable.from([]), { isTTY: false }),
    });
    const text = this.#there(chunks.join(""));
    if (code !== 0) throw new Error(`zenml ${words.join(" ")} ended with ${code}:\n${text}`);
    return text.split("\n");
  }

  #here(word: string): string {
    return word.replace(/(^|[=/])\/tmp(?=\/|$)/, `$1${this.tmp}`);
  }

  #there(text: string): string {
    return text
      .replaceAll(this.tmp, "/tmp")
      .replaceAll(this.home, "/home/stefan")
      .replace(/legacy-repository-[0-9a-f]{8}/g, "legacy-repository-b8133fe0");
  }
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

function variableOf(word: string): NodeJS.ProcessEnv {
  const [name = "", value = ""] = word.split("=", 2);
  return { [name]: value };
}
