import { destroyDeployment, findDeployment } from "../../sdk/servers/destroy.js";
import { whereIs } from "../../sdk/servers/deployments.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "../profile/known-profiles.js";
import type { destroySpec } from "./specs.js";

export const handler: Handler<typeof destroySpec> = async (_args, flags, context) => {
  const { output } = context;
  const known = await knownProfiles(context, { header: false });
  const deployment = findDeployment(known.paths, flags.name);
  if (deployment === undefined) {
    return output.answer("No cloud ZenML server has been deployed.", { destroyed: null });
  }
  const { name, place } = deployment;
  const data = flags.volumes ? " and all its data" : "";
  const mayGo = await context.confirm(`Take down the server '${name}': ${whereIs(place)}${data}?`, {
    yes: flags.yes,
  });
  if (!mayGo) return output.notice("Nothing was changed.");
  const { active, left } = await destroyDeployment(deployment, known, { volumes: flags.volumes });
  if (active !== undefined) output.notice(`Active profile changed to: '${active}'`);
  for (const line of left) output.notice(line);
  await output.answer(`The ZenML server '${name}' has been taken down.`, { destroyed: name });
};
