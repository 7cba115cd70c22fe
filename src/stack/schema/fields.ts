// The words in which integrations describe a field of a configuration: its type and what it is for.
import * as z from "zod/mini";

export function text(description: string) {
  return z.string().check(z.meta({ description }));
}

/** Text that must not be shown; better kept as a secret and referred to. */
export function secret(description: string) {
  return z.string().check(z.meta({ description, sensitive: true }));
}

/** Text of a certain form; `form` says it in words, completing "'path' …": `begins with s3://`. */
export function textLike(pattern: RegExp, form: string, description: string) {
  return z.string().check(z.regex(pattern, form), z.meta({ description, form }));
}

export function whole(description: string) {
  return z.int().check(z.meta({ description }));
}

export function yesNo(description: string, byDefault = false) {
  return z._default(z.boolean().check(z.meta({ description })), byDefault);
}

/** Free keys and values, as a library of the integration takes them. */
export function options(description: string) {
  return z.record(z.string(), z.json()).check(z.meta({ description }));
}

export const optional = z.optional;

/** A field that need not be given. */
export const withDefault = z._default;
