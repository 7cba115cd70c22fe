// What our settings files hold. Types only, so that reading them the quick way needs no schema library.

export const FORMAT_VERSION = 1;

export const STORE_TYPES = ["local", "sql", "rest", "memory"] as const;
export type StoreType = (typeof STORE_TYPES)[number];

/** A named client context: where its data lives and what is active in it. */
export interface Profile {
  readonly name: string;
  readonly store_type: StoreType;
  readonly store_url: string;
  readonly active_project: string;
  readonly active_stack: string;
  readonly active_user: string;
  /** Its folder below `profiles` and `local`, where that is not the one that its name gives. */
  readonly folder?: string | undefined;
  /** Of a server: a file in PEM with the authorities that are trusted besides the usual ones. */
  readonly ssl_ca?: string | undefined;
  /** Of a server whose certificate is not looked at. */
  readonly ssl_verify?: "none" | undefined;
}

export interface GlobalConfig {
  readonly active_profile: string;
  /** In order of creation. */
  readonly profiles: readonly Profile[];
}

/** What a repository sets for those who work inside it; null: as globally. */
export interface RepositoryConfig {
  readonly active_profile: string | null;
  readonly active_project: string | null;
  readonly active_stack: string | null;
}

/** Environment variable that says to a server who asks, before the token that is kept for a profile. */
export const TOKEN_VARIABLE = "ZENML_API_TOKEN";
