// What is known of servers that were deployed from this machine.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { hasCode } from "../../config/file-error.js";
import type { ConfigPaths } from "../../config/paths.js";
import { ZenError } from "../../domain/errors.js";
import { replaceFile } from "../../config/write-file.js";

const Deployment = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  /** Null: it is not known here how it is reached. */
  url: z.nullable(z.string()),
  place: z.union([
    z.strictObject({
      kind: z.literal("docker"),
      engine: z.string(),
      container: z.string(),
      volume: z.string(),
      image: z.string(),
    }),
    z.strictObject({
      kind: z.literal("kubernetes"),
      release: z.string(),
      namespace: z.string(),
      /** Of the kubeconfig then; absent: it had none. */
      context: z.optional(z.string()),
    }),
  ]),
});
export type Deployment = Omit<z.infer<typeof Deployment>, "version">;

const PREFIX = "deployed-";

/** By name. */
export function deployments({ servers }: Pick<ConfigPaths, "servers">): readonly Deployment[] {
  return filesIn(servers).flatMap((file) => {
    const read = Deployment.safeParse(jsonOf(readFileSync(join(servers, file), "utf8")));
    if (!read.success) return [];
    const { version: _version, ...deployment } = read.data;
    return [deployment];
  });
}

/** One name, one place: the record of the other would be lost. Errors: `entity_exists`. */
export function refuseOtherPlace(
  paths: Pick<ConfigPaths, "servers">,
  { name, place }: Pick<Deployment, "name" | "place">,
): void {
  const found = deployments(paths).find((one) => one.name === name);
  if (found === undefined || whereIs(found.place) === whereIs(place)) return;
  throw new ZenError(
    "entity_exists",
    `There is a deployment '${name}' already: ${whereIs(found.place)}.`,
    { hint: `zenml destroy --name ${name}, or give another --name` },
  );
}

/** In words. */
export function whereIs(place: Deployment["place"]): string {
  if (place.kind === "docker") return `the container '${place.container}'`;
  const { release, namespace, context } = place;
  const cluster = context === undefined ? "the cluster" : `the cluster '${context}'`;
  return `the release '${release}' in the namespace '${namespace}' of ${cluster}`;
}

export function keepDeployment(
  { servers }: Pick<ConfigPaths, "servers">,
  deployment: Deployment,
): void {
  const text = `${JSON.stringify({ version: 1, ...deployment }, null, 2)}\n`;
  replaceFile(fileOf(servers, deployment.name), text, 0o600);
}

export function forgetDeployment({ servers }: Pick<ConfigPaths, "servers">, name: string): void {
  rmSync(fileOf(servers, name), { force: true });
}

/** Where its record lies. */
export function deploymentFile({ servers }: Pick<ConfigPaths, "servers">, name: string): string {
  return fileOf(servers, name);
}

function fileOf(folder: string, name: string): string {
  return join(folder, `${PREFIX}${name}.json`);
}

function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    return names.filter((name) => name.startsWith(PREFIX) && name.endsWith(".json")).toSorted();
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
