import { ZenError } from "../../domain/errors.js";

const MOST_NAMED = 5;

/** What these finished steps put out was deleted before the run went on. */
export function outputsGone(run: string, names: readonly string[]): ZenError {
  const named = names.slice(0, MOST_NAMED).map((name) => `'${name}'`);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return new ZenError(
    "artifact_unreadable",
    `What finished steps of run '${run}' put out was deleted since: ${named.join(", ")}${more}.`,
    {
      hint: `Execute them again in a new run: zenml run retry ${run} --from ${names[0] ?? ""}`,
      details: { steps: names },
    },
  );
}
