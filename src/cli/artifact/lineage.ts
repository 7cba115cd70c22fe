import { ZenError } from "../../domain/errors.js";
import { lineageText } from "../../sdk/artifacts/lineage/lineage-text.js";
import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { lineageSpec } from "./specs.js";

export const handler: Handler<typeof lineageSpec> = async (args, flags, context) => {
  if (flags.up && flags.down) {
    throw new ZenError("invalid_argument", "--up and --down leave nothing out together.", {
      hint: "Without either, both are shown.",
    });
  }
  const client = Client.of(await context.openSession());
  const shown = (["up", "down"] as const).filter((way) => flags[way] || flags.up === flags.down);
  const direction = flags.up === flags.down ? "both" : flags.up ? "up" : "down";
  const lineage = await client.artifacts.lineage(args.artifact, { direction, depth: flags.depth });
  await context.output.answer(lineageText(lineage, shown), lineage);
  if (!lineage.is_complete) context.output.notice("There is more; --depth goes farther.");
};
