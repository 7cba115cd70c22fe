// Patterns of file names: `*` and `?` within a name, `**` for any folders, `[abc]`, `{a,b}`.

const MAGIC = /[*?[{]/;
const SPECIAL = /[\\^$.|+()\]}]/;

/** Whether a path stands for more than itself. */
export function isGlob(path: string): boolean {
  return MAGIC.test(path);
}

/** The folder that everything which matches lies in: the names before the first one with a pattern. */
export function globFolder(pattern: string): string {
  const names = pattern.split("/");
  const first = names.findIndex(isGlob);
  return names.slice(0, first).join("/");
}

/** Matches whole paths with `/` between names. */
export function globExpression(pattern: string): RegExp {
  let text = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (pattern.startsWith("**/", at)) {
      text += "(?:.*/)?";
      at += 2;
    } else if (pattern.startsWith("**", at)) {
      text += ".*";
      at += 1;
    } else if (char === "[" && pattern.includes("]", at + 2)) {
      const end = pattern.indexOf("]", at + 2);
      text += classText(pattern.slice(at + 1, end));
      at = end;
    } else if (char === "{" && pattern.includes("}", at)) {
      depth += 1;
      text += "(?:";
    } else if (char === "}" && depth > 0) {
      depth -= 1;
      text += ")";
    } else text += charText(char, depth);
  }
  return new RegExp(`^${text}${")".repeat(depth)}$`, "su");
}

function charText(char: string, depth: number): string {
  if (char === "*") return "[^/]*";
  if (char === "?") return "[^/]";
  if (char === "," && depth > 0) return "|";
  return SPECIAL.test(char) || char === "[" || char === "{" ? `\\${char}` : char;
}

function classText(inner: string): string {
  const negated = inner.startsWith("!");
  const members = (negated ? inner.slice(1) : inner).replace(/[\\\]^[]/g, "\\$&");
  return `[${negated ? "^/" : ""}${members}]`;
}
