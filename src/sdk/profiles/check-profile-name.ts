import { Name } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";

/** Errors: `invalid_input` with everything that is wrong with it. */
export function checkProfileName(name: string): void {
  const checked = Name.safeParse(name);
  if (checked.success) return;
  const reasons = checked.error.issues.map(({ message }) => message).join("; ");
  const shown = JSON.stringify(name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name);
  throw new ZenError("invalid_input", `A profile cannot be named ${shown}: ${reasons}.`, {
    hint: "Choose another name.",
  });
}

const SHOWN = 60;
