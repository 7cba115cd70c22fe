// Where a value sits inside another, as a person would write it: `$.rows[3].age`.

export type PathPart =
  | { readonly in: "object"; readonly key: string }
  | { readonly in: "array"; readonly index: number }
  | { readonly in: "set"; readonly index: number }
  | { readonly in: "map_key"; readonly index: number }
  | { readonly in: "map"; readonly key: unknown };

const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

export function jsonPath(parts: readonly PathPart[]): string {
  return `$${parts.map(partText).join("")}`;
}

function partText(part: PathPart): string {
  switch (part.in) {
    case "object":
      return IDENTIFIER.test(part.key) ? `.${part.key}` : `[${JSON.stringify(part.key)}]`;
    case "array":
      return `[${part.index}]`;
    case "set":
      return `.values()[${part.index}]`;
    case "map_key":
      return `.keys()[${part.index}]`;
    case "map":
      return `.get(${keyText(part.key)})`;
  }
}

function keyText(key: unknown): string {
  if (typeof key === "string") return JSON.stringify(key);
  return typeof key === "object" && key !== null ? "…" : String(key);
}
