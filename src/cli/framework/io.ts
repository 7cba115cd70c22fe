// The world as a command sees it, so that a test can be one.
import { ProcessStream } from "./process-stream.js";

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

/** The real world. */
export function processIo(): Io {
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: new ProcessStream(1),
    stderr: new ProcessStream(2),
    // Made when it is used: most commands read nothing.
    get stdin() {
      return process.stdin;
    },
  };
}
