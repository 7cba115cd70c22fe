// Roles, and who has them, from code: what `zenml role` does. Only a server asks for them.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { RoleAssignment } from "../../domain/entities/role-assignment.js";
import type { RoleEntity } from "../../domain/entities/role.js";
import { ZenError } from "../../domain/errors.js";
import type { Query } from "../../domain/query.js";
import { EntityDelegate } from "../entity-delegate.js";
import { askServer, needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

const PATH = `${API_ROOT}/role_assignments`;
const Page = z.object({ items: z.array(RoleAssignment), next_cursor: z.nullable(z.string()) });

/** Who has a role, and where; names or ids. No project: everywhere. */
export interface RoleHolders {
  readonly users?: readonly string[] | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly project?: string | undefined;
}

export interface AssignmentFilter {
  readonly role?: string | undefined;
  readonly user?: string | undefined;
  readonly team?: string | undefined;
  readonly project?: string | undefined;
}

type Target = Pick<RoleAssignment, "user_id" | "team_id" | "project_id">;

export class Roles extends EntityDelegate<"role"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.roles);
    this.#session = session;
  }

  /** Errors: `entity_exists`, `invalid_input`, `forbidden`. */
  async create(name: string, permissions: readonly string[]): Promise<RoleEntity> {
    this.#server();
    return this.#session.store.roles.create({ name, permissions: [...permissions] });
  }

  /** Errors: `not_found`, `in_use` while somebody has it, `forbidden`. */
  async delete(reference: string): Promise<RoleEntity> {
    this.#server();
    const role = await this.get(reference);
    await this.#session.store.roles.delete(role.id);
    return role;
  }

  /** Whoever has it already keeps it. Errors: `not_found`, `invalid_input`, `forbidden`. */
  async assign(reference: string, holders: RoleHolders): Promise<readonly RoleAssignment[]> {
    const server = this.#server();
    const { id: role_id } = await this.get(reference);
    const made: RoleAssignment[] = [];
    for (const target of await this.#targets(holders)) {
      const [known] = await this.#assignments({ role_id, ...target });
      const asked = { method: "POST", path: PATH, body: { role_id, ...target } } as const;
      made.push(known ?? (await askServer(server, RoleAssignment, asked)));
    }
    return made;
  }

  /** Errors: `not_found` for who has it not, `forbidden`, `conflict` for the last administrator. */
  async revoke(reference: string, holders: RoleHolders): Promise<void> {
    const server = this.#server();
    const { id: role_id, name } = await this.get(reference);
    const found = await Promise.all(
      (await this.#targets(holders)).map((target) => this.#assignments({ role_id, ...target })),
    );
    if (found.some((some) => some.length === 0)) {
      throw new ZenError("not_found", `The role '${name}' is not assigned there.`, {
        hint: `zenml role assignment list --role ${name}`,
      });
    }
    for (const { id } of found.flat()) {
      await server.request({ method: "DELETE", path: `${PATH}/${id}` });
    }
  }

  /** Errors: `forbidden`, `not_found` for what the filter names. */
  async assignments(filter: AssignmentFilter = {}): Promise<readonly RoleAssignment[]> {
    this.#server();
    const { role, user, team, project } = filter;
    const { users, teams, projects } = this.#session.store;
    return this.#assignments({
      ...(role !== undefined && { role_id: (await this.get(role)).id }),
      ...(user !== undefined && { user_id: (await users.get(user)).id }),
      ...(team !== undefined && { team_id: (await teams.get(team)).id }),
      ...(project !== undefined && { project_id: (await projects.get(project)).id }),
    });
  }

  async #assignments(equal: Partial<RoleAssignment>): Promise<readonly RoleAssignment[]> {
    const filters: Query["filters"] = Object.entries(equal).map(([field, value]) => ({
      field,
      operator: "eq",
      value,
    }));
    const items: RoleAssignment[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ filters: JSON.stringify(filters), limit: "500" });
      if (cursor !== null) query.set("cursor", cursor);
      const asked = { method: "GET", path: PATH, query } as const;
      const page: z.infer<typeof Page> = await askServer(this.#server(), Page, asked);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return items;
  }

  async #targets({ users = [], teams = [], project }: RoleHolders): Promise<readonly Target[]> {
    if (users.length + teams.length === 0) {
      throw new ZenError("invalid_input", "A role is given to users and teams.", {
        hint: "Name them with --user and --team.",
      });
    }
    const { store } = this.#session;
    const project_id = project === undefined ? null : (await store.projects.get(project)).id;
    const targets: Target[] = [];
    for (const user of users) {
      targets.push({ user_id: (await store.users.get(user)).id, team_id: null, project_id });
    }
    for (const team of teams) {
      targets.push({ user_id: null, team_id: (await store.teams.get(team)).id, project_id });
    }
    return targets;
  }

  #server() {
    return needServer(this.#session, "roles");
  }
}
