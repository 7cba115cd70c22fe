/**
 * What an implementation may use of the machine beyond its own folder. Given to components that are
 * opened in the program's own process; worker threads and other machines have none.
 */
export interface Machine {
  /** Runs `work` while no other process holds the lock `file`; a lock dies with its holder. */
  withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result>;
  readonly secretsKey: {
    /** From the environment; it comes before the file. */
    readonly text: string | undefined;
    /** Where the key is kept when the environment gives none: outside every store. */
    readonly file: string;
  };
}
