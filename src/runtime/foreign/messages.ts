// The protocol between a step and the process that executes it: JSON lines, both ways
// (docs/reference/step-protocol.md). Knows shapes only.
import * as z from "zod/mini";
import { JsonRecord } from "../../domain/entities/fields.js";

export const PROTOCOL_VERSION = 1;

/** How the bytes of a file are to be read. */
export const FORMATS = [
  "json",
  "npy",
  "arrow",
  "bytes",
  "file",
  "html",
  "markdown",
  "image",
  "raw",
] as const;
export type Format = (typeof FORMATS)[number];

/** An input as the step finds it: a file that nobody may write to. */
export interface InputFile {
  readonly path: string;
  readonly format: Format | "text";
  readonly materializer: string;
  readonly data_type: string;
  readonly media_type: string;
  readonly size: number;
  readonly metadata: JsonRecord;
}

/** An output that is expected, and where it may be written. */
export interface OutputPlace {
  readonly path: string;
  readonly materializer: string;
  /** `auto`: the step chooses. */
  readonly format: Format | "auto";
  /** False for the one output of a step that declares none. */
  readonly declared: boolean;
}

export interface StartMessage {
  readonly type: "start";
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly run: { readonly id: string; readonly name: string };
  readonly step: { readonly id: string; readonly name: string; readonly definition: string };
  readonly pipeline: string;
  readonly attempt: number;
  /** As JSON with types. */
  readonly params: unknown;
  readonly inputs: Readonly<Record<string, InputFile>>;
  readonly outputs: Readonly<Record<string, OutputPlace>>;
  /** The temporary folder of this attempt; files in it are taken over, not copied. */
  readonly folder: string;
  /** How often a sign of life is wanted. */
  readonly heartbeat_seconds: number;
  /** Ends what is printed: a line of a zero byte and this. */
  readonly mark: string;
  readonly python?: { readonly script: string; readonly function: string | null };
}

export type ToStep =
  StartMessage | { readonly type: "cancel"; readonly grace_ms: number; readonly reason: string };

const StepFailure = z.object({
  name: z.string(),
  message: z.string(),
  traceback: z.optional(z.string()),
  location: z.optional(z.object({ file: z.string(), line: z.int() })),
});
export type StepFailure = z.infer<typeof StepFailure>;

const SaidOutput = z.object({
  type: z.literal("output"),
  name: z.string(),
  path: z.string(),
  format: z.optional(z.enum(FORMATS)),
  metadata: z.optional(JsonRecord),
});
export type SaidOutput = z.infer<typeof SaidOutput>;

/** Streams whose end is marked. */
const Streams = z.optional(z.array(z.enum(["stdout", "stderr"])));

/** Unknown fields are left alone, so that a newer step may say more. */
export const FromStep = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("log"),
    level: z.optional(z.enum(["debug", "info", "warn", "error"])),
    message: z.string(),
  }),
  z.object({
    type: z.literal("metadata"),
    facts: JsonRecord,
    output: z.optional(z.string()),
  }),
  z.object({ type: z.literal("heartbeat") }),
  SaidOutput,
  z.object({ type: z.literal("done"), streams: Streams }),
  z.object({ type: z.literal("failed"), error: StepFailure, streams: Streams }),
]);
export type FromStep = z.infer<typeof FromStep>;
