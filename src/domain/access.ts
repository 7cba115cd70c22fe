// What somebody may do on a server: permissions that roles grant, everywhere or in one project, less what
// the token leaves out that he came with.

export type Role = "admin" | "editor" | "viewer";

export const BUILT_IN_ROLES: Readonly<Record<Role, readonly string[]>> = {
  admin: ["read:*", "write:*", "see:others", "administer"],
  editor: ["read:*", "write:*"],
  viewer: ["read:*"],
};

export interface Grant {
  /** Null: everywhere. */
  readonly project_id: string | null;
  readonly permissions: readonly string[];
}

export interface Rights {
  readonly granted: ReadonlySet<string>;
  /** What of it the token leaves; undefined: all. Asked besides, so that it can add nothing. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** Whether what others own and do not share is there for him. */
  readonly sees_others: boolean;
}

export interface Access {
  /** Where no project is named. */
  readonly everywhere: Rights;
  /** Undefined: the project is not there for him. */
  in(project_id: string): Rights | undefined;
  /** The projects that are there for him; undefined: all. */
  readonly projects: readonly string[] | undefined;
}

/** What everybody with any role may look at: who there is, and what roles and teams mean. */
const WITH_ANY_ROLE = ["read:user", "read:project", "read:role", "read:team"];

/** `scopes`: of a token; empty: all that its user may. */
export function accessOf(grants: readonly Grant[], scopes: readonly string[] = []): Access {
  const global = grants.filter(({ project_id }) => project_id === null);
  const known = new Map<string, Rights | undefined>();
  const asked = scopes.length === 0 ? undefined : new Set(scopes);
  const rightsOf = (members: readonly Grant[], more: readonly string[] = []): Rights => {
    const granted = new Set([...members.flatMap(({ permissions }) => permissions), ...more]);
    const sees = [granted, asked].every((one) => one === undefined || one.has("see:others"));
    return { granted, scopes: asked, sees_others: sees };
  };
  const inProject = (project_id: string): Rights | undefined => {
    const members = grants.filter((grant) => grant.project_id === project_id);
    return members.length + global.length === 0 ? undefined : rightsOf([...global, ...members]);
  };
  const projects = grants.flatMap(({ project_id }) => project_id ?? []);
  return {
    everywhere: rightsOf(global, grants.length === 0 ? [] : WITH_ANY_ROLE),
    in: (project_id) => {
      if (!known.has(project_id)) known.set(project_id, inProject(project_id));
      return known.get(project_id);
    },
    projects: global.length > 0 ? undefined : [...new Set(projects)],
  };
}
