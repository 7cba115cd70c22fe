import { Audit } from "../../sdk/audit/audit.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  await printList(
    {
      resource: "audit_entry",
      plural: "audit_entries",
      store: (session) => new Audit(session),
      columns: () => [
        {
          key: "created",
          header: "TIME",
          value: ({ created }) => created,
          show: ({ created }) => showTime(created),
        },
        { key: "actor", value: ({ actor_name }) => actor_name },
        { key: "action", value: ({ action }) => action },
        { key: "resource", value: ({ resource }) => resource },
        { key: "target", value: ({ target_name, target_id }) => target_name ?? target_id },
        { key: "peer", value: ({ peer }) => peer },
      ],
    },
    flags,
    context,
  );
};
