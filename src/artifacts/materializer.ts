// How a value becomes bytes and comes back. A person's own is one object of this shape.
import type { JsonRecord } from "../domain/entities/fields.js";

/** Bytes to store: all at once, or streamed. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

export interface ArtifactReader {
  bytes(): Promise<Uint8Array>;
  stream(): AsyncIterable<Uint8Array>;
  readonly size: number;
  /** Real path of the bytes, where the artifact store has one. */
  readonly localPath: string | undefined;
  /** The metadata that `describe` gave when the value was written. */
  readonly metadata: JsonRecord;
}

/** What is noted about a value when it is written, so that nobody has to read it to know. */
export interface ValueDescription {
  /** Human-readable type, e.g. `Float64Array`; default: the materializer's name. */
  readonly data_type?: string;
  /** A few JSON facts: rows, columns, shape, ranges. */
  readonly metadata?: JsonRecord;
  /** A short text, at most 200 characters. */
  readonly preview?: string;
  /** Default: the materializer's. */
  readonly media_type?: string;
}

/**
 * Writes and reads values of one type.
 *
 * @example
 * ```ts
 * import { materializer } from "zenml";
 *
 * class Model {
 *   weights: number[];
 *   constructor(weights: number[]) {
 *     this.weights = weights;
 *   }
 * }
 *
 * const model = materializer<Model>({
 *   name: "model",
 *   media_type: "application/json",
 *   accepts: (value) => value instanceof Model,
 *   write: (value) => new TextEncoder().encode(JSON.stringify(value.weights)),
 *   read: async (from) => new Model(JSON.parse(new TextDecoder().decode(await from.bytes()))),
 * });
 * ```
 */
export interface Materializer<Value> {
  /** Stored with each artifact; changing it makes old artifacts unreadable. */
  readonly name: string;
  readonly media_type: string;
  accepts(value: unknown): value is Value;
  write(value: Value): Content | Promise<Content>;
  read(from: ArtifactReader): Value | Promise<Value>;
  describe?(value: Value): ValueDescription | Promise<ValueDescription>;
}

/** The value type of a materializer. */
export type ValueOf<Type> = Type extends Materializer<infer Value> ? Value : never;
