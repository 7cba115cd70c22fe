// Gives an artifact a name and its next version: one that is there, or one that is made now.
import { randomUUID } from "node:crypto";
import { writeValue } from "../../artifacts/write-value.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Change } from "../../domain/change.js";
import type { ArtifactVersion } from "../../domain/entities/artifact-version.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import { Name } from "../../domain/entities/fields.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { findArtifact } from "../../runtime/references/find-artifact.js";
import { versionsOf } from "../../runtime/references/find-version.js";
import { artifactStoreOf } from "../artifact-store-of.js";
import type { Session } from "../session.js";
import { checkSource, sourcedValue } from "./artifact-source.js";
import type { ArtifactSource, SourceOptions } from "./artifact-source.js";

export interface RegisterArtifactOptions extends ArtifactSource, SourceOptions {
  readonly description?: string | undefined;
  /** Noted beside what is noted of every value of its type. */
  readonly metadata?: JsonRecord | undefined;
}

export interface RegisteredArtifact {
  readonly artifact: Artifact;
  readonly version: ArtifactVersion;
}

/** Others may register the same name meanwhile. */
const ATTEMPTS = 20;

/** Errors: `invalid_input`, `not_found`, `materializer_missing`, `too_large`, `artifact_unreadable`. */
export async function registerArtifact(
  session: Session,
  name: string,
  options: RegisterArtifactOptions,
): Promise<RegisteredArtifact> {
  checkName(name);
  checkSource(options);
  const { store } = session;
  const { artifact, changes } =
    options.artifact === undefined
      ? await madeNow(session, name, options)
      : { artifact: await findArtifact(store, options.artifact), changes: [] };
  for (let attempt = 0; ; attempt += 1) {
    const last = (await versionsOf(store, name))[0]?.version ?? 0;
    const version = versionOf(artifact, { name, version: last + 1 }, { session, options });
    try {
      await store.commit([
        ...changes,
        { op: "create", resource: "artifact_version", entity: version },
      ]);
      return { artifact, version };
    } catch (error) {
      if (!isZenError(error, "entity_exists") || attempt === ATTEMPTS) throw error;
    }
  }
}

/** `:` divides a name from a version, `/` a run from a step. */
function checkName(name: string): void {
  const parsed = Name.safeParse(name);
  const problems = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  if (name.includes(":")) problems.push("a name of an artifact cannot contain ':'");
  if (problems.length === 0) return;
  throw new ZenError("invalid_input", `'${name}' cannot be a name: ${problems.join("; ")}.`, {
    hint: "Versions are counted by themselves; tags are given with 'zenml artifact tag'.",
    details: { problems },
  });
}

async function madeNow(session: Session, name: string, options: RegisterArtifactOptions) {
  const { value, materializer, origin } = await sourcedValue(options, options);
  const { artifact_store } = (await session.activeStack()).components;
  const artifact_store_id = artifact_store?.id ?? null;
  const content = await writeValue(value, {
    output: name,
    materializer,
    store: await artifactStoreOf({ name, artifact_store_id }, session),
    signal: options.signal,
  });
  const metadata = { ...content.metadata, ...origin, ...options.metadata };
  const artifact = newArtifact({ ...content, metadata }, name, { session, artifact_store_id });
  const changes: Change[] = [{ op: "create", resource: "artifact", entity: artifact }];
  return { artifact, changes };
}

interface Place {
  readonly session: Session;
  readonly artifact_store_id: string | null;
}

function newArtifact(content: StoredContent, name: string, place: Place): Artifact {
  return {
    ...newRow(place.session),
    name,
    ...{ step_id: null, run_id: null },
    artifact_store_id: content.path === null ? null : place.artifact_store_id,
    ...content,
  };
}

function versionOf(
  artifact: Artifact,
  numbered: Pick<ArtifactVersion, "name" | "version">,
  { session, options }: { session: Session; options: RegisterArtifactOptions },
): ArtifactVersion {
  const description = options.description ?? null;
  return { ...newRow(session), ...numbered, artifact_id: artifact.id, description };
}

function newRow({ store }: Session) {
  const now = new Date().toISOString();
  const { user_id, project_id } = store.scope;
  return { id: randomUUID(), created: now, updated: now, project_id, user_id };
}
