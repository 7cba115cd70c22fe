// Kills a run at a point, goes on with it, and compares what there is then with a run that nobody killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

export interface Crash {
  readonly shape: string;
  readonly point: number;
  /** Where the process was; null: it ended before it came so far. */
  readonly label: string | null;
  /** As people see the run before it goes on; null: there is none yet. */
  readonly shown: string | null;
  readonly problems: readonly string[];
}

interface State {
  readonly status: string | null;
  readonly steps: Readonly<
    Record<string, { readonly status: string; readonly outputs: Readonly<Record<string, string>> }>
  >;
  readonly problems: readonly string[];
}

interface Resumed {
  readonly shown: string | null;
  readonly before: State;
  readonly after: State;
}

export interface Uncrashed {
  readonly state: State;
  readonly effects: readonly string[];
  /** Every point that the run came by. */
  readonly labels: readonly string[];
}

export class CrashLab {
  readonly #script: string;
  readonly #folder: string;
  readonly #templates = new Map<string, Promise<unknown>>();

  private constructor(script: string, folder: string) {
    this.#script = script;
    this.#folder = folder;
  }

  /** @param root of this package: the other process lies below its node_modules, so that packages are found */
  static async open(root: string): Promise<CrashLab> {
    const cache = join(root, "node_modules/.cache/zenml");
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, "crash-"));
    const script = join(folder, "child.mjs");
    await build({
      entryPoints: [join(root, "tests/crash/child-main.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      outfile: script,
      logLevel: "error",
    });
    return new CrashLab(script, folder);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async uncrashed(shape: string): Promise<Uncrashed> {
    return this.#inFolder(shape, async (folder) => {
      const run = await this.#answer<Omit<Uncrashed, "effects">>("run", shape, folder);
      return { ...run, effects: effectsIn(folder) };
    });
  }

  /** @param again the point at which the process that goes on with it is killed too */
  async crash(shape: string, point: number, whole: Uncrashed, again?: number): Promise<Crash> {
    return this.#inFolder(shape, async (folder) => {
      await this.#start("run", shape, folder, String(point));
      if (again !== undefined) await this.#start("resume", shape, folder, String(again));
      const label = labelIn(folder);
      const done = effectsIn(folder);
      const { shown, before, after } = await this.#answer<Resumed>("resume", shape, folder);
      const problems = [
        ...differences(whole.state, after),
        ...twice(before, done, effectsIn(folder)),
        ...shownProblems(before, shown),
        ...after.problems,
      ];
      return { shape, point, label, shown, problems };
    });
  }

  /** In a copy of a store in which nothing, or for `cached` a first run, has happened. */
  async #inFolder<Result>(
    shape: string,
    work: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    const folder = mkdtempSync(join(tmpdir(), "zenml-crash-"));
    try {
      cpSync(await this.#prepared(shape), folder, { recursive: true });
      return await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #prepared(shape: string): Promise<string> {
    const kind = shape === "cached" ? shape : "empty";
    const folder = join(this.#folder, kind);
    let prepared = this.#templates.get(kind);
    if (prepared === undefined) {
      mkdirSync(folder);
      prepared = this.#answer("prepare", shape, folder);
      this.#templates.set(kind, prepared);
    }
    await prepared;
    rmSync(join(folder, "effects"), { force: true });
    return folder;
  }

  async #answer<Answer>(...args: readonly string[]): Promise<Answer> {
    const { code, said } = await this.#start(...args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
    return JSON.parse(said);
  }

  async #start(...args: readonly string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [this.#script, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    const [code] = await once(child, "close");
    return { code, said: Buffer.concat(chunks).toString("utf8") };
  }
}

function effectsIn(folder: string): readonly string[] {
  const file = join(folder, "effects");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
}

function labelIn(folder: string): string | null {
  const file = join(folder, "killed-at");
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** The same steps, in the same states, with the same outputs. */
function differences(whole: State, after: State): string[] {
  const found = after.status === whole.status ? [] : [`the run is ${String(after.status)}`];
  for (const name of new Set([...Object.keys(whole.steps), ...Object.keys(after.steps)])) {
    const [expected, actual] = [whole.steps[name], after.steps[name]];
    if (expected === undefined) found.push(`step '${name}' should not be there`);
    else if (actual === undefined) found.push(`step '${name}' is missing`);
    else {
      if (stateOf(actual) !== stateOf(expected)) found.push(`step '${name}' is ${actual.status}`);
      if (JSON.stringify(actual.outputs) !== JSON.stringify(expected.outputs)) {
        found.push(`step '${name}' put out something else`);
      }
    }
  }
  return found;
}

/** Of two equal steps the second may be served from the cache, when the first was done before the crash. */
function stateOf({ status }: { readonly status: string }): string {
  return status === "cached" ? "completed" : status;
}

/** Steps that were recorded as done and were executed again all the same. */
function twice(before: State, done: readonly string[], effects: readonly string[]): string[] {
  const count = (list: readonly string[], name: string) =>
    list.filter((one) => one === name).length;
  return Object.entries(before.steps)
    .filter(([, { status }]) => status === "completed" || status === "cached")
    .filter(([name]) => count(effects, name) > count(done, name))
    .map(([name]) => `step '${name}' was done and was executed again`);
}

function shownProblems({ status }: State, shown: string | null): string[] {
  const expected = status === "running" ? "interrupted" : status;
  return shown === expected ? [] : [`a ${String(status)} run is shown as ${String(shown)}`];
}
