// The lines of a backup, each a JSON text: what it is, every entity, and an end by which one knows that
// nothing is missing or changed.
import * as z from "zod/mini";
import { RESOURCE_NAMES } from "../../domain/resources.js";
import { VERSION } from "../../util/version.js";
import type { Entry } from "./entry.js";
import type { StoreDigest } from "./store-digest.js";

const FORMAT = "zenml-backup";
export const FORMAT_VERSION = 1;

const Resource = z.enum(RESOURCE_NAMES);

const Header = z.object({
  line: z.literal("header"),
  format: z.literal(FORMAT),
  format_version: z.int(),
  zenml_version: z.string(),
  created: z.string(),
});
export type BackupHeader = z.infer<typeof Header>;

const EntityLine = z.strictObject({
  line: z.literal("entity"),
  resource: Resource,
  entity: z.record(z.string(), z.unknown()),
});

const End = z.object({
  line: z.literal("end"),
  counts: z.partialRecord(Resource, z.int()),
  /** Of all bytes before this line. */
  sha256: z.string(),
});

const Line = z.discriminatedUnion("line", [Header, EntityLine, End]);
export type BackupLine = z.infer<typeof Line>;

/** Undefined for what is no line of a backup. */
export function readBackupLine(text: string): BackupLine | undefined {
  try {
    const parsed = z.safeParse(Line, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function headerLine(created: string): string {
  const header: BackupHeader = {
    line: "header",
    format: FORMAT,
    format_version: FORMAT_VERSION,
    zenml_version: VERSION,
    created,
  };
  return `${JSON.stringify(header)}\n`;
}

export function entityLine({ resource, entity }: Entry): string {
  return `${JSON.stringify({ line: "entity", resource, entity })}\n`;
}

export function endLine(digest: StoreDigest, sha256: string): string {
  const counts = Object.fromEntries(RESOURCE_NAMES.map((name) => [name, digest[name].count]));
  return `${JSON.stringify({ line: "end", counts, sha256 })}\n`;
}
