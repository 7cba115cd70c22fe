// Whether a stack may have a name: its form, and that one has no other stack of it. What others share does
// not take names away.
import { Name } from "../../domain/entities/fields.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { StackProblem } from "./stack-error.js";

type Place = Pick<ZenStore, "stacks" | "scope">;

export async function stackNameProblems(
  store: Place,
  name: string,
): Promise<readonly StackProblem[]> {
  const checked = Name.safeParse(name);
  if (!checked.success) {
    return checked.error.issues.map(({ message }) => ({ code: "invalid_input", text: message }));
  }
  if ((await stackNamed(store, name)) === undefined) return [];
  return [
    {
      code: "entity_exists",
      text: `there is already a stack named '${name}'`,
      hint: `Choose another name, or change that one: zenml stack update ${name}`,
    },
  ];
}

/** One's own, by exact name alone; undefined when there is none. */
export async function stackNamed(
  { stacks, scope }: Place,
  name: string,
): Promise<Stack | undefined> {
  const filters = [
    { field: "name", operator: "eq", value: name },
    { field: "user_id", operator: "eq", value: scope.user_id },
  ] as const;
  const { items } = await stacks.list({ filters, limit: 1 });
  return items[0];
}
