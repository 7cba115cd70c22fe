// The stack components of a project, from code: what `zenml orchestrator`, `zenml artifact-store` … do,
// with the same checks.
import type { Component, ComponentType } from "../../domain/entities/component.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { EntityReader } from "../entity-reader.js";
import type { Session } from "../session.js";
import type { CopyComponentOptions } from "./copy-component.js";
import type { RegisteredComponent } from "./register-component.js";

export interface RegisterComponentOptions {
  /** Attributes of the flavor; `{{name.key}}` refers to a secret. */
  readonly configuration?: JsonRecord | undefined;
  readonly shared?: boolean | undefined;
}

/**
 * Components of an opened profile. A reference is a name, an id or the beginning of one.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.components.register("artifact_store", "shared_disk", "local", {
 *   configuration: { path: "/mnt/artifacts" },
 * });
 * await client.close();
 * ```
 */
export class Components extends EntityReader<"component"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.components);
    this.#session = session;
  }

  /** Errors: `flavor_unknown`, `entity_exists`, `invalid_input` with all problems. */
  async register(
    type: ComponentType,
    name: string,
    flavor: string,
    { configuration = {}, shared }: RegisterComponentOptions = {},
  ): Promise<RegisteredComponent> {
    const { registerComponent } = await import("./register-component.js");
    return registerComponent(this.#session, type, { name, flavor, configuration, shared });
  }

  /** Attributes that are not given stay as they are. Errors: `not_found`, `invalid_input`. */
  async update(
    type: ComponentType,
    reference: string,
    configuration: JsonRecord,
  ): Promise<RegisteredComponent> {
    const { updateComponent } = await import("./update-component.js");
    const component = await this.#find(type, reference);
    return updateComponent(this.#session, component, { configuration });
  }

  /** Errors: `not_found`, `invalid_input` for what is not set, and for what the flavor needs. */
  async removeAttribute(
    type: ComponentType,
    reference: string,
    ...attributes: readonly string[]
  ): Promise<Component> {
    const { removeAttributes } = await import("./update-component.js");
    return removeAttributes(this.#session, await this.#find(type, reference), attributes);
  }

  /** With everyone in the project. Errors: `not_found`, `stack_invalid`, `forbidden`. */
  async share(type: ComponentType, reference: string): Promise<Component> {
    const { shareComponent } = await import("../sharing/share-component.js");
    return shareComponent(this.#session, await this.#find(type, reference));
  }

  /** Errors: `not_found`, `in_use` while a shared stack has it, `forbidden`. */
  async unshare(type: ComponentType, reference: string): Promise<Component> {
    const { unshareComponent } = await import("../sharing/share-component.js");
    return unshareComponent(this.#session, await this.#find(type, reference));
  }

  /** Stacks with the component keep it. Errors: `not_found`, `entity_exists`, `conflict`. */
  async rename(type: ComponentType, reference: string, name: string): Promise<Component> {
    const { renameComponent } = await import("./rename-component.js");
    return renameComponent(this.#session.store, await this.#find(type, reference), name);
  }

  /** Also from one profile to another. Errors: `not_found`, `entity_exists`, `flavor_unknown`. */
  async copy(
    type: ComponentType,
    source: string,
    target: string,
    options?: CopyComponentOptions,
  ): Promise<RegisteredComponent> {
    const { copyComponent } = await import("./copy-component.js");
    return copyComponent(this.#session, type, { source, target }, options);
  }

  /** Errors: `not_found`, `in_use` while a stack has it. */
  async delete(type: ComponentType, reference: string): Promise<Component> {
    const { deleteComponent } = await import("./delete-component.js");
    const component = await this.#find(type, reference);
    await deleteComponent(this.#session.store, component);
    return component;
  }

  async #find(type: ComponentType, reference: string): Promise<Component> {
    const { findComponent } = await import("./find-component.js");
    return findComponent(this.#session.store, type, reference);
  }
}
