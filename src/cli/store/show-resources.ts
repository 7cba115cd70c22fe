import { RESOURCES } from "../../domain/resources.js";
import type { ResourceProof } from "../../sdk/stores/store-digest.js";
import type { Context } from "../framework/context.js";
import type { Column } from "../output/output.js";

const SHOWN = 16;

/** The proof, resource by resource; programs get it with the answer. */
export async function showResources(
  resources: readonly Omit<ResourceProof, "is_equal">[],
  { output }: Context,
  isCompared: boolean,
): Promise<void> {
  if (output.format !== "table") return;
  const equal: Column<object> = { key: "equal", value: () => true, show: () => "yes" };
  await output.list({
    columns: isCompared ? [...COLUMNS, equal] : COLUMNS,
    rows: resources,
    empty: "",
  });
}

const COLUMNS: readonly Column<Omit<ResourceProof, "is_equal">>[] = [
  { key: "resource", value: ({ resource }) => RESOURCES[resource].plural },
  { key: "count", value: ({ count }) => count },
  { key: "sha256", header: "SHA-256", value: ({ sha256 }) => sha256.slice(0, SHOWN) },
];
