import type { Handler } from "../framework/command.js";
import { showResources } from "./show-resources.js";
import type { copySpec } from "./specs.js";
import { progressLines, storesOf } from "./stores-of.js";

export const handler: Handler<typeof copySpec> = async (_args, { from, to }, context) => {
  const { output } = context;
  const copied = await storesOf(context).copy({ from, to, onProgress: progressLines(context) });
  const { written, resources, local_folders } = copied;
  const what =
    written === 0
      ? `The stores of the profiles '${copied.from}' and '${to}' were equal already.`
      : `Copied the store of the profile '${copied.from}' to '${to}': both are equal now.`;
  await output.answer(what, copied);
  await showResources(resources, context, true);
  output.notice(
    "Not copied: bytes in artifact stores. To read the local ones there too, copy the folder",
  );
  output.notice(`  ${local_folders.from}\nto\n  ${local_folders.to}`);
};
