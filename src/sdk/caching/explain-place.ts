import { artifactStoreOf } from "../artifact-store-of.js";
import { isReadable } from "../artifacts/is-readable.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import type { Session } from "../session.js";
import type { ExplainPlace } from "./explain-step.js";

/** What a session's steps are explained with. */
export function explainPlace(session: Session, cwd: string): ExplainPlace {
  return {
    store: session.store,
    root: projectRoot(cwd),
    isReadable: (artifact) => isReadable(artifact, (one) => artifactStoreOf(one, session)),
  };
}
