import { resolve } from "node:path";
import type { Handler } from "../framework/command.js";
import { showResources } from "./show-resources.js";
import type { restoreSpec } from "./specs.js";
import { progressLines, storesOf } from "./stores-of.js";

export const handler: Handler<typeof restoreSpec> = async (args, flags, context) => {
  const { output, io } = context;
  const file = resolve(io.cwd, args.file);
  let isRefused = false;
  const mayReplace = async (inTheWay: readonly unknown[]): Promise<boolean> => {
    const count = inTheWay.length === 1 ? "1 thing" : `${inTheWay.length} things`;
    const question =
      `The store holds ${count} that the backup has not, or has otherwise. ` +
      "All that it holds is replaced, and backed up before.\n" +
      "Are you sure you want to proceed?";
    const isAllowed = await context.confirm(question, flags);
    isRefused = !isAllowed;
    return isAllowed;
  };
  const onProgress = progressLines(context);
  try {
    const restored = await storesOf(context).restore({
      file,
      to: flags.to,
      mayReplace,
      onProgress,
    });
    const { to, created, resources, safety_backup, local_folder } = restored;
    await output.answer(`Restored the backup of ${created} to the profile '${to}'.`, restored);
    await showResources(resources, context, true);
    if (safety_backup !== null) output.notice(`What was there before is in ${safety_backup}.`);
    output.notice(`Not in it: bytes in artifact stores. Local ones belong in ${local_folder}.`);
    return 0;
  } catch (error) {
    // Somebody has just said no, and knows why nothing was done.
    if (isRefused) return 1;
    throw error;
  }
};
