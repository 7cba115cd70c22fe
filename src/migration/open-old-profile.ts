import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ZenError } from "../domain/errors.js";
import type { OldProfile } from "./old-profile.js";
import { readOldSql } from "./read-old-sql.js";
import { readOldYaml } from "./read-old-yaml.js";

const STACKS = "stacks.yaml";
const DATABASE = "zenml.db";

/**
 * Reads what an older product left at a path: the folder of a profile, its `stacks.yaml`, the database of
 * a SQL profile, or a repository from before profiles. Errors: `not_found`, `store_foreign`, `config_invalid`.
 */
export async function openOldProfile(path: string): Promise<OldProfile> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new ZenError("not_found", `There is nothing at ${path}.`, {
      hint: "Name the folder or database of an old profile: zenml profile migrate FOLDER",
    });
  }
  if (stat.isFile()) return path.endsWith(".yaml") ? readOldYaml(path) : readOldSql(path);
  for (const file of [STACKS, join(".zen", "config.yaml")]) {
    if (existsSync(join(path, file))) return readOldYaml(join(path, file));
  }
  if (existsSync(join(path, DATABASE))) return readOldSql(join(path, DATABASE));
  throw new ZenError("store_foreign", `The folder ${path} holds no profile of an older ZenML.`, {
    hint: `Such a profile has a file ${STACKS} or ${DATABASE}.`,
  });
}

/** The old profiles in a folder of profiles, by name; what cannot be read is left out. */
export async function findOldProfiles(folder: string): Promise<ReadonlyMap<string, OldProfile>> {
  const found = new Map<string, OldProfile>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const old = await openOldProfile(path).catch(() => undefined);
    if (old !== undefined) found.set(path, old);
  }
  return found;
}
