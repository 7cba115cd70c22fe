import { Name } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";

export const DEFAULT_RUN_NAME = "{pipeline}-{date}-{time}";

const PLACEHOLDERS = ["pipeline", "date", "time"] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

export interface RunNameParts {
  readonly pipeline: string;
  /** Milliseconds since the epoch, with a fraction. */
  readonly now?: number | undefined;
}

/**
 * The name of a run that starts at `now`, in UTC: `training-2026_11_21-07_44_01_861599`.
 *
 * Errors: `config_invalid` for an unknown placeholder, or when the result cannot be a name.
 */
export function renderRunName(template: string | undefined, parts: RunNameParts): string {
  const asked = template ?? DEFAULT_RUN_NAME;
  const values = placeholderValues(parts.pipeline, parts.now ?? microsecondNow());
  const unknown: string[] = [];
  const name = asked.replace(/\{([^{}]*)\}/g, (text, word: string) => {
    if (isPlaceholder(word)) return values[word];
    unknown.push(word);
    return text;
  });
  if (unknown.length > 0) throw unknownPlaceholders(asked, unknown);
  const checked = Name.safeParse(name);
  if (checked.success) return name;
  const reasons = checked.error.issues.map(({ message }) => message).join("; ");
  throw new ZenError("config_invalid", `The run name '${name}' cannot be used: ${reasons}.`, {
    hint: `The default is '${DEFAULT_RUN_NAME}'.`,
  });
}

/** The wall clock with microseconds, so that runs which start together differ in name. */
export function microsecondNow(): number {
  return Date.now() + Number((process.hrtime.bigint() / 1000n) % 1000n) / 1000;
}

function placeholderValues(pipeline: string, now: number): Record<Placeholder, string> {
  const microseconds = Math.round(now * 1000);
  const iso = new Date(Math.floor(microseconds / 1000)).toISOString();
  const fraction = String(microseconds % 1_000_000).padStart(6, "0");
  return {
    pipeline,
    date: iso.slice(0, 10).replaceAll("-", "_"),
    time: `${iso.slice(11, 19).replaceAll(":", "_")}_${fraction}`,
  };
}

function isPlaceholder(word: string): word is Placeholder {
  return PLACEHOLDERS.some((known) => known === word);
}

function unknownPlaceholders(template: string, words: readonly string[]): ZenError {
  const named = words.map((word) => `{${word}}`).join(", ");
  const known = PLACEHOLDERS.map((word) => `{${word}}`).join(", ");
  return new ZenError("config_invalid", `The run name '${template}' has no placeholder ${named}.`, {
    hint: `Known placeholders: ${known}.`,
  });
}
