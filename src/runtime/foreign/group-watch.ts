// Ends what this process started when this process is killed: a small process beside it that hears of each
// group, and that the last word has come when the pipe between them ends.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

const WATCH = `
const groups = new Set();
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  const words = (rest + text).split("\\n");
  rest = words.pop();
  for (const word of words) {
    if (word.startsWith("+")) groups.add(Number(word.slice(1)));
    else groups.delete(Number(word.slice(1)));
  }
});
process.stdin.on("end", () => {
  for (const group of groups) {
    try { process.kill(-group, "SIGKILL"); } catch {}
  }
});
process.on("SIGTERM", () => undefined);
`;

export class GroupWatch {
  #watcher: ChildProcess | undefined;

  /** From now on it does not outlive this process. */
  add(group: number): void {
    this.#tell(`+${group}\n`);
  }

  /** It is gone: its number may be another's from now on. */
  remove(group: number): void {
    this.#tell(`-${group}\n`);
  }

  close(): void {
    this.#watcher?.stdin?.end();
    this.#watcher = undefined;
  }

  #tell(word: string): void {
    this.#watcher ??= startWatcher();
    this.#watcher.stdin?.write(word);
  }
}

function startWatcher(): ChildProcess {
  const { NODE_OPTIONS: _options, NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;
  const watcher = spawn(process.execPath, ["--max-old-space-size=16", "-e", WATCH], {
    // What is sent to the group of this process, such as Ctrl-C, is not for it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env,
  });
  // Without it a killed run leaves its commands behind, and nothing else changes.
  watcher.on("error", () => undefined);
  watcher.stdin?.on("error", () => undefined);
  watcher.unref();
  if (watcher.stdin !== null && "unref" in watcher.stdin) unref(watcher.stdin);
  return watcher;
}

/** Node's types do not say that a pipe can be left out of what keeps a process alive. */
function unref(one: { readonly unref: unknown }): void {
  if (typeof one.unref === "function") Reflect.apply(one.unref, one, []);
}
