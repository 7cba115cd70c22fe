// What the code part of a cache key is asked from; implemented by analysing the bundle of the
// pipeline's file.
import type { StepDefinition } from "./definition.js";

export interface CodeParts {
  /** `<file>:<declaration>` → hash of its tokens. */
  readonly code: Readonly<Record<string, string>>;
  /** Imported package → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Why the code cannot be known completely; null when it is. */
  readonly uncacheable: string | null;
}

export interface CodeIndex {
  /** The step's own function and everything that it reaches, transitively. */
  partsOf(step: StepDefinition): CodeParts;
}
