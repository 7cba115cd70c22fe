import { sizeText } from "../../artifacts/size-text.js";
import { parseAge } from "../../sdk/artifacts/prune/parse-age.js";
import type { Pruned } from "../../sdk/artifacts/prune/prune-artifacts.js";
import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { pruneSpec } from "./specs.js";

export const handler: Handler<typeof pruneSpec> = async (args, flags, context) => {
  const olderThan = flags.olderThan === undefined ? undefined : parseAge(flags.olderThan);
  const { artifacts } = Client.of(await context.openSession());
  const options = { olderThan, shared: flags.shared };
  if (flags.dryRun) return tell(await artifacts.prune({ ...options, dryRun: true }), context);
  if (!flags.yes) {
    const found = await artifacts.prune({ ...options, dryRun: true });
    if (found.artifacts + found.files === 0) return tell(found, context);
    if (!(await context.confirm(`${summary(found, "would be")} Go ahead?`, flags))) return 1;
  }
  return tell(await artifacts.prune(options), context);
};

async function tell(pruned: Pruned, { output }: Context): Promise<number> {
  const { waiting_for, shared, dry_run } = pruned;
  await output.answer(summary(pruned, dry_run ? "would be" : "were"), pruned);
  if (waiting_for.length > 0) {
    output.notice(
      `Under way: ${waiting_for.slice(0, 5).join(", ")}. What runs may be about to use is left alone; prune again when they have ended.`,
    );
  }
  for (const name of shared) {
    output.notice(
      `The bytes of artifact store '${name}' are left alone: other profiles may use its folder. --shared deletes those that no artifact of this store needs.`,
    );
  }
  return 0;
}

function summary({ artifacts, files, bytes }: Pruned, verb: string): string {
  if (artifacts + files === 0) return "There is nothing to prune.";
  const [records, contents] = [counted(artifacts, "artifact"), counted(files, "file")];
  return `${records} and ${contents} with ${sizeText(bytes)} ${verb} deleted.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
