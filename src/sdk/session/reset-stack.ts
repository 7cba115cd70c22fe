// A stack that was deleted, that is not shared any more or that belongs to another project does not stay
// active: the default one takes its place.
import type { Settings } from "../../config/resolve-settings.js";
import { isZenError } from "../../domain/errors.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import { renameInSettings, settingsNaming } from "../stacks/stack-settings.js";
import { setActive } from "./set-active.js";
import type { Tellers } from "./tellers.js";
import { stackSetting } from "./stack-setting.js";
import { usualStackIn } from "./usual-stack.js";

/** Undefined: the project has no stack. Settings of this machine that mean the project say so from now on. */
export async function resetStack(
  store: ZenStore,
  settings: Settings,
  { notice, warn }: Tellers,
): Promise<Stack | undefined> {
  const stack = await usualStackIn(store);
  if (stack === undefined) return undefined;
  const place = { settings, project: { name: settings.project.value } };
  try {
    notice(await written(stack, await stackSetting(store, stack), place));
  } catch (error) {
    if (!isZenError(error)) throw error;
    notice(`The active stack is not there: '${stack.name}' is used.`);
    warn(error.message);
  }
  return stack;
}

interface Place {
  readonly settings: Settings;
  readonly project: { readonly name: string };
}

/** What was done, as a sentence. */
async function written({ name }: Stack, setting: string, place: Place): Promise<string> {
  const { settings } = place;
  const { source, value } = settings.stack;
  const naming = await settingsNaming(place, [value]);
  if (naming.length > 0) {
    await renameInSettings(place, value, setting);
    return resetSentence(source, "is no longer available", name);
  }
  if (settings.project.source === "repository" && source === "global") {
    await setActive({ kind: "stack", name: setting }, settings);
    return resetSentence(source, NOT_OF_PROJECT, name);
  }
  return `The current ${label(source)}active stack ${NOT_OF_PROJECT}: '${name}' is used.`;
}

const NOT_OF_PROJECT = "is not part of the active project";

/** As the old product said it. */
export function resetSentence(
  source: Settings["stack"]["source"],
  why: string = NOT_OF_PROJECT,
  name = "default",
): string {
  return `The current ${label(source)}active stack ${why}. Resetting the active stack to ${name}.`;
}

function label(source: Settings["stack"]["source"]): string {
  if (source === "repository") return "repo ";
  return source === "global" ? "global " : "";
}
