// Does what depends on each other in turn, and what does not at the same time. Knows names alone.

export interface DagNode {
  readonly name: string;
  /** Names that are no node of the walk count as done. */
  readonly upstream: readonly string[];
}

export interface DagWalk {
  readonly nodes: readonly DagNode[];
  /** True: what waits for it may start. What it rejects with ends the walk. */
  readonly execute: (name: string) => Promise<boolean>;
  /** Nodes under way at once. */
  readonly limit: number;
  /** Nothing more is started while it says so. */
  readonly isHalted: () => boolean;
}

/** Resolves when nothing is under way any more, with the names of the nodes that were never started. */
export function walkDag(walk: DagWalk): Promise<readonly string[]> {
  return new Walk(walk).toEnd();
}

class Walk {
  readonly #walk: DagWalk;
  /** How many each node still waits for; a node that was started is not in it. */
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, string[]>();
  readonly #ready: string[] = [];
  #underWay = 0;
  #resolve: () => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(walk: DagWalk) {
    this.#walk = walk;
    const names = new Set(walk.nodes.map(({ name }) => name));
    for (const { name, upstream } of walk.nodes) {
      const waitsFor = upstream.filter((one) => names.has(one));
      this.#missing.set(name, waitsFor.length);
      for (const one of waitsFor) this.#addDependent(one, name);
      if (waitsFor.length === 0) this.#ready.push(name);
    }
  }

  async toEnd(): Promise<readonly string[]> {
    await new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#start();
    });
    return [...this.#missing.keys()];
  }

  #start(): void {
    const { limit, isHalted, execute } = this.#walk;
    while (this.#ready.length > 0 && this.#underWay < limit && !isHalted()) {
      const name = this.#ready.shift();
      if (name === undefined) continue;
      this.#underWay++;
      this.#missing.delete(name);
      execute(name).then((releases) => this.#ended(name, releases), this.#reject);
    }
    if (this.#underWay === 0) this.#resolve();
  }

  #ended(name: string, releases: boolean): void {
    this.#underWay--;
    if (releases) this.#release(name);
    this.#start();
  }

  #release(name: string): void {
    for (const dependent of this.#dependents.get(name) ?? []) {
      const left = (this.#missing.get(dependent) ?? 0) - 1;
      this.#missing.set(dependent, left);
      if (left === 0) this.#ready.push(dependent);
    }
  }

  #addDependent(name: string, dependent: string): void {
    const dependents = this.#dependents.get(name);
    if (dependents === undefined) this.#dependents.set(name, [dependent]);
    else dependents.push(dependent);
  }
}
