/** Text that is told bit by bit, for as long as somebody reads it. */
export interface Feed {
  /** Called once, when there is a reader. */
  begin(sink: Sink): void;
  /** The reader has gone. */
  cancel(): void;
}

export interface Sink {
  write(bytes: Uint8Array): void;
  /** Bytes that the reader has not taken yet. */
  readonly waiting: number;
  end(): void;
}
