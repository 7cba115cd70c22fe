import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { SettingSource, Settings } from "../../config/resolve-settings.js";

/** What sources are called where a setting is told. */
const LABELS: Record<SettingSource, string> = {
  flag: "flag",
  environment: "environment",
  repository: "local",
  global: "global",
  default: "default",
};

/** Which repository, profile and project apply, and who said so. */
export function headerLines({ repository, profile, store, project }: Settings): string[] {
  const lines: string[] = [];
  if (repository === undefined) lines.push("Running without an active repository root.");
  lines.push(
    profile === undefined
      ? `Running with a ${store.type} store (environment)`
      : `Running with active profile: '${profile.value}' (${LABELS[profile.source]})`,
  );
  if (store.type === "rest") lines.push(`Connected to the ZenML server: '${store.url}'`);
  if (project.value !== DEFAULT_NAME) {
    lines.push(`Running with active project: '${project.value}' (${LABELS[project.source]})`);
  }
  return lines;
}
