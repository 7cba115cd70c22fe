import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { assertDeletable, deleteComponent } from "../../sdk/components/delete-component.js";
import { findComponent } from "../../sdk/components/find-component.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof deleteSpec>> =>
  async (args, flags, context) => {
    const { store } = await context.openSession();
    const component = await findComponent(store, type, args.name);
    await assertDeletable(store, component);
    const { id, name } = component;
    const kind = kindLabel(type);
    const question = `This will delete the ${kind} \`${name}\`. Are you sure you want to proceed?`;
    if (!(await context.confirm(question, flags))) return 1;
    await deleteComponent(store, component);
    context.output.notice(`Deregistered stack component (type: ${type}) with name '${name}'.`);
    await context.output.answer(`Deleted ${kind}: ${name}`, { id, type, name });
    return 0;
  };
