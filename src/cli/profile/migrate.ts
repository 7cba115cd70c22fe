import { resolve } from "node:path";
import { importProfile } from "../../migration/import-profile.js";
import { openOldProfile } from "../../migration/open-old-profile.js";
import type { OldProfile } from "../../migration/old-profile.js";
import type { Handler } from "../framework/command.js";
import type { migrateSpec } from "./specs.js";

export const handler: Handler<typeof migrateSpec> = async (args, flags, context) => {
  const { io, output } = context;
  const old = await openOldProfile(resolve(io.cwd, args.path));
  const { store } = await context.openSession();
  const { prefix, overwrite } = flags;
  const { components, stacks, notes } = await importProfile(store, old, { prefix, overwrite });
  for (const note of notes) output.warn(note);
  for (const sentence of flavorNotes(old)) output.warn(sentence);
  const lines = [
    `Migrating stack components from ${old.source}...`,
    ...components.map(
      ({ entity: { type, name, flavor } }) => `Created ${type} '${name}' with flavor '${flavor}'.`,
    ),
    `Migrating stacks from ${old.source}...`,
    ...stacks.map(({ entity: { name } }) => `Created stack '${name}'.`),
  ];
  const value = {
    source: old.source,
    components: components.map(({ entity }) => entity),
    stacks: stacks.map(({ entity }) => entity),
    notes,
  };
  await output.answer(lines.join("\n"), value);
};

/** Their code is Python, which nothing here can run; components that have them keep their settings. */
function flavorNotes({ flavors }: OldProfile): readonly string[] {
  return flavors.map(
    ({ type, name, source }) =>
      `The flavor '${name}' is the Python class ${source}, which stays behind. ` +
      `Write it anew: zenml ${type.replaceAll("_", "-")} flavor register FILE`,
  );
}
