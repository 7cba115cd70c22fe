import * as z from "zod/mini";
import { ZenError } from "../../domain/errors.js";
import type { Route } from "./route.js";

const NO_MESSAGE = "Invalid input";

/** A body that is no entity, by its schema. Errors: `invalid_input` with all problems. */
export function readFields<Fields>(schema: z.ZodMiniType<Fields>, body: unknown): Fields {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    const field = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ field: key, message: "is no known field" }));
    }
    const message = issue.message === NO_MESSAGE ? "is not as it should be" : issue.message;
    return [{ field, message }];
  });
  const lines = problems.map(({ field, message }) => `\n  ${field || "the body"}: ${message}`);
  throw new ZenError("invalid_input", `The request is not valid:${lines.join("")}`, {
    hint: "Correct it and send it again.",
    details: { problems },
  });
}

/** Of a route that takes nothing there. Errors: `invalid_input`. */
export function checkQuery({ query }: Route, search: URLSearchParams): void {
  if (query === undefined && search.size > 0) readQuery(NOTHING, search);
}

const NOTHING = z.strictObject({});

/** What stands in a URL behind `?`. Errors: `invalid_input` with all problems. */
export function readQuery<Fields>(schema: z.ZodMiniType<Fields>, search: URLSearchParams): Fields {
  return readFields(schema, Object.fromEntries(search));
}
