// Takes a project away with everything in it.
import type { Change } from "../../domain/change.js";
import type { Project } from "../../domain/entities/project.js";
import { DEFAULT_NAME } from "../../config/choose-profile.js";
import { ZenError } from "../../domain/errors.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { entitiesOf } from "../../store/entity-stores.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Session } from "../session.js";
import { projectUses } from "./project-uses.js";

export interface ProjectContents {
  readonly project: Project;
  /** How many of each there are, as far as there are any; e.g. `stacks: 2`. */
  readonly counts: Readonly<Record<string, number>>;
}

const PAGE = 500;

/** Errors: `not_found`; `in_use` for the active and the default project. */
export async function planProjectDeletion(
  session: Session,
  reference: string,
): Promise<ProjectContents> {
  const { store } = session;
  const project = await store.projects.get(reference);
  await checkUnused(project, session);
  const within = store.inProject(project.id);
  const counts: Record<string, number> = {};
  for (const resource of contained()) {
    const count = await countOf(within, resource);
    if (count > 0) counts[RESOURCES[resource].plural] = count;
  }
  return { project, counts };
}

/** Errors: those of `planProjectDeletion`. */
export async function deleteProject(session: Session, reference: string): Promise<ProjectContents> {
  const contents = await planProjectDeletion(session, reference);
  const { project } = contents;
  const within = session.store.inProject(project.id);
  const resources = contained();
  for (const resource of resources.filter(isHistory)) await emptyOut(within, resource);
  const rest: Change[] = [];
  for (const resource of resources.filter((each) => !isHistory(each))) {
    for await (const { id } of entitiesOf(within, resource).all()) {
      rest.push({ op: "delete", resource, id });
    }
  }
  await within.commit([...rest, { op: "delete", resource: "project", id: project.id }]);
  return contents;
}

/** What points to others before what is pointed to. */
function contained(): ResourceName[] {
  return RESOURCE_NAMES.filter((name) => RESOURCES[name].scope === "project").toReversed();
}

function isHistory(resource: ResourceName): boolean {
  return RESOURCES[resource].home === "history";
}

/** Page by page: a run takes its steps along, so that every page is read anew. */
async function emptyOut(store: ZenStore, resource: ResourceName): Promise<void> {
  for (;;) {
    const { items } = await entitiesOf(store, resource).list({ limit: PAGE });
    if (items.length === 0) return;
    await store.commit(items.map(({ id }): Change => ({ op: "delete", resource, id })));
  }
}

async function countOf(store: ZenStore, resource: ResourceName): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await entitiesOf(store, resource).list({ limit: PAGE, cursor });
    count += page.items.length;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return count;
}

async function checkUnused({ name }: Project, session: Session): Promise<void> {
  if (name === DEFAULT_NAME) {
    throw new ZenError("in_use", "The project 'default' belongs to every store.", {
      hint: "Delete what is in it instead, or the whole profile: zenml profile delete NAME",
    });
  }
  const [first, ...others] = await projectUses(session, name);
  if (first === undefined) return;
  const where = [first, ...others].map((use) => use.where).join(" and ");
  const ways = [first, ...others].map((use) => use.wayOut).join("; ");
  throw new ZenError(
    "in_use",
    `Project '${name}' cannot be deleted because it is active ${where}.`,
    {
      hint: `Choose another active project first: ${ways}`,
    },
  );
}
