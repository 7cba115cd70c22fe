// The migration room: what older products of this name left on disk → entities of a store. It may not
// know sessions or the command line, and it never writes to what it reads.

export interface OldComponent {
  readonly type: string;
  readonly name: string;
  readonly flavor: string;
  /** Undefined where the old product gave none that can be kept. */
  readonly id: string | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface OldFlavor {
  readonly type: string;
  readonly name: string;
  /** A Python class: `module.Class`. */
  readonly source: string;
}

/** Everything of a profile from 0.7 to 0.13, or of a repository from before, that has a successor. */
export interface OldProfile {
  /** The file or database that says so. */
  readonly source: string;
  readonly components: readonly OldComponent[];
  /** Stack name → kind → component name. */
  readonly stacks: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly flavors: readonly OldFlavor[];
  /** What is named there and cannot be found: left out, and told. */
  readonly problems: readonly string[];
}
