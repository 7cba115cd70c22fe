import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  const { stack: active, store, user } = session;
  const mine = [{ field: "user_id", operator: "eq", value: user.id }] as const;
  let isListed = false;
  await printList(
    {
      resource: "stack",
      plural: "stacks",
      store: () => store.stacks,
      query: flags.justMine ? { filters: mine } : {},
      columns: async (stacks) => {
        isListed = stacks.some(({ name }) => name === active);
        const owners = await ownerColumns(stacks, session);
        return [...nameColumns(active), ...owners, ...kindColumns(stacks)];
      },
    },
    flags,
    context,
  );
  if (!isListed && !(await session.isStackKnown())) {
    context.output.warn(`The active stack '${active}' does not exist: no stack is active.`);
  }
};

const POINTER = "👉";

function nameColumns(active: string): readonly Column<Stack>[] {
  return [
    {
      key: "active",
      align: "center",
      value: ({ name }) => name === active,
      show: ({ name }) => (name === active ? POINTER : ""),
    },
    { key: "stack_name", value: ({ name }) => name },
  ];
}

/** Whose a stack is matters where there are several people. */
async function ownerColumns(
  stacks: readonly Stack[],
  { store }: Session,
): Promise<readonly Column<Stack>[]> {
  const isAlone = store.type !== "rest" && (await store.users.list({ limit: 2 })).items.length < 2;
  if (isAlone) return [];
  const owners = await lookUpNames(
    store.users,
    stacks.map(({ user_id }) => user_id),
  );
  return [
    { key: "stack_id", value: ({ id }) => id },
    { key: "shared", value: ({ shared }) => shared, show: ({ shared }) => (shared ? "✅" : "➖") },
    { key: "owner", value: ({ user_id }) => owners.get(user_id) ?? user_id },
  ];
}

/** Only kinds in use, in the order in which the rows bring them, those of a row by name. */
function kindColumns(stacks: readonly Stack[]): readonly Column<Stack>[] {
  const used = new Set(stacks.flatMap(({ components }) => kindsOf(components)));
  return [...used].map((type) => ({
    key: type,
    header: type.toUpperCase(),
    value: ({ components }) => components[type]?.name ?? null,
  }));
}

function kindsOf(components: Stack["components"]) {
  return COMPONENT_TYPES.filter((type) => components[type] !== undefined).toSorted();
}
