import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { FlavorEntity } from "../../domain/entities/flavor.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { Flavor } from "../../stack/flavor.js";
import { flavorRow } from "../../stack/flavors.js";
import { configSchema } from "../../stack/schema/json-schema.js";
import type { Session } from "../session.js";
import { storedSource } from "./flavor-source.js";
import { loadFlavor } from "./load-flavor.js";
import { flavorPlace, ownFlavor } from "./look-up-flavor.js";

export interface RegisterFlavorOptions {
  /** The kind that it must be of. */
  readonly type?: ComponentType | undefined;
  /** Folder that `source` is seen from; default: the process's. */
  readonly cwd?: string | undefined;
  /** Takes the place of one that is registered under the same name. */
  readonly replace?: boolean | undefined;
}

/**
 * Runs the code of `source`: a file (`./flavors/disk.ts`, `#export` where it has several) or a package.
 * Errors: `not_found`, `flavor_invalid`, `ambiguous`, `pipeline_file_invalid`, `entity_exists`.
 */
export async function registerFlavor(
  session: Pick<Session, "store" | "settings">,
  source: string,
  options: RegisterFlavorOptions = {},
): Promise<FlavorEntity> {
  const { type, cwd = process.cwd(), replace = false } = options;
  const place = flavorPlace(session, cwd);
  const found = await loadFlavor(source, cwd);
  const { flavor } = found;
  assertKind(flavor, source, type);
  assertFree(flavor);
  const code = { ...found.source, exportName: found.exportName };
  const entity = {
    name: flavor.name,
    type: flavor.type,
    source: storedSource(code, place.root),
    config_schema: storedSchema(flavor),
  };
  const known = await ownFlavor(place, flavor.type, flavor.name);
  if (known === undefined) return session.store.flavors.create(entity);
  if (replace) return session.store.flavors.update(known.id, entity);
  throw new ZenError(
    "entity_exists",
    `The flavor '${known.name}' for the stack component type '${known.type}' already exists.`,
    { hint: `It comes from '${known.source}'; give yours another name.` },
  );
}

function assertKind(
  { name, type }: Flavor,
  source: string,
  wanted: ComponentType | undefined,
): void {
  if (wanted === undefined || type === wanted) return;
  throw new ZenError(
    "flavor_invalid",
    `'${source}' holds the ${kindLabel(type)} flavor '${name}', not one for ${kindLabel(wanted)}s.`,
    { hint: `zenml ${kindWord(type)} flavor register ${source}` },
  );
}

function assertFree({ name, type }: Flavor): void {
  if (flavorRow(type, name) === undefined) return;
  throw new ZenError(
    "entity_exists",
    `The flavor '${name}' for the stack component type '${type}' already exists: it is built in.`,
    { hint: "Give yours another name." },
  );
}

/** All that others need to know of the flavor without running its code. */
function storedSchema(flavor: Flavor): JsonRecord {
  const { description, local, remote = !local } = flavor;
  return { ...configSchema(flavor), description, "x-zenml": { local, remote } };
}
