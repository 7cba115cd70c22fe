// The artifacts of a project, from code: what `zenml artifact` does, with the same checks.
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { Materializer } from "../../artifacts/materializer.js";
import type { ArtifactVersion } from "../../domain/entities/artifact-version.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Component } from "../../domain/entities/component.js";
import { artifactStoreOf } from "../artifact-store-of.js";
import { EntityDelegate } from "../entity-delegate.js";
import { ArtifactView } from "../post-execution/step-view.js";
import type { ReadingContext } from "../post-execution/reading-context.js";
import type { Session } from "../session.js";
import type { LineageOptions } from "./lineage/lineage.js";
import type { Lineage } from "./lineage/lineage-graph.js";
import type { Pruned, PruneOptions } from "./prune/prune-artifacts.js";
import type { RegisterArtifactOptions, RegisteredArtifact } from "./register-artifact.js";

/**
 * Artifacts of an opened profile. A reference is `RUN/STEP`, `RUN/STEP/OUTPUT`, `NAME`, `NAME:VERSION`,
 * `NAME:TAG`, an id or the beginning of one.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * const { version } = await client.artifacts.register("limits", { value: { most: 10 } });
 * await client.artifacts.tag("limits", ["approved"]);
 * console.log(version.version, await client.artifacts.read("limits:approved"));
 * await client.close();
 * ```
 */
export class Artifacts extends EntityDelegate<"artifact"> {
  readonly #session: Session;
  readonly #context: ReadingContext;

  constructor(session: Session, context: ReadingContext) {
    super(session.store.artifacts);
    this.#session = session;
    this.#context = context;
  }

  /** Errors: `not_found`, `ambiguous`. */
  override async get(reference: string): Promise<Artifact> {
    const { findArtifact } = await import("../../runtime/references/find-artifact.js");
    return findArtifact(this.#session.store, reference);
  }

  /** The artifact with its producer, its consumers and its value. */
  async view(reference: string): Promise<ArtifactView> {
    return new ArtifactView(this.#context, await this.get(reference));
  }

  /** The value; a person's own type needs its materializer. Errors: `artifact_unreadable`. */
  async read(reference: string): Promise<unknown>;
  async read<Own>(reference: string, materializer: Materializer<Own>): Promise<Own>;
  async read(reference: string, materializer?: Materializer<unknown>): Promise<unknown> {
    const view = await this.view(reference);
    return materializer === undefined ? view.read() : view.read(materializer);
  }

  /**
   * Makes an artifact of a file, a download or a value, or takes one that is there, and gives it the next
   * version of a name. Errors: `invalid_input`, `not_found`, `too_large`, `artifact_unreadable`.
   */
  async register(name: string, options: RegisterArtifactOptions): Promise<RegisteredArtifact> {
    const { registerArtifact } = await import("./register-artifact.js");
    return registerArtifact(this.#session, name, options);
  }

  /** Of one name, or of all: newest first. */
  async versions(name?: string): Promise<ArtifactVersion[]> {
    const { store } = this.#session;
    if (name !== undefined) {
      const { versionsOf } = await import("../../runtime/references/find-version.js");
      return versionsOf(store, name);
    }
    const found: ArtifactVersion[] = [];
    for await (const version of store.artifact_versions.all()) found.push(version);
    return found;
  }

  /** `NAME:VERSION` or `NAME:TAG`; the artifact stays until it is pruned. Errors: `not_found`. */
  async deleteVersion(reference: string): Promise<ArtifactVersion> {
    const { deleteVersion } = await import("./delete-artifact.js");
    return deleteVersion(this.#session.store, reference);
  }

  /** Adds tags; resolves to all that it has. Errors: `not_found`, `invalid_input`. */
  async tag(reference: string, tags: readonly string[]): Promise<string[]> {
    const { tagArtifact } = await import("./tag-artifact.js");
    return tagArtifact(this.#session.store, (await this.get(reference)).id, tags);
  }

  /** Takes tags away; resolves to those that it still has. Errors: `not_found`. */
  async untag(reference: string, tags: readonly string[]): Promise<string[]> {
    const { untagArtifact } = await import("./tag-artifact.js");
    return untagArtifact(this.#session.store, (await this.get(reference)).id, tags);
  }

  /** In alphabetical order. */
  async tags(reference: string): Promise<string[]> {
    const { tagsOf } = await import("./tag-artifact.js");
    return tagsOf(this.#session.store, (await this.get(reference)).id);
  }

  /** What it was made of and what was made of it. */
  async lineage(reference: string, options?: LineageOptions): Promise<Lineage> {
    const { lineageOf } = await import("./lineage/lineage.js");
    return lineageOf(await this.get(reference), this.#place, options);
  }

  /** Deletes the record, whoever uses it; its bytes go with the next `prune`. Errors: `not_found`, `in_use`. */
  async delete(reference: string): Promise<Artifact> {
    const { deleteArtifact } = await import("./delete-artifact.js");
    return deleteArtifact(this.#session.store, await this.get(reference));
  }

  /** Deletes what nothing leads to: no run, no version, no tag. */
  async prune(options?: PruneOptions): Promise<Pruned> {
    const { pruneArtifacts } = await import("./prune/prune-artifacts.js");
    const { localFolder } = this.#session;
    const place = { ...this.#place, localFolder, now: () => Date.now() };
    const openComponent = ({ id, name }: Component): Promise<ArtifactStore> =>
      artifactStoreOf({ name, artifact_store_id: id }, this.#session);
    return pruneArtifacts({ ...place, openComponent }, options);
  }

  get #place() {
    const { store, artifactStore } = this.#context;
    return { store, artifactStore };
  }
}
