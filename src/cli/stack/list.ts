import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { isAlone, sharingColumns } from "../sharing-columns.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  const { store, user } = session;
  // By id: somebody else may share one of the same name.
  const active = (await session.isStackKnown()) ? (await session.activeStack()).id : undefined;
  const mine = [{ field: "user_id", operator: "eq", value: user.id }] as const;
  await printList(
    {
      resource: "stack",
      plural: "stacks",
      store: () => store.stacks,
      query: flags.justMine ? { filters: mine } : {},
      columns: async (stacks) => {
        const owners = await ownerColumns(stacks, session);
        return [...nameColumns(active), ...owners, ...kindColumns(stacks)];
      },
    },
    flags,
    context,
  );
  if (active === undefined) {
    context.output.warn("The project has no stack, so none is active.");
  }
};

const POINTER = "👉";

function nameColumns(active: string | undefined): readonly Column<Stack>[] {
  return [
    {
      key: "active",
      align: "center",
      value: ({ id }) => id === active,
      show: ({ id }) => (id === active ? POINTER : ""),
    },
    { key: "stack_name", value: ({ name }) => name },
  ];
}

async function ownerColumns(
  stacks: readonly Stack[],
  session: Session,
): Promise<readonly Column<Stack>[]> {
  if (await isAlone(session)) return [];
  const columns = await sharingColumns(stacks, session);
  return [{ key: "stack_id", value: ({ id }) => id }, ...columns];
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
