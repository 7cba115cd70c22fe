import type { Session } from "../sdk/session.js";
import { lookUpNames } from "./look-up-names.js";
import type { Column } from "./output/output.js";

interface Shareable {
  readonly user_id: string;
  readonly shared: boolean;
}

/** Whose something is matters where there are several people. */
export async function isAlone({ store }: Pick<Session, "store">): Promise<boolean> {
  return store.type !== "rest" && (await store.users.list({ limit: 2 })).items.length < 2;
}

export async function sharingColumns<Row extends Shareable>(
  rows: readonly Row[],
  { store }: Pick<Session, "store">,
): Promise<readonly Column<Row>[]> {
  const owners = await lookUpNames(
    store.users,
    rows.map(({ user_id }) => user_id),
  );
  return [
    { key: "shared", value: ({ shared }) => shared, show: ({ shared }) => (shared ? "✅" : "➖") },
    { key: "owner", value: ({ user_id }) => owners.get(user_id) ?? user_id },
  ];
}
