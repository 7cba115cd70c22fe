// The projects of a store, from code: what `zenml project` does.
import type { Project } from "../../domain/entities/project.js";
import { EntityDelegate } from "../entity-delegate.js";
import type { Session } from "../session.js";
import type { ActiveChange } from "../session/set-active.js";
import type { NewProject } from "./create-project.js";
import type { ProjectContents } from "./delete-project.js";

export class Projects extends EntityDelegate<"project"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.projects);
    this.#session = session;
  }

  /** Makes a project and its default stack. Errors: `entity_exists`, `invalid_input`. */
  async create(input: NewProject): Promise<Project> {
    const { createProject } = await import("./create-project.js");
    return createProject(this.#session.store, input);
  }

  /** The active project. */
  active(): Promise<Project> {
    return this.get(this.#session.project.id);
  }

  /** For later sessions: of the repository inside one, else of the machine. Errors: `not_found`. */
  async set(
    reference: string,
    options: { readonly global?: boolean | undefined } = {},
  ): Promise<ActiveChange> {
    const { setProject } = await import("./set-project.js");
    return setProject(this.#session, reference, options);
  }

  /** With everything in it. Errors: `not_found`, `in_use` for the active and the default project. */
  async delete(reference: string): Promise<ProjectContents> {
    const { deleteProject } = await import("./delete-project.js");
    return deleteProject(this.#session, reference);
  }
}
