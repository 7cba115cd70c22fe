// What may be recorded of an experiment: names that every tracker can keep, and values that mean something.
import { ZenError } from "../../domain/errors.js";

const LONGEST_NAME = 250;
/** Parts with slashes between them, none of which leads out of a folder. */
const NAME = /^(?!\.{1,2}(?:\/|$))[\w .:-]+(?:\/(?!\.{1,2}(?:\/|$))[\w .:-]+)*$/;

export function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name);
}

/** Errors: `step_failed`, naming all that are wrong. */
export function assertNames(what: string, values: Readonly<Record<string, unknown>>): void {
  if (typeof values !== "object" || values === null) throw refused(`${what} are names and values`);
  const wrong = Object.keys(values).filter((name) => !isName(name));
  if (wrong.length === 0) return;
  const named = wrong.map((name) => `'${name.slice(0, 60)}'`).join(", ");
  throw refused(`${named} cannot be names of ${what}`);
}

export function assertNumbers(values: Readonly<Record<string, unknown>>, step: unknown): void {
  const wrong = Object.entries(values).filter(([, value]) => typeof value !== "number");
  if (wrong.length > 0) {
    const named = wrong.map(([name, value]) => `'${name}' (${typeof value})`).join(", ");
    throw refused(`metrics are numbers, other than ${named}`);
  }
  if (step !== undefined && !Number.isSafeInteger(step)) {
    throw refused(`the step of metrics is a whole number, not ${String(step)}`);
  }
}

export function assertTexts(values: Readonly<Record<string, unknown>>): void {
  const wrong = Object.entries(values).filter(([, value]) => typeof value !== "string");
  if (wrong.length === 0) return;
  throw refused(`tags are text, other than ${wrong.map(([name]) => `'${name}'`).join(", ")}`);
}

function refused(problem: string): ZenError {
  return new ZenError("step_failed", `What the step records is wrong: ${problem}.`, {
    hint: "Names: letters, digits, spaces and _ . : - / in up to 250 characters.",
  });
}
