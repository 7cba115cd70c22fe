// Where the bytes of artifacts lie. Content-addressed: the path is derived from the hash, so writing
// the same bytes twice is writing them once, and a path never changes its content.

/** Bytes that were written: their address, hash and size. */
export interface StoredBytes {
  /** Place inside the store, e.g. `sha256/ab/cdef…`. */
  readonly path: string;
  /** `sha256:<hex>`. */
  readonly content_hash: string;
  /** Bytes. */
  readonly size: number;
}

/** Content that lies in a store, and when it was last written. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  readonly written: Date;
}

export interface ReadRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface ArtifactStore {
  /**
   * Streams bytes in, hashing while writing, to a temporary name that is synced and moved into place
   * at the end: nothing half-written is ever read. Errors: `disk_full`.
   */
  write(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<StoredBytes>;
  /** All bytes at once. Errors: `artifact_unreadable` when missing or shorter than recorded. */
  read(path: string): Promise<Uint8Array>;
  stream(path: string, range?: ReadRange): AsyncIterable<Uint8Array>;
  exists(path: string): Promise<boolean>;
  /** Bytes that lie there, without reading them; undefined when there are none. Tells cut off content. */
  size?(path: string): Promise<number | undefined>;
  /** A real path of this machine, where the store has one: for opening in a browser. */
  localPath?(path: string): string;
  /** Everything that lies there, in any order. Only with it can unused bytes be found. */
  list?(): AsyncIterable<StoredFile>;
  /**
   * Removes content, unless somebody wrote it (or what is the same) after that time; false when it stays
   * or is not there.
   */
  remove?(path: string, unlessWrittenAfter: Date): Promise<boolean>;
  /**
   * Takes over a file of this machine that is nobody else's: moved, where that is possible, rather than
   * copied. Errors: `disk_full`.
   */
  adopt?(file: string, signal?: AbortSignal): Promise<StoredBytes>;
}
