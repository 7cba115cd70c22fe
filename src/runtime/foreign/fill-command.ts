import { ZenError } from "../../domain/errors.js";
import type { StartMessage } from "./messages.js";

const PLACE = /\{(inputs|outputs|params)\.([^{}]+)\}|\{(folder)\}/g;

/** The arguments with each place filled in: paths of inputs and outputs, and values of params. */
export function fillCommand(command: readonly string[], start: StartMessage): string[] {
  const problems: string[] = [];
  const fill = (place: string, kind: string | undefined, name: string): string => {
    const value = valueAt(kind, name, start);
    if (value === undefined) problems.push(place);
    return value ?? "";
  };
  const filled = command.map((part) => part.replace(PLACE, fill));
  if (problems.length === 0) return filled;
  throw new ZenError(
    "step_failed",
    `The command of step '${start.step.name}' names what it does not have: ${problems.join(", ")}.`,
    {
      hint: `Its inputs: ${names(start.inputs)}; outputs: ${names(start.outputs)}; params: ${names(paramsOf(start))}.`,
    },
  );
}

function valueAt(kind: string | undefined, name: string, start: StartMessage): string | undefined {
  if (kind === undefined) return start.folder;
  if (kind === "inputs") return own(start.inputs, name)?.path;
  if (kind === "outputs") return own(start.outputs, name)?.path;
  const value = own(paramsOf(start), name);
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function paramsOf({ params }: StartMessage): Readonly<Record<string, unknown>> {
  return typeof params === "object" && params !== null ? { ...params } : {};
}

function names(record: object): string {
  return Object.keys(record).join(", ") || "none";
}
