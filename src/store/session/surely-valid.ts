// Says at once of most values that they are as their schema wants them. The schema library makes an object
// for each value that it looks at, which was a fifth of what a server did for a change. Derived from the
// schema itself; what it does not know is not sure, and the schema is asked.
import type * as z from "zod/mini";
import { isRecord } from "../../util/is-record.js";

type Schema = z.core.$ZodType;
type Holds = (value: unknown) => boolean;

const notSure: Holds = () => false;
const known = new WeakMap<Schema, Holds>();

/** False where only the schema can tell. */
export function isSurelyValid(schema: Schema, value: unknown): boolean {
  return holdsOf(schema)(value);
}

function holdsOf(schema: Schema): Holds {
  const made = known.get(schema);
  if (made !== undefined) return made;
  // A schema may be part of itself.
  known.set(schema, (value) => isSurelyValid(schema, value));
  const holds = derive(schema);
  known.set(schema, holds);
  return holds;
}

function derive(schema: Schema): Holds {
  // Which type it is says which schema it is; the union of all is closed.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "string":
      return "coerce" in def || "format" in def ? notSure : text(def.checks);
    case "number":
      return number(def);
    case "boolean":
      return hasChecks(def) ? notSure : (value) => typeof value === "boolean";
    case "null":
      return hasChecks(def) ? notSure : (value) => value === null;
    case "enum": {
      const values: ReadonlySet<unknown> = new Set(Object.values(def.entries));
      return hasChecks(def) ? notSure : (value) => typeof value === "string" && values.has(value);
    }
    default:
      return hasChecks(def) ? notSure : deriveOuter(def);
  }
}

function deriveOuter(def: z.core.$ZodTypes["_zod"]["def"]): Holds {
  switch (def.type) {
    case "nullable": {
      const inner = holdsOf(def.innerType);
      return (value) => value === null || inner(value);
    }
    case "optional": {
      const inner = holdsOf(def.innerType);
      return (value) => value === undefined || inner(value);
    }
    case "array": {
      const element = holdsOf(def.element);
      return (value) => Array.isArray(value) && value.every((one) => element(one));
    }
    case "record":
      return isPlainText(def.keyType) ? record(holdsOf(def.valueType)) : notSure;
    case "union": {
      const options = def.options.map((one) => holdsOf(one));
      return (value) => options.some((holds) => holds(value));
    }
    case "lazy": {
      let inner: Holds | undefined;
      return (value) => (inner ??= holdsOf(def.getter()))(value);
    }
    case "object":
      return def.catchall?._zod.def.type === "never" ? object(def.shape) : notSure;
    default:
      return notSure;
  }
}

function text(checks: readonly z.core.$ZodCheck[] = []): Holds {
  const all = checks.map(textCheck);
  if (all.length === 0) return (value) => typeof value === "string";
  return (value) => typeof value === "string" && all.every((holds) => holds(value));
}

function textCheck(check: z.core.$ZodCheck): (value: string) => boolean {
  const { def } = (check as z.core.$ZodChecks)._zod;
  if (def.check === "min_length") return ({ length }) => length >= def.minimum;
  if (def.check === "max_length") return ({ length }) => length <= def.maximum;
  if (def.check === "string_format" && def.format === "regex") return matches(def.pattern);
  if (!isRefinement(def) || ("when" in def && def.when !== undefined)) return notSure;
  return (value) => def.fn(value) === true;
}

function matches(pattern: RegExp | undefined): (value: string) => boolean {
  return pattern === undefined || pattern.global || pattern.sticky
    ? notSure
    : (value) => pattern.test(value);
}

function isRefinement(def: object): def is { readonly fn: (value: string) => unknown } {
  return "check" in def && def.check === "custom" && "fn" in def && typeof def.fn === "function";
}

function number(def: z.core.$ZodNumberDef): Holds {
  if (def.coerce === true || hasChecks(def)) return notSure;
  if (!("format" in def)) return (value) => Number.isFinite(value);
  return def.format === "safeint" ? (value) => Number.isSafeInteger(value) : notSure;
}

function record(inner: Holds): Holds {
  return (value) => {
    if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return false;
    for (const key in value) if (!inner(value[key])) return false;
    return true;
  };
}

/** All of its fields, and no others. */
function object(shape: Readonly<Record<string, Schema>>): Holds {
  const fields = Object.entries(shape).map(([name, schema]) => [name, holdsOf(schema)] as const);
  return (value) => {
    if (!isRecord(value)) return false;
    for (const key in value) if (!Object.hasOwn(shape, key)) return false;
    return fields.every(([name, holds]) => holds(value[name]));
  };
}

function isPlainText(schema: Schema): boolean {
  const { def } = schema._zod;
  return def.type === "string" && !hasChecks(def);
}

function hasChecks({ checks = [] }: { readonly checks?: readonly unknown[] | undefined }): boolean {
  return checks.length > 0;
}
