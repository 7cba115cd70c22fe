import { ZenError } from "../domain/errors.js";
import type { Materializer } from "./materializer.js";
import { builtInMaterializers } from "./materializers/built-in.js";
import { typeInWords, typeName } from "./type-name.js";

/** Which output a value is for: errors name it. */
export interface OutputPlace {
  /** Absent for a value that no step wrote. */
  readonly step?: string | undefined;
  readonly output: string;
}

export function placeText({ step, output }: OutputPlace): string {
  return step === undefined ? `Artifact '${output}'` : `Output '${output}' of step '${step}'`;
}

const GUIDE = "docs/guide/materializers.md";

/** The declared materializer if it accepts the value, else the first built-in one that does. */
export function chooseMaterializer(
  value: unknown,
  place: OutputPlace,
  declared?: Materializer<unknown>,
): Materializer<unknown> {
  const chosen =
    declared === undefined
      ? builtInMaterializers.find((one) => one.accepts(value))
      : declared.accepts(value)
        ? declared
        : undefined;
  if (chosen !== undefined) return chosen;
  throw declared === undefined ? missing(value, place) : mismatch(value, place, declared);
}

function missing(value: unknown, place: OutputPlace): ZenError {
  const { step, output } = place;
  const details = { step, output, type: typeName(value) };
  if (value === undefined) {
    return new ZenError("materializer_missing", `${placeText(place)} is undefined.`, {
      hint: "Return a value; null says that there is none.",
      details,
    });
  }
  if (typeName(value) === "Promise") {
    return new ZenError(
      "materializer_missing",
      `${placeText(place)} is a Promise that was not awaited.`,
      { hint: "Write 'await' before the call that made it.", details },
    );
  }
  return new ZenError(
    "materializer_missing",
    `${placeText(place)} is ${typeInWords(value)}, which no materializer writes.`,
    {
      hint: `Return plain data, or declare a materializer of your own: outputs: { ${output}: … }, see ${GUIDE}.`,
      details,
    },
  );
}

function mismatch(value: unknown, place: OutputPlace, declared: Materializer<unknown>): ZenError {
  const { step, output } = place;
  const { name } = declared;
  // `html`, `file` and their like are functions too: calling one makes a value that it accepts.
  const isMaker = typeof declared === "function";
  return new ZenError(
    "materializer_missing",
    `${placeText(place)} is declared as '${name}', but its value is ${typeInWords(value)}.`,
    {
      hint: isMaker
        ? `Return ${name}(…), or declare another materializer: ${GUIDE}.`
        : `Return what '${name}' accepts, or declare another materializer: ${GUIDE}.`,
      details: { step, output, type: typeName(value), declared: name },
    },
  );
}
