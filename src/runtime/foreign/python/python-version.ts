import { ZenError } from "../../../domain/errors.js";

const CLAUSE = /^(>=|<=|==|!=|~=|>|<)?\s*(\d+(?:\.\d+){0,2})(\.\*)?$/;

/** What the oldest helper of ours runs on. */
export const OLDEST_PYTHON = ">=3.8";

/** Whether a version such as `3.11.4` is what `3.11`, `>=3.9` or `>=3.9,<3.13` asks for. */
export function satisfies(version: string, request: string): boolean {
  return clausesOf(request).every(({ operator, parts }) => {
    const found = numbersOf(version);
    const order = compare(found, parts);
    switch (operator) {
      case ">=":
        return order >= 0;
      case "<=":
        return order <= 0;
      case ">":
        return order > 0;
      case "<":
        return order < 0;
      case "!=":
        return !startsWith(found, parts);
      case "~=":
        return order >= 0 && startsWith(found, parts.slice(0, -1));
      default:
        return startsWith(found, parts);
    }
  });
}

/** Whether the text asks for a version, rather than naming a path. */
export function isVersionRequest(text: string): boolean {
  return text.split(",").every((clause) => CLAUSE.test(clause.trim()));
}

/** Errors: `pipeline_invalid`. */
export function clausesOf(request: string) {
  return request.split(",").map((clause) => {
    const [, operator = "==", version] = CLAUSE.exec(clause.trim()) ?? [];
    if (version !== undefined) return { operator, parts: numbersOf(version) };
    throw new ZenError("pipeline_invalid", `'${request}' is no version of Python.`, {
      hint: "Write a version such as '3.11', '>=3.9' or '>=3.9,<3.13', or the path of an interpreter.",
    });
  });
}

function numbersOf(version: string): number[] {
  return version.split(".").map(Number);
}

function startsWith(found: readonly number[], parts: readonly number[]): boolean {
  return parts.every((part, index) => found[index] === part);
}

function compare(found: readonly number[], parts: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (found[index] ?? 0) - (parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
