import type { Component, ComponentType } from "../../domain/entities/component.js";
import { findComponent, needActiveComponent } from "../../sdk/components/find-component.js";
import type { Context } from "../framework/context.js";

/** What a command is about: the component that is named, else that of the active stack. */
export async function findOrActive(
  type: ComponentType,
  name: string | undefined,
  context: Context,
): Promise<Component> {
  const session = await context.openSession();
  if (name !== undefined) return findComponent(session.store, type, name);
  const component = await needActiveComponent(session, type);
  context.output.notice(`No component name given; using \`${component.name}\` from active stack.`);
  return component;
}
