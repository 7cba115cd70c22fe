// Answers what a step's code consists of, from what was noted about its bundle.
import type { CodeIndex, CodeParts } from "../code-index.js";
import type { StepDefinition } from "../definition.js";
import { unknownCode } from "./code-index-data.js";
import type { CodeIndexData, IndexedStep } from "./code-index-data.js";
import { orderHash } from "./order-hash.js";
import { packageVersions } from "./package-versions.js";
import { StepFinder } from "./step-finder.js";

export interface CodeIndexOptions {
  /** The bundle that runs; undefined when the sources run and the bundle was made to be read. */
  readonly bundleFile: string | undefined;
  /** The folder that files are named relative to. */
  readonly projectRoot: string;
  /** The folder that bare imports are resolved from. */
  readonly packagesFrom: string;
}

/** `read` is called when a step is first asked about. */
export function codeIndex(read: () => CodeIndexData, options: CodeIndexOptions): CodeIndex {
  return new StoredCodeIndex(read, options);
}

/** The index of code that cannot be read: nothing is ever served from the cache. */
export function unreadableCode(reason: string): CodeIndex {
  const options = { bundleFile: undefined, projectRoot: "", packagesFrom: "" };
  return new StoredCodeIndex(() => unknownCode(reason), options);
}

interface Closure {
  readonly items: ReadonlySet<number>;
  readonly packages: ReadonlySet<string>;
}

class StoredCodeIndex implements CodeIndex {
  readonly #read: () => CodeIndexData;
  readonly #options: CodeIndexOptions;
  readonly #known = new WeakMap<StepDefinition, CodeParts>();
  readonly #versions: ReturnType<typeof packageVersions>;
  #data: CodeIndexData | undefined;
  #finder: StepFinder | undefined;

  constructor(read: () => CodeIndexData, options: CodeIndexOptions) {
    this.#read = read;
    this.#options = options;
    this.#versions = packageVersions(options.packagesFrom);
  }

  partsOf(step: StepDefinition): CodeParts {
    let parts = this.#known.get(step);
    if (parts === undefined) this.#known.set(step, (parts = this.#partsOf(step)));
    return parts;
  }

  #partsOf(step: StepDefinition): CodeParts {
    const data = (this.#data ??= this.#read());
    if (data.failure !== null) return uncacheable(`step '${step.name}': ${data.failure}`);
    const found = (this.#finder ??= new StepFinder(data.steps, this.#options)).find(step);
    if (found.length === 0) {
      return uncacheable(
        `the code of step '${step.name}' was not found in its file; write the function into the step() call`,
      );
    }
    return this.#describe(step, found, data);
  }

  #describe(step: StepDefinition, found: readonly IndexedStep[], data: CodeIndexData): CodeParts {
    const { items, packages } = closureOf(found, data);
    const code = new Map(
      found.map(({ file, hash }, index) => [stepKey(file, step.name, index), hash]),
    );
    const reasons = found.map(({ uncacheable: reason }) =>
      reason === null ? null : `step '${step.name}' ${reason}`,
    );
    for (const index of items) {
      const item = data.items[index];
      if (item === undefined) continue;
      code.set(item.key, item.hash);
      reasons.push(item.uncacheable);
    }
    const order = orderHash(items, data.items);
    if (order !== undefined) code.set("load order", order);
    const versions = this.#versions(packages);
    reasons.push(...versions.problems);
    return {
      code: sorted(code),
      packages: sorted(versions.versions),
      uncacheable: reasons.find((reason) => reason !== null) ?? null,
    };
  }
}

function stepKey(file: string, name: string, index: number): string {
  return index === 0 ? `${file}:step(${name})` : `${file}:step(${name}) #${index + 1}`;
}

function uncacheable(reason: string): CodeParts {
  return { code: {}, packages: {}, uncacheable: reason };
}

function sorted(entries: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function closureOf(steps: readonly IndexedStep[], data: CodeIndexData): Closure {
  const items = new Set([...steps.flatMap((step) => step.deps), ...data.always.items]);
  const packages = new Set<string>();
  const addPackages = (specifiers: readonly string[]): void => {
    for (const specifier of specifiers) {
      packages.add(specifier);
      for (const changer of data.package_changes[specifier] ?? []) items.add(changer);
    }
  };
  addPackages([...steps.flatMap((step) => step.packages), ...data.always.packages]);
  // A set may grow while it is iterated.
  for (const index of items) {
    const item = data.items[index];
    if (item === undefined) continue;
    for (const dep of item.deps) items.add(dep);
    addPackages(item.packages);
  }
  return { items, packages };
}
