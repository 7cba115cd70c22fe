import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import { openProfile } from "../stacks/open-profile.js";
import { findComponent } from "./find-component.js";
import { isTaken, registerComponent } from "./register-component.js";
import type { RegisteredComponent } from "./register-component.js";

export interface CopyComponentOptions {
  /** Profile to copy from. Default: the session's. */
  readonly from?: string | undefined;
  /** Profile to copy to. Default: the session's. */
  readonly to?: string | undefined;
}

/**
 * References to secrets are copied as references. Errors: `not_found`, `entity_exists`, `flavor_unknown`
 * where the other profile does not have the flavor; nothing is written then.
 */
export async function copyComponent(
  session: Session,
  type: ComponentType,
  names: { readonly source: string; readonly target: string },
  { from, to, tell = SILENT }: CopyComponentOptions & { readonly tell?: Tellers } = {},
): Promise<RegisteredComponent> {
  const opened: Session[] = [];
  const sessionOf = async (name: string | undefined, origin: string) => {
    if (name === undefined) return session;
    const other = await openProfile({ name, origin }, session, tell);
    opened.push(other);
    return other;
  };
  try {
    const source = await sessionOf(from, "--from");
    const target = await sessionOf(to, "--to");
    return await copyBetween(source, target, type, names);
  } finally {
    await Promise.all(opened.map((other) => other.close()));
  }
}

async function copyBetween(
  from: Session,
  to: Session,
  type: ComponentType,
  { source, target }: { readonly source: string; readonly target: string },
): Promise<RegisteredComponent> {
  const kind = kindLabel(type);
  const { flavor, configuration } = await findComponent(from.store, type, source).catch(
    (error: unknown) => {
      if (!isZenError(error, "not_found")) throw error;
      const message = `${capitalized(kind)} \`${source}\` cannot be copied as it does not exist.`;
      throw new ZenError("not_found", message, { hint: error.hint, cause: error });
    },
  );
  if (await isTaken(to.store, type, target)) {
    throw new ZenError(
      "entity_exists",
      `Can't copy ${kind} as a component with the name '${target}' already exists.`,
      { hint: "Choose another name." },
    );
  }
  return registerComponent(to, type, { name: target, flavor, configuration });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
