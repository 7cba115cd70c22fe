// `${NAME}`, `${NAME:-default}` and `$$` in the texts of a configuration file. Keys are left alone.
import { joinPath } from "../graph-checks/json-problems.js";

/** A text that stood without quotes: filled in, it is read as JSON where it is some. */
export class PlainText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export interface FilledValue {
  readonly value: unknown;
  /** What is wrong, with its place: variables that are not set, all of them, and forms that are none. */
  readonly problems: readonly string[];
  /** Path of a value → the variables in it. */
  readonly variables: Readonly<Record<string, string[]>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const FORM = /\$(?:\$|\{([^{}]*)\})|\$\{/g;
const NAMED = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

export function fillVariables(value: unknown, env: Environment): FilledValue {
  const filling = new Filling(env);
  const filled = filling.fill(value, "");
  return { value: filled, problems: filling.problems, variables: filling.variables };
}

/** The value as it stands in the file. */
export function asWritten(value: unknown): unknown {
  if (value instanceof PlainText) return value.text;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asWritten(item)]));
}

class Filling {
  readonly problems: string[] = [];
  readonly variables: Record<string, string[]> = {};
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  fill(value: unknown, path: string): unknown {
    if (typeof value === "string") return this.#text(value, path);
    if (value instanceof PlainText) return readPlain(this.#text(value.text, path));
    if (Array.isArray(value))
      return value.map((item, index) => this.fill(item, `${path}[${index}]`));
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.fill(item, joinPath(path, key))]),
    );
  }

  #text(text: string, path: string): string {
    const names: string[] = [];
    const filled = text.replace(FORM, (form, inside: string | undefined) => {
      if (form === "$$") return "$";
      const [, name, byDefault] = NAMED.exec(inside ?? "") ?? [];
      if (name === undefined) {
        this.problems.push(`'${path}': ${form} is no variable; write $$ for a dollar sign`);
        return form;
      }
      names.push(name);
      const found = this.#env[name];
      const isEmpty = byDefault !== undefined && found === "";
      if (found !== undefined && !isEmpty) return found;
      if (byDefault !== undefined) return byDefault;
      this.problems.push(`'${path}': the environment variable ${name} is not set`);
      return form;
    });
    if (names.length > 0) this.variables[path] = [...new Set(names)];
    return filled;
  }
}

function readPlain(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
