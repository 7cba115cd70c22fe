// The flavors that a store knows, from code: built-in ones, and those that people registered.
import type { ComponentType } from "../../domain/entities/component.js";
import type { FlavorEntity } from "../../domain/entities/flavor.js";
import { EntityDelegate } from "../entity-delegate.js";
import type { Session } from "../session.js";
import type { FlavorDescription } from "./describe-flavor.js";
import type { FlavorListing } from "./list-flavors.js";
import { flavorPlace } from "./flavor-place.js";
import type { FlavorPlace } from "./flavor-place.js";
import type { RegisterFlavorOptions } from "./register-flavor.js";

/** `list`, `get` and the like know what was registered; `available` and `describe` all flavors. */
export class Flavors extends EntityDelegate<"flavor"> {
  readonly #session: Session;
  readonly #cwd: string;

  constructor(session: Session, cwd: string = process.cwd()) {
    super(session.store.flavors);
    this.#session = session;
    this.#cwd = cwd;
  }

  /**
   * Runs the code of `source`: a file, with `#export` where it has several flavors, or a package.
   * Errors: `not_found`, `flavor_invalid`, `ambiguous`, `pipeline_file_invalid`, `entity_exists`.
   */
  async register(source: string, options: RegisterFlavorOptions = {}): Promise<FlavorEntity> {
    const { registerFlavor } = await import("./register-flavor.js");
    return registerFlavor(this.#session, source, { cwd: this.#cwd, ...options });
  }

  /** Built-in flavors and registered ones, of one kind or of all. */
  async available(type?: ComponentType): Promise<readonly FlavorListing[]> {
    const { listFlavors } = await import("./list-flavors.js");
    return listFlavors(this.#place, type);
  }

  /** What a component of the flavor may be configured with. Errors: `flavor_unknown`. */
  async describe(type: ComponentType, name: string): Promise<FlavorDescription> {
    const { describeFlavor } = await import("./describe-flavor.js");
    return describeFlavor(this.#place, type, name);
  }

  /** Components of it stay and cannot be used. Errors: `not_found`, `ambiguous`. */
  async delete(reference: string): Promise<FlavorEntity> {
    const flavor = await this.get(reference);
    await this.#session.store.flavors.delete(flavor.id);
    return flavor;
  }

  get #place(): FlavorPlace {
    return flavorPlace(this.#session, this.#cwd);
  }
}
