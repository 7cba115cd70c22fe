import { updateRepository } from "../../config/repository-file.js";
import { ZenError } from "../../domain/errors.js";
import { prepareSettings } from "../../sdk/session/prepare-settings.js";
import type { Handler } from "../framework/command.js";
import type { unsetSpec } from "./specs.js";

export const handler: Handler<typeof unsetSpec> = async (_args, _flags, context) => {
  const { io, output, overrides } = context;
  const notice = (text: string) => output.notice(text);
  const request = { flags: overrides, env: io.env, cwd: io.cwd, notice };
  const { repository } = await prepareSettings(request);
  if (repository === undefined) {
    throw new ZenError("invalid_input", "Only a repository has a project that can be unset.", {
      hint: "Choose another one for the profile: zenml project set PROJECT",
    });
  }
  // The stack was one of that project.
  await updateRepository(repository, { active_project: null, active_stack: null });
  await output.answer("Unset active project.", { project: null, file: repository.file });
};
