import type { Entities, ResourceName, Summary } from "../domain/resources.js";

/** An entity of any resource, as drivers handle it. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The border at which a driver's rows become typed: what went in was an entity of this resource. */
export function asEntity<Name extends ResourceName>(_resource: Name, row: Row): Entities[Name] {
  return row as unknown as Entities[Name];
}

export function asSummaries<Name extends ResourceName>(
  _resource: Name,
  rows: readonly Row[],
): Summary<Name>[] {
  return rows as unknown as Summary<Name>[];
}

export function asRow<Name extends ResourceName>(entity: Entities[Name]): Row {
  return entity as unknown as Row;
}

/** Of a list, as its drivers gave it. */
export function summaryRow(summary: object): Row {
  return summary as Row;
}
