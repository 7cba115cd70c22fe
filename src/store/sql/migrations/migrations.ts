import { initial } from "./0001-initial.js";
import { flavors } from "./0002-flavors.js";
import { durableRuns } from "./0003-durable-runs.js";
import { people } from "./0004-people.js";
import { runLists } from "./0005-run-lists.js";
import { requestKeys } from "./0006-request-keys.js";
import { linkTriggers } from "./0007-link-triggers.js";
import type { Migration } from "./table-spec.js";

/** Oldest first, without gaps. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  flavors,
  durableRuns,
  people,
  runLists,
  requestKeys,
  linkTriggers,
];
