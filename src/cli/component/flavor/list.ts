import type { ComponentType } from "../../../domain/entities/component.js";
import { listFlavors } from "../../../sdk/flavors/list-flavors.js";
import type { FlavorListing } from "../../../sdk/flavors/list-flavors.js";
import { flavorPlace } from "../../../sdk/flavors/look-up-flavor.js";
import type { Handler } from "../../framework/command.js";
import type { Column } from "../../output/output.js";
import type { flavorListSpec } from "../specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof flavorListSpec>> =>
  async (_args, _flags, { io, output, openSession }) => {
    const place = flavorPlace(await openSession(), io.cwd);
    const rows = await listFlavors(place, type);
    await output.list({ columns: COLUMNS, rows, empty: "No flavors registered." });
    if (rows.some(({ implemented }) => !implemented)) {
      output.notice(
        "Components of a flavor without an implementation can be registered, but not used yet.",
      );
    }
  };

const COLUMNS: readonly Column<FlavorListing>[] = [
  { key: "flavor", align: "center", value: ({ name }) => name },
  { key: "integration", value: ({ integration }) => integration ?? "" },
  {
    key: "ready_to_use",
    header: "READY-TO-USE",
    value: ({ ready }) => ready,
    show: showReady,
  },
  { key: "source", value: ({ source }) => source ?? "" },
];

function showReady({ ready, implemented, integration, source }: FlavorListing): string {
  if (ready) return "✅";
  if (!implemented) return "no implementation yet";
  return source === null
    ? `zenml integration install ${integration ?? ""}`
    : "its source is missing";
}
