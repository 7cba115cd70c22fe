import type { Component } from "../../domain/entities/component.js";
import { ShownComponents } from "../../sdk/components/shown-component.js";
import { flavorPlace } from "../../sdk/flavors/look-up-flavor.js";
import type { Context } from "../framework/context.js";

/** How components are shown by one command: without their secrets. */
export async function shownComponents({ io, openSession }: Context): Promise<ShownComponents> {
  return new ShownComponents(flavorPlace(await openSession(), io.cwd));
}

/** Answers with a sentence for people, and with the component for programs. */
export async function answerWith(
  sentence: string,
  component: Component,
  context: Context,
): Promise<void> {
  const shown = await shownComponents(context);
  await context.output.answer(sentence, await shown.show(component));
}
