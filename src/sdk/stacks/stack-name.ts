// Whether a stack may have a name: its form, and that no other one has it.
import { Name } from "../../domain/entities/fields.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { EntityStore } from "../../store/zen-store.js";
import type { StackProblem } from "./stack-error.js";

export async function stackNameProblems(
  stacks: EntityStore<"stack">,
  name: string,
): Promise<readonly StackProblem[]> {
  const checked = Name.safeParse(name);
  if (!checked.success) {
    return checked.error.issues.map(({ message }) => ({ code: "invalid_input", text: message }));
  }
  if ((await stackNamed(stacks, name)) === undefined) return [];
  return [
    {
      code: "entity_exists",
      text: `there is already a stack named '${name}'`,
      hint: `Choose another name, or change that one: zenml stack update ${name}`,
    },
  ];
}

/** By exact name alone; undefined when there is none. */
export async function stackNamed(
  stacks: EntityStore<"stack">,
  name: string,
): Promise<Stack | undefined> {
  const filters = [{ field: "name", operator: "eq", value: name }] as const;
  const { items } = await stacks.list({ filters, limit: 1 });
  return items[0];
}
