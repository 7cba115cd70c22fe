import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { updateGlobalConfig } from "../config/global-file.js";
import type { ConfigPaths } from "../config/paths.js";
import { createRepository, repositoryFile } from "../config/repository-file.js";
import type { Change } from "../domain/change.js";
import { openStore } from "../store/open.js";
import type { ZenStore } from "../store/zen-store.js";
import { changesOf, convertProfile } from "./convert-profile.js";
import type { OldProfile } from "./old-profile.js";
import { parseOldYaml, readOldYaml } from "./read-old-yaml.js";

export interface RepositoryMigration {
  /** Folder that holds `.zen`. */
  readonly root: string;
  readonly paths: ConfigPaths;
  readonly notice: (line: string) => void;
  readonly warn: (line: string) => void;
}

/**
 * Makes a profile of the stacks that a repository from before profiles keeps in its `.zen`. The new store
 * lies there beside the old files, none of which is touched; the repository then has its own settings,
 * so that this happens once. Of several processes that try, one does it. Errors: `config_invalid`, the
 * store's; then nothing was set, and the next command tries again.
 */
export async function migrateRepository(migration: RepositoryMigration): Promise<void> {
  const { root, paths, notice, warn } = migration;
  const folder = join(root, ".zen");
  const old = readOldYaml(join(folder, "config.yaml"));
  const name = `legacy-repository-${shortHash(root)}`;
  await updateGlobalConfig(paths, async (config) => {
    // Another process was quicker.
    if (existsSync(repositoryFile(root))) return undefined;
    announcement(folder, name).forEach(notice);
    notice(`Initializing profile \`${name}\`...`);
    const store_url = pathToFileURL(folder).href;
    (await fillStore(store_url, old)).forEach(warn);
    const active_stack = activeStack(folder, old);
    createRepository(root, { active_profile: name, active_project: null, active_stack });
    const profile = {
      name,
      store_type: "local",
      store_url,
      active_project: DEFAULT,
      active_stack,
      active_user: DEFAULT,
    } as const;
    const others = (config?.profiles ?? []).filter((known) => known.name !== name);
    return {
      active_profile: config?.active_profile ?? DEFAULT,
      profiles: [...others, profile],
    };
  });
}

const DEFAULT = "default";

/** Puts the old stacks in the place of the default one; what an interrupted attempt left is completed. */
async function fillStore(url: string, old: OldProfile): Promise<readonly string[]> {
  const { store } = await openStore({ type: "local", url, joinsOthers: true });
  try {
    const converted = convertProfile(old, {
      ...store.scope,
      now: new Date().toISOString(),
      newId: () => crypto.randomUUID(),
    });
    await store.commit([...(await deletionsOf(store)), ...changesOf(converted)]);
    return converted.notes;
  } finally {
    await store.close();
  }
}

async function deletionsOf(store: ZenStore): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const { id } of store.stacks.all())
    changes.push({ op: "delete", resource: "stack", id });
  for await (const { id } of store.components.all()) {
    changes.push({ op: "delete", resource: "component", id });
  }
  return changes;
}

/** The one that was active, if it is there; else the first. */
function activeStack(folder: string, old: OldProfile): string {
  const config = parseOldYaml(readFileSync(join(folder, "config.yaml"), "utf8"));
  const named =
    typeof config === "object" && config !== null && "active_stack_name" in config
      ? String(config.active_stack_name)
      : "";
  const names = [...old.stacks.keys()];
  return names.includes(named) ? named : (names[0] ?? DEFAULT);
}

/** The same for every process, and after an interruption. */
function shortHash(root: string): string {
  return createHash("sha256").update(root).digest("hex").slice(0, 8);
}

function announcement(folder: string, profile: string): readonly string[] {
  return [
    `A legacy ZenML repository with locally configured stacks was found at '${folder}'.`,
    "Beginning with ZenML 0.7.0, stacks are no longer stored inside the ZenML repository root,",
    "they are stored globally using the newly introduced concept of Profiles.",
    "",
    "The stacks configured in this repository will be automatically migrated to a newly created",
    `profile: '${profile}'.`,
    "",
    "If you no longer need to use the stacks configured in this repository, please delete the",
    "profile using the following command:",
    "",
    `'zenml profile delete ${profile}'`,
    "",
    "More information about Profiles can be found at https://docs.zenml.io.",
    "This warning will not be shown again for this Repository.",
  ];
}
