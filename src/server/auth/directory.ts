// Who there is, read from the store: users, their accounts, what they may do. Sessions do not get at these;
// this is the one place that does.
import { accessOf, BUILT_IN_ROLES } from "../../domain/access.js";
import type { Access, Grant } from "../../domain/access.js";
import type { Account } from "../../domain/entities/account.js";
import type { RoleAssignment } from "../../domain/entities/role-assignment.js";
import type { RoleEntity } from "../../domain/entities/role.js";
import type { User } from "../../domain/entities/user.js";
import type { Role } from "../../domain/principal.js";
import type { Filter, FilterValue } from "../../domain/query.js";
import type { ResourceName, Summary } from "../../domain/resources.js";
import type { StoreDriver } from "../../store/driver.js";
import { defaultSort } from "../../store/session/resolve-query.js";

const PAGE = 1000;

export class Directory {
  readonly #driver: StoreDriver;

  constructor(driver: StoreDriver) {
    this.#driver = driver;
  }

  user(id: string): Promise<User | undefined> {
    return this.#driver.find("user", id);
  }

  userNamed(name: string): Promise<User | undefined> {
    return this.one("user", { name });
  }

  accountOf(user_id: string): Promise<Account | undefined> {
    return this.one("account", { user_id });
  }

  /** What roles, his own and those of his teams, let him do. */
  async accessOf(user_id: string, scopes: readonly string[] = []): Promise<Access> {
    return accessOf(await this.grantsOf(user_id), scopes);
  }

  async grantsOf(user_id: string, without?: string): Promise<readonly Grant[]> {
    const assignments = await this.assignmentsOf(user_id);
    const grants: Grant[] = [];
    for (const { id, role_id, project_id } of assignments) {
      if (id === without) continue;
      const role = await this.#driver.find("role", role_id);
      if (role !== undefined) grants.push({ project_id, permissions: permissionsOf(role) });
    }
    return grants;
  }

  async assignmentsOf(user_id: string): Promise<readonly RoleAssignment[]> {
    const own = await this.all("role_assignment", { user_id });
    const teams = (await this.all("team")).filter(({ members }) => members.includes(user_id));
    const theirs = await Promise.all(
      teams.map(({ id }) => this.all("role_assignment", { team_id: id })),
    );
    return [...own, ...theirs.flat()];
  }

  /** Who administers everything and may get in, by the ids of users; `without` that assigned role. */
  async administrators(without?: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { user_id, active } of await this.all("account")) {
      if (!active) continue;
      const grants = await this.grantsOf(user_id, without);
      const isThere = (await this.user(user_id)) !== undefined;
      const { granted } = accessOf(grants).everywhere;
      if (isThere && granted.has("administer")) found.push(user_id);
    }
    return found;
  }

  async one<Name extends ResourceName>(
    resource: Name,
    equal: Readonly<Record<string, FilterValue>>,
  ): Promise<Summary<Name> | undefined> {
    const [found] = await this.#select(resource, { filters: filtersOf(equal), limit: 1 });
    return found;
  }

  async all<Name extends ResourceName>(
    resource: Name,
    equal: Readonly<Record<string, FilterValue>> = {},
  ): Promise<readonly Summary<Name>[]> {
    return this.#select(resource, { filters: filtersOf(equal), limit: PAGE * 100 });
  }

  #select<Name extends ResourceName>(
    resource: Name,
    { filters, limit }: { readonly filters: readonly Filter[]; readonly limit: number },
  ): Promise<Summary<Name>[]> {
    const sort = { ...defaultSort(resource), field: "created" };
    return this.#driver.select(resource, { filters, sort, limit, after: null });
  }
}

/** What the built-in roles mean stands in the program: a row that somebody changed changes nothing. */
function permissionsOf({ name, permissions }: RoleEntity): readonly string[] {
  return isBuiltIn(name) ? BUILT_IN_ROLES[name] : permissions;
}

export function isBuiltIn(name: string): name is Role {
  return Object.hasOwn(BUILT_IN_ROLES, name);
}

function filtersOf(equal: Readonly<Record<string, FilterValue>>): readonly Filter[] {
  return Object.entries(equal).map(([field, value]) => ({ field, operator: "eq", value }));
}
