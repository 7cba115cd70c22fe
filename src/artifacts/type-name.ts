/** What a person calls the type of a value: `string`, `null`, `RandomForest`. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "object";
  const maker: unknown = "constructor" in prototype ? prototype.constructor : undefined;
  if (typeof maker !== "function") return "object";
  if (maker.name === "Object") return "object";
  if (maker.name === "Array") return "array";
  return maker.name === "" ? "unnamed class" : maker.name;
}

/** The type with its article, for sentences: `an Image`, `a string`, `null`. */
export function typeInWords(value: unknown): string {
  const name = typeName(value);
  if (name === "null" || name === "undefined") return name;
  return /^[aeiou]/i.test(name) ? `an ${name}` : `a ${name}`;
}
