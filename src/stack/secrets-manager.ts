// What a secrets manager does: keeps values that nobody else may read, as named groups of keys and values.

/** One secret: several values that belong together, such as a user and a password. */
export interface Secret {
  readonly name: string;
  /** Which keys it has: `arbitrary`, `aws`, … */
  readonly schema: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What lists show: no values. */
export interface SecretSummary {
  readonly name: string;
  readonly schema: string;
  readonly keys: readonly string[];
}

export interface SecretsManager {
  /** By name. */
  list(): Promise<readonly SecretSummary[]>;
  /** Undefined when there is none of that name. */
  get(name: string): Promise<Secret | undefined>;
  /** Errors: `entity_exists`. */
  create(secret: Secret): Promise<void>;
  /** Sets these values and leaves the others as they are. Errors: `not_found`. */
  update(name: string, values: Secret["values"]): Promise<Secret>;
  /** Errors: `not_found`. */
  delete(name: string): Promise<void>;
  /** Deletes every secret and tells their names. */
  deleteAll(): Promise<readonly string[]>;
}
