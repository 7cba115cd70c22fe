import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  const { stack, store } = session;
  let isListed = false;
  await printList(
    {
      resource: "stack",
      plural: "stacks",
      store: () => store.stacks,
      columns: (stacks) => {
        isListed = stacks.some(({ name }) => name === stack);
        return columns(stacks, stack);
      },
    },
    flags,
    context,
  );
  if (!isListed && !(await session.isStackKnown())) {
    context.output.warn(`The active stack '${stack}' does not exist: no stack is active.`);
  }
};

const POINTER = "👉";

function columns(stacks: readonly Stack[], active: string): readonly Column<Stack>[] {
  const used = COMPONENT_TYPES.filter((type) =>
    stacks.some(({ components }) => components[type] !== undefined),
  );
  return [
    {
      key: "active",
      align: "center",
      value: ({ name }) => name === active,
      show: ({ name }) => (name === active ? POINTER : ""),
    },
    { key: "stack_name", value: ({ name }) => name },
    ...used.map((type): Column<Stack> => ({
      key: type,
      header: type.toUpperCase(),
      value: ({ components }) => components[type]?.name ?? null,
    })),
  ];
}
