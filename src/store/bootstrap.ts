// What every store begins with: a user, a project, and a stack that runs on this machine.
import type { Create } from "../domain/change.js";
import type { Component } from "../domain/entities/component.js";
import type { Project } from "../domain/entities/project.js";
import type { User } from "../domain/entities/user.js";
import { isZenError } from "../domain/errors.js";
import type { Filter } from "../domain/query.js";
import type { OpenName, ResourceName, Summary } from "../domain/resources.js";
import { DEFAULT_NAME, defaultStack } from "./default-stack.js";
import type { Source } from "./default-stack.js";
import type { StoreDriver } from "./driver.js";
import { defaultSort } from "./session/resolve-query.js";

export { DEFAULT_NAME } from "./default-stack.js";
export type { Source } from "./default-stack.js";

/** An entity that was made because it was not there. */
export type Created = { [Name in OpenName]: Create<Name> }[OpenName];

export interface Defaults {
  readonly user: User;
  readonly project: Project;
  /** What this call made, in the order in which a person wants to read of it. */
  readonly created: readonly Created[];
}

const ATTEMPTS = 5;

/** Makes what is missing, all at once; of several processes that try, one does. */
export async function ensureDefaults(driver: StoreDriver, source: Source): Promise<Defaults> {
  for (let attempt = 1; ; attempt++) {
    const defaults = await missingDefaults(driver, source);
    try {
      await driver.write(defaults.created);
      return defaults;
    } catch (error) {
      if (!isZenError(error, "entity_exists") || attempt === ATTEMPTS) throw error;
    }
  }
}

async function missingDefaults(driver: StoreDriver, source: Source): Promise<Defaults> {
  const created: Created[] = [];
  const now = source.now();
  const base = () => ({ id: source.newId(), created: now, updated: now, name: DEFAULT_NAME });
  let user: User | undefined = await named(driver, "user");
  if (user === undefined) {
    user = base();
    created.push({ op: "create", resource: "user", entity: user });
  }
  let project: Project | undefined = await named(driver, "project");
  if (project === undefined) {
    project = { ...base(), description: "" };
    created.push({ op: "create", resource: "project", entity: project });
  }
  const owned = { project_id: project.id, user_id: user.id };
  const within: readonly Filter[] = [
    { field: "project_id", operator: "eq", value: owned.project_id },
  ];
  const known: Component[] = [];
  for (const type of ["orchestrator", "artifact_store"] as const) {
    const ofType = { field: "type", operator: "eq", value: type } as const;
    const component = await named(driver, "component", [...within, ofType]);
    if (component !== undefined) known.push(component);
  }
  const isThere = (await named(driver, "stack", within)) !== undefined;
  const parts = defaultStack(owned, source, known);
  created.push(...parts.filter(({ resource }) => !(isThere && resource === "stack")));
  return { user, project, created };
}

async function named<Name extends ResourceName>(
  driver: StoreDriver,
  resource: Name,
  within: readonly Filter[] = [],
): Promise<Summary<Name> | undefined> {
  const [found] = await driver.select(resource, {
    filters: [...within, { field: "name", operator: "eq", value: DEFAULT_NAME }],
    sort: defaultSort(resource),
    limit: 1,
    after: null,
  });
  return found;
}
