// What is kept beside a bundle to tell whether it is still what bundling would give.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { FileStamp, isUnchanged } from "./file-stamp.js";

const RECORD_FORMAT = 1;
export const RECORD_FILE = "bundle.json";

const BundleRecord = z.strictObject({
  format: z.literal(RECORD_FORMAT),
  /** Version of this package that made it. */
  version: z.string(),
  /** When its inputs were read, in milliseconds since the epoch. */
  read: z.number(),
  /** File names in the same folder. */
  bundle: z.string(),
  index: z.string(),
  /** Every file that it was made from, its settings and the bundler included. */
  inputs: z.array(FileStamp),
  /** Files that would change it by being there. */
  absent: z.array(z.string()),
});
export type BundleRecord = z.infer<typeof BundleRecord>;

export function bundleRecord(parts: Omit<BundleRecord, "format">): BundleRecord {
  return { format: RECORD_FORMAT, ...parts };
}

/** The record of a bundle that still holds. */
export function readFreshRecord(folder: string, version: string): BundleRecord | undefined {
  const record = readRecord(join(folder, RECORD_FILE));
  if (record?.version !== version) return undefined;
  const isFresh =
    record.inputs.every((stamp) => isUnchanged(stamp, record.read)) &&
    !record.absent.some((path) => existsSync(path)) &&
    existsSync(join(folder, record.bundle));
  return isFresh ? record : undefined;
}

/** A record that is missing or damaged only costs bundling again. */
function readRecord(path: string): BundleRecord | undefined {
  try {
    const parsed = BundleRecord.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
