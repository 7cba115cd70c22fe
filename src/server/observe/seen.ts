/** What is known of a request once it was answered. */
export interface Seen {
  readonly request_id: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Its path with names for what varies; undefined: there is no such route. */
  readonly route: string | undefined;
  readonly status: number;
  readonly duration_ms: number;
  readonly peer: string;
  /** Name of who asked, where that was known. */
  readonly user: string | undefined;
}
