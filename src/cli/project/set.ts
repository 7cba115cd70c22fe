import { setProject } from "../../sdk/projects/set-project.js";
import { answerActive } from "../answer-active.js";
import type { Handler } from "../framework/command.js";
import { withAnyContext } from "../with-any-context.js";
import type { setSpec } from "./specs.js";

export const handler: Handler<typeof setSpec> = async ({ project }, { global }, context) => {
  const change = await withAnyContext(context, (session) =>
    setProject(session, project, { global }),
  );
  await answerActive(context, change, { global });
  if (change.reset !== undefined) context.output.notice(change.reset);
};
