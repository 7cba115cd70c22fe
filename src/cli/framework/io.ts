// The world as a command sees it, so that a test can be one.

export interface OutStream {
  /** False when the reader is slow: `drain` is emitted when it has caught up. */
  write(content: string | Uint8Array): unknown;
  once?(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
}

/** The real world. Streams are only made when they are used: making one costs start-up time. */
export function processIo(): Io {
  return {
    env: process.env,
    get cwd() {
      return process.cwd();
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    get stdin() {
      return process.stdin;
    },
  };
}
