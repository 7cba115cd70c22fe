import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { createRepository, repositoryFile } from "../../config/repository-file.js";
import type { Settings } from "../../config/resolve-settings.js";
import { ZenError } from "../../domain/errors.js";
import { openSession } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import type { initSpec } from "./specs.js";

export const handler: Handler<typeof initSpec> = async (_args, flags, context) => {
  const { io, output, overrides } = context;
  const root = resolve(io.cwd, flags.path ?? (io.env["ZENML_REPOSITORY_PATH"] || "."));
  assertFolder(root);
  if (existsSync(repositoryFile(root))) throw existing(root);
  const { settings, close } = await openSession({
    flags: overrides,
    env: io.env,
    cwd: io.cwd,
    // One around the new repository has no say in it.
    ignoresRepository: true,
    header: false,
    notice: (text) => output.notice(text),
    warn: (text) => output.warn(text),
  });
  await close();
  const { profile, project, stack } = settings;
  const isProjectSaid = project.source === "flag" || project.source === "environment";
  const active = {
    active_profile: profile?.value ?? null,
    active_project: isProjectSaid ? project.value : null,
    active_stack: stack.value,
  };
  if (!createRepository(root, active)) throw existing(root);
  await output.answer(sentences(root, settings), { root, ...active });
};

function assertFolder(root: string): void {
  const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isFolder) return;
  throw new ZenError("invalid_argument", `--path: there is no folder '${root}'.`, {
    hint: "Make the folder first.",
  });
}

function existing(root: string): ZenError {
  return new ZenError("entity_exists", `Found existing ZenML repository at path '${root}'.`, {
    hint: "It is initialized already: zenml status",
  });
}

function sentences(root: string, { profile, stack }: Settings): string {
  const active =
    profile === undefined
      ? `The local active stack was initialized to '${stack.value}'.\n`
      : `The local active profile was initialized to '${profile.value}' and the local active stack\n` +
        `to '${stack.value}'. `;
  return [
    `ZenML repository initialized at ${root}.`,
    `${active}This local configuration will only take effect when you're running`,
    "ZenML from the initialized repository root, or from a subdirectory. For more",
    "information on profile and stack configuration, please visit https://docs.zenml.io.",
  ].join("\n");
}
