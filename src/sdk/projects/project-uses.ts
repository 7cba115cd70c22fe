import { readGlobalConfig } from "../../config/global-file.js";
import { holdsFor } from "../../config/resolve-settings.js";
import type { Session } from "../session.js";

export interface ProjectUse {
  readonly where: string;
  readonly wayOut: string;
}

/** Which settings of this machine name a project of the session's store as the active one. */
export async function projectUses({ settings }: Session, name: string): Promise<ProjectUse[]> {
  const { project, profile, repository, paths, store } = settings;
  const uses: ProjectUse[] = [];
  if (project.source === "environment" && project.value === name) {
    uses.push({ where: `in this shell (${project.origin})`, wayOut: `unset ${project.origin}` });
  }
  const isMeant = profile === undefined || holdsFor(repository, profile.value);
  if (isMeant && repository?.active_project === name) {
    uses.push({ where: `locally (${repository.file})`, wayOut: "zenml project set PROJECT" });
  }
  if (profile === undefined) return uses;
  const config = await readGlobalConfig(paths);
  for (const one of config?.profiles ?? []) {
    if (one.store_url !== store.url || one.active_project !== name) continue;
    const wayOut = `zenml project set --global PROJECT --profile ${one.name}`;
    uses.push({ where: `globally in the profile '${one.name}'`, wayOut });
  }
  return uses;
}
