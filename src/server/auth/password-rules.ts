import * as z from "zod/mini";
import { ZenError } from "../../domain/errors.js";

const SHORTEST = 8;
/** More than anybody types; what is hashed is bounded. */
const LONGEST = 1024;
const RULE = `A password has ${SHORTEST} to ${LONGEST} characters.`;

/** One that is chosen. */
export const Password = z.string().check(z.minLength(SHORTEST, RULE), z.maxLength(LONGEST, RULE));

/** Errors: `invalid_input`. */
export function checkPassword(password: string): void {
  if (Password.safeParse(password).success) return;
  throw new ZenError("invalid_input", RULE, {
    hint: "Several words are easy to remember and hard to guess.",
  });
}
