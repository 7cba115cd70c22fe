// The stacks of a project, from code: what `zenml stack` does, with the same checks.
import type { Stack } from "../../domain/entities/stack.js";
import type { ProvisionAction, Provisioned } from "../../stack/provision.js";
import type { CheckedStack } from "../../stack/check-stack.js";
import { EntityReader } from "../entity-reader.js";
import type { Session } from "../session.js";
import type { ActiveChange } from "../session/set-active.js";
import type { AddedStack } from "./add-stack.js";
import type { CopyStackOptions } from "./copy-stack.js";
import type { ExportedStack } from "./export-stack.js";
import type { ComponentChoice } from "./find-components.js";
import type { ImportStackOptions, ImportedStack } from "./import-stack.js";
import type { RegisterStackOptions } from "./register-stack.js";
import type { StackChange } from "./update-stack.js";

/**
 * Stacks of an opened profile. A reference is a name, an id or the beginning of one.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.stacks.register("local", { orchestrator: "default", artifact_store: "default" });
 * await client.stacks.set("local");
 * await client.close();
 * ```
 */
export class Stacks extends EntityReader<"stack"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.stacks);
    this.#session = session;
  }

  /** Makes a stack of components that exist. Errors: all problems at once. */
  async register(
    name: string,
    components: ComponentChoice,
    options?: RegisterStackOptions,
  ): Promise<Stack> {
    const { registerStack } = await import("./register-stack.js");
    return registerStack(this.#session, name, components, options);
  }

  /** The active stack. Errors: `unknown_setting`. */
  active(): Promise<Stack> {
    return this.#session.activeStack();
  }

  /** For later sessions: of the repository inside one, else of the profile. Errors: `not_found`. */
  async set(
    reference: string,
    { global }: { readonly global?: boolean | undefined } = {},
  ): Promise<ActiveChange> {
    const { setActiveStack } = await import("./set-active-stack.js");
    return setActiveStack(this.#session, await this.get(reference), { global });
  }

  /** Kinds that are not named stay as they are; null takes one out. Errors: all problems at once. */
  async update(reference: string, change: StackChange): Promise<Stack> {
    const { updateStack } = await import("./update-stack.js");
    return updateStack(this.#session, reference, change);
  }

  /** With its components, with everyone in the project. Errors: `stack_invalid`, `not_found`, `forbidden`. */
  async share(reference: string): Promise<Stack> {
    const { shareStack } = await import("../sharing/share-stack.js");
    return shareStack(this.#session, await this.get(reference));
  }

  /** Its components stay shared. Errors: `not_found`, `forbidden`. */
  async unshare(reference: string): Promise<Stack> {
    const { unshareStack } = await import("../sharing/share-stack.js");
    return unshareStack(this.#session, await this.get(reference));
  }

  /** Settings of this machine follow. Errors: `not_found`, `entity_exists`, `conflict`. */
  async rename(reference: string, name: string): Promise<Stack> {
    const { renameStack } = await import("./rename-stack.js");
    return renameStack(this.#session, reference, name);
  }

  /** Its components stay. Errors: `not_found`, `in_use` while it is active. */
  async delete(reference: string): Promise<Stack> {
    const { deleteStack } = await import("./delete-stack.js");
    return deleteStack(this.#session, reference);
  }

  /** Also from one profile to another. Errors: all problems at once. */
  async copy(reference: string, name: string, options?: CopyStackOptions): Promise<AddedStack> {
    const { copyStack } = await import("./copy-stack.js");
    return copyStack(this.#session, reference, name, options);
  }

  /** A document for `import`, without secrets. Errors: `not_found`. */
  async export(reference: string): Promise<ExportedStack> {
    const { exportStack } = await import("./export-stack.js");
    return exportStack(this.#session, reference);
  }

  /** Makes the stack of a document, and those of its components that are not there. */
  async import(document: unknown, options?: ImportStackOptions): Promise<ImportedStack> {
    const { importStack } = await import("./import-stack.js");
    return importStack(this.#session, document, options);
  }

  /** What keeps pipelines from running on it. */
  async check(reference: string): Promise<CheckedStack> {
    const { checkRegisteredStack } = await import("./check-registered-stack.js");
    return checkRegisteredStack(this.#session, await this.get(reference));
  }

  /** Starts what its components need on this machine. */
  up(reference: string): Promise<readonly Provisioned[]> {
    return this.#provision(reference, { verb: "up" });
  }

  /** Stops that; with `remove` nothing is kept for the next start. */
  down(
    reference: string,
    { remove = false }: { readonly remove?: boolean } = {},
  ): Promise<readonly Provisioned[]> {
    return this.#provision(reference, { verb: "down", remove });
  }

  async #provision(reference: string, action: ProvisionAction): Promise<readonly Provisioned[]> {
    const { provisionStack } = await import("./provision-stack.js");
    return provisionStack(this.#session, await this.get(reference), action);
  }
}
