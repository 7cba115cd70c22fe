import { ZenError } from "../../domain/errors.js";

const SHORTEST = 8;
/** More than anybody types; what is hashed is bounded. */
const LONGEST = 1024;

/** Errors: `invalid_input`. */
export function checkPassword(password: string): void {
  if (password.length >= SHORTEST && password.length <= LONGEST) return;
  throw new ZenError("invalid_input", `A password has ${SHORTEST} to ${LONGEST} characters.`, {
    hint: "Several words are easy to remember and hard to guess.",
  });
}
