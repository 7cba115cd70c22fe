import { initial } from "./0001-initial.js";
import type { Migration } from "./table-spec.js";

/** Oldest first, without gaps. */
export const MIGRATIONS: readonly Migration[] = [initial];
