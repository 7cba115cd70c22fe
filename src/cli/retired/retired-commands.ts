// Commands of the old product that have no work left to do: each answers with what took its place.
import { ZenError } from "../../domain/errors.js";
import type { Command } from "../framework/command.js";

export interface RetiredCommand {
  readonly path: readonly string[];
  /** What is so now, as a sentence. */
  readonly now: string;
  /** What to type instead. */
  readonly successor: string;
}

/** Whatever flags and arguments follow: a usage error with the successor as hint, exit code 2. */
export function retiredCommand({ path, now, successor }: RetiredCommand): Command {
  const name = `zenml ${path.join(" ")}`;
  return {
    spec: {
      path,
      summary: `Retired: ${now}`,
      group: "Other Commands",
      hidden: true,
      anyWords: true,
    },
    load: async () => () =>
      Promise.reject(
        new ZenError("retired_command", `There is no '${name}' any more: ${now}`, {
          hint: successor,
        }),
      ),
  };
}
