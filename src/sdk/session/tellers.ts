/** Who is told what happens on the way. */
export interface Tellers {
  readonly notice: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Tells nobody. */
export const SILENT: Tellers = { notice: () => undefined, warn: () => undefined };
