import type { Session } from "../session.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import { addStack } from "./add-stack.js";
import type { AddedStack } from "./add-stack.js";
import { openProfile } from "./open-profile.js";
import { readComponents } from "./read-components.js";

export interface CopyStackOptions {
  /** Profile to copy from. Default: the session's. */
  readonly from?: string | undefined;
  /** Profile to copy to. Default: the session's. */
  readonly to?: string | undefined;
}

/**
 * A stack of the same components under another name, also from one profile to another.
 * Errors: `not_found`, `ambiguous`, `entity_exists`, `unknown_setting`; nothing is written then.
 * @param reference name, id or id prefix
 */
export async function copyStack(
  session: Session,
  reference: string,
  name: string,
  { from, to, tell = SILENT }: CopyStackOptions & { readonly tell?: Tellers } = {},
): Promise<AddedStack> {
  const opened: Session[] = [];
  const sessionOf = async (profile: string | undefined, origin: string) => {
    if (profile === undefined) return session;
    const other = await openProfile({ name: profile, origin }, session, tell);
    opened.push(other);
    return other;
  };
  try {
    const source = await sessionOf(from, "--from");
    return await copyBetween(source, await sessionOf(to, "--to"), reference, name);
  } finally {
    await Promise.all(opened.map((other) => other.close()));
  }
}

async function copyBetween(
  { store }: Session,
  target: Session,
  reference: string,
  name: string,
): Promise<AddedStack> {
  const stack = await store.stacks.get(reference);
  const subject = `The stack '${stack.name}' cannot be copied`;
  const components = await readComponents(store, stack, subject);
  const documents = components.map(({ type, name: called, flavor, configuration }) => [
    type,
    { name: called, flavor, configuration },
  ]);
  return addStack(target, name, Object.fromEntries(documents), subject);
}
