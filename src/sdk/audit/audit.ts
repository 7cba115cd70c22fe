// What was done on a server, by whom and from where. Read only.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { AuditEntry } from "../../domain/entities/audit-entry.js";
import type { Page, Query } from "../../domain/query.js";
import { askServer, needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

const Entries = z.object({ items: z.array(AuditEntry), next_cursor: z.nullable(z.string()) });

export class Audit {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Newest first, where no sort is given. Errors: `forbidden`, `invalid_input`. */
  async list({ filters, sort, limit, cursor }: Query = {}): Promise<Page<AuditEntry>> {
    const direction = sort?.direction === "desc" ? "-" : "";
    const given = {
      filters: filters === undefined ? undefined : JSON.stringify(filters),
      sort: sort && `${direction}${sort.field}`,
      limit: limit?.toString(),
      cursor,
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(given)) {
      if (value !== undefined) query.set(name, value);
    }
    const server = needServer(this.#session, "an audit log");
    return askServer(server, Entries, { method: "GET", path: `${API_ROOT}/audit_entries`, query });
  }
}
