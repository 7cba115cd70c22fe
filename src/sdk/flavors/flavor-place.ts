import type { ZenStore } from "../../store/zen-store.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import type { Session } from "../session.js";

/** Where own flavors are registered, and which folder their sources are relative to. */
export interface FlavorPlace {
  readonly store: Pick<ZenStore, "flavors">;
  readonly root: string;
}

/** @param cwd counts outside of a repository: the project around it */
export function flavorPlace(
  { store, settings }: Pick<Session, "store" | "settings">,
  cwd: string = process.cwd(),
): FlavorPlace {
  return { store, root: settings.repository?.root ?? projectRoot(cwd) };
}
