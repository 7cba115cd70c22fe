import { kindLabel } from "../../../domain/component-types.js";
import type { ComponentType } from "../../../domain/entities/component.js";
import { deletableFlavor } from "../../../sdk/components/deletable-flavor.js";
import type { Handler } from "../../framework/command.js";
import type { flavorDeleteSpec } from "../specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof flavorDeleteSpec>> =>
  async (args, flags, context) => {
    const { store } = await context.openSession();
    const { id, name } = await deletableFlavor(store, type, args.flavor);
    const question = `This will delete the ${kindLabel(type)} flavor \`${name}\`. Are you sure?`;
    if (!(await context.confirm(question, flags))) return 1;
    await store.flavors.delete(id);
    await context.output.answer(`Deleted flavor: ${name}`, { id, type, name });
    return 0;
  };
