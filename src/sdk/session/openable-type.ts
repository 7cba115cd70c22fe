import type { StoreType } from "../../config/config-model.js";
import { ZenError } from "../../domain/errors.js";
import type { OpenStoreOptions } from "../../store/open.js";

/** The types that this program opens. `subject` begins the sentence of the error, e.g. `The profile 'a'`. */
export function openableType(type: StoreType, subject: string): OpenStoreOptions["type"] {
  if (type !== "rest") return type;
  throw new ZenError(
    "invalid_input",
    `${subject} is on a server, which this version cannot reach.`,
    {
      hint: "Choose a profile of type local or sql with --profile.",
    },
  );
}
