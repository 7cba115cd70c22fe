import type { Create } from "../../domain/change.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Origin } from "../../domain/principal.js";
import type { Source } from "../../store/bootstrap.js";

/** What is written down of something that somebody did. */
export interface Deed {
  /** Undefined: somebody whom we do not know. */
  readonly actor?: { readonly user_id: string; readonly user_name: string } | undefined;
  readonly action: string;
  readonly resource: string;
  readonly target?: { readonly id?: string; readonly name?: string } | undefined;
  readonly project_id?: string | undefined;
  readonly details?: JsonRecord;
}

export function auditChange(
  deed: Deed,
  origin: Origin | undefined,
  { now, newId }: Source,
): Create<"audit_entry"> {
  const { actor, action, resource, target, project_id = null, details = {} } = deed;
  const created = now();
  return {
    op: "create",
    resource: "audit_entry",
    entity: {
      id: newId(),
      created,
      updated: created,
      actor_id: actor?.user_id ?? null,
      actor_name: actor?.user_name ?? "",
      action,
      resource,
      target_id: target?.id ?? null,
      target_name: target?.name ?? null,
      project_id,
      peer: origin?.peer ?? null,
      request_id: origin?.request_id ?? null,
      details,
    },
  };
}
