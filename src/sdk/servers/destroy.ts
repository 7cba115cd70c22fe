// Takes down what was deployed from this machine; its data stay unless they are to go too.
import { ZenError, isZenError } from "../../domain/errors.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { nearest } from "../../util/nearest.js";
import { returnFrom } from "./activate-connection.js";
import { engineError, removeContainer, runEngine } from "./container-engine.js";
import { removeChart } from "./deploy-chart.js";
import { deploymentFile, deployments, forgetDeployment } from "./deployments.js";
import type { Deployment } from "./deployments.js";
import { forgetToken } from "./disconnect.js";

/** `name` undefined: the only one; undefined: there is none. Errors: `not_found`, `ambiguous`. */
export function findDeployment(
  paths: KnownProfiles["paths"],
  name: string | undefined,
): Deployment | undefined {
  const all = deployments(paths);
  const names = all.map((one) => one.name);
  if (name === undefined) {
    if (all.length < 2) return all[0];
    throw new ZenError("ambiguous", `There are several deployments: ${names.join(", ")}.`, {
      hint: "Say which: zenml destroy --name NAME",
      details: { known: names },
    });
  }
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const close = nearest(name, names);
  throw new ZenError("not_found", `There is no deployment named '${name}'.`, {
    hint:
      close === undefined ? `There are: ${names.join(", ") || "none"}` : `Did you mean '${close}'?`,
    details: { known: names },
  });
}

export interface Destroyed {
  /** The profile that is active now; undefined: it was not in use here. */
  readonly active: string | undefined;
  /** What is left of it, and how to be rid of that, a line each. */
  readonly left: readonly string[];
}

/** Whoever is connected to it goes back to what was before. Errors: what engine and helm say. */
export async function destroyDeployment(
  deployment: Deployment,
  known: KnownProfiles,
  { volumes }: { readonly volumes: boolean },
): Promise<Destroyed> {
  const { place, url, name } = deployment;
  const profile = known.config?.profiles.find(
    (one) => one.store_type === "rest" && one.store_url === url,
  );
  let active: string | undefined;
  if (profile !== undefined) {
    active =
      (await returnFrom(profile.name, known, { scope: "repository" })) ??
      (await returnFrom(profile.name, known, { scope: "global" }));
    await forgetToken(profile, known);
  }
  const left = await remove(place, volumes).catch((error: unknown) => {
    if (place.kind === "docker" || !isZenError(error, "store_unreachable")) throw error;
    throw new ZenError("store_unreachable", error.message, {
      hint: `${error.hint}\nIf that cluster is gone for good, forget it: rm ${deploymentFile(known.paths, name)}`,
      cause: error,
    });
  });
  forgetDeployment(known.paths, name);
  return { active, left };
}

async function remove(place: Deployment["place"], volumes: boolean): Promise<readonly string[]> {
  if (place.kind === "kubernetes") {
    const { release, namespace } = place;
    const { claims } = await removeChart(release, place, { volumes });
    const data = claims.map(
      (claim) =>
        `Its data stay in the volume claim '${claim}': kubectl --namespace ${namespace} delete pvc ${claim}`,
    );
    return [
      ...data,
      `The namespace '${namespace}' stays: others may use it.`,
      "Whoever is still connected to it goes back with: zenml disconnect",
    ];
  }
  const { engine, container, volume, image } = place;
  await removeContainer({ engine, name: container, image }, 25_000);
  if (!volumes) return [`Its data stay in the volume '${volume}'.`];
  const args = ["volume", "rm", "--force", volume];
  const { code, stderr } = await runEngine(engine, args);
  if (code !== 0) throw engineError(engine, args, stderr);
  return [];
}
