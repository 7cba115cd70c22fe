// Who gets into a project finds a stack of his own there, whichever way he came: with a role everywhere,
// with one in the project, or through a team.
import { isZenError } from "../../domain/errors.js";
import { mayDo } from "../../domain/policy.js";
import type { Principal } from "../../domain/principal.js";
import type { Source } from "../../store/bootstrap.js";
import { defaultStack } from "../../store/default-stack.js";
import type { StackOwner, StackPart } from "../../store/default-stack.js";
import type { StoreSessions } from "../../store/store-sessions.js";
import type { Accounts } from "./accounts.js";
import type { Directory } from "./directory.js";

/** Nothing for who has a stack or a component there. */
export async function firstStack(
  directory: Directory,
  owner: StackOwner,
  source: Source,
): Promise<readonly StackPart[]> {
  const { user_id, project_id } = owner;
  const isThere =
    (await directory.one("stack", { user_id, project_id })) ??
    (await directory.one("component", { user_id, project_id }));
  return isThere === undefined ? defaultStack(owner, source) : [];
}

/** The same sessions; who begins one in a project is given his stack there. */
export function withFirstStacks(
  stores: StoreSessions,
  accounts: Accounts,
  source: Source,
): StoreSessions {
  const make = async (principal: Principal, project_id: string): Promise<void> => {
    const owner = { user_id: principal.user_id, project_id };
    const parts = await firstStack(accounts.directory, owner, source);
    const stack = parts.find(({ resource }) => resource === "stack")?.entity;
    if (stack === undefined) return;
    const deed = { actor: principal, action: "create", resource: "stack", project_id };
    await accounts.write(parts, { ...deed, target: stack }, principal.origin);
  };
  return {
    ...stores,
    welcome: async (principal, project_id) => {
      if (mayDo(principal, "read", "stack")) await make(principal, project_id).catch(orLater);
    },
  };
}

/** Somebody else just made it, or the store takes nothing now: that is no reason to refuse who reads. */
function orLater(error: unknown): void {
  if (!isZenError(error)) throw error;
}
