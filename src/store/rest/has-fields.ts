/** Whether an entity has these values, as far as JSON can say them; what is undefined was not said. */
export function hasFields(entity: object | undefined, fields: object): boolean {
  if (entity === undefined) return false;
  const found = new Map(Object.entries(entity));
  return Object.entries(fields).every(
    ([field, value]) => value === undefined || isSame(found.get(field), value),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const said = (value: object) => Object.entries(value).filter(([, field]) => field !== undefined);
  return said(one).length === said(other).length && hasFields(one, other);
}
