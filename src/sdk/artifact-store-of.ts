// From an artifact's record to the artifact store that its bytes lie in.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { Artifact } from "../domain/entities/artifact.js";
import { ZenError } from "../domain/errors.js";
import { openArtifactStore } from "../stack/open-component.js";
import { flavorPlace, withModule } from "./flavors/look-up-flavor.js";
import { componentFolder } from "./running/component-folder.js";
import { secretsPlace } from "./secrets/open-secrets.js";
import { resolveComponents } from "./secrets/resolve-components.js";
import type { Session } from "./session.js";

type Opened = Pick<Session, "store" | "settings" | "localFolder" | "env" | "activeStack">;

/** Errors: `artifact_unreadable` when the artifact store is not registered any more. */
export async function artifactStoreOf(
  artifact: Pick<Artifact, "name" | "artifact_store_id">,
  session: Opened,
): Promise<ArtifactStore> {
  const { store, localFolder } = session;
  const id = artifact.artifact_store_id;
  const component = id === null ? undefined : await store.components.find(id);
  if (component === undefined) {
    throw new ZenError(
      "artifact_unreadable",
      `The artifact store that '${artifact.name}' lies in is not registered any more.`,
      { hint: "Run the pipeline again with --no-cache to write the artifact anew." },
    );
  }
  const { name, type, flavor, configuration } = component;
  const context = {
    id: component.id,
    name,
    localFolder: componentFolder(localFolder, component.id),
  };
  const place = flavorPlace(session);
  const description = await withModule({ flavor, configuration, context }, type, place);
  const [filled = description] = await resolveComponents(
    [{ type, ...description }],
    secretsPlace(session),
    () => session.activeStack(),
  );
  return openArtifactStore(filled);
}
