// Every mutation of a store is a list of these, applied as one.
import type { Entities, ResourceName } from "./resources.js";

export interface Create<Name extends ResourceName> {
  readonly op: "create";
  readonly resource: Name;
  readonly entity: Entities[Name];
}

export interface Update<Name extends ResourceName> {
  readonly op: "update";
  readonly resource: Name;
  readonly id: string;
  readonly set: Partial<Entities[Name]>;
  /** The update applies only if each of these fields has one of its values now; else `conflict`. */
  readonly expect?: { readonly [Field in keyof Entities[Name]]?: readonly Entities[Name][Field][] };
}

export interface Delete<Name extends ResourceName> {
  readonly op: "delete";
  readonly resource: Name;
  readonly id: string;
}

export type Change = {
  [Name in ResourceName]: Create<Name> | Update<Name> | Delete<Name>;
}[ResourceName];
