import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../session.js";
import { setActive } from "../session/set-active.js";
import type { ActiveChange } from "../session/set-active.js";
import { stackSetting } from "../session/stack-setting.js";

/** Of the repository inside one, else, or when asked, of the profile. Errors: `invalid_input`. */
export async function setActiveStack(
  { store, settings }: Pick<Session, "store" | "settings">,
  stack: Stack,
  { global }: { readonly global?: boolean | undefined } = {},
): Promise<ActiveChange> {
  const setting = await stackSetting(store, stack);
  const change = await setActive({ kind: "stack", name: setting, global }, settings);
  return { ...change, name: stack.name };
}
