import type { ComponentType } from "../../../domain/entities/component.js";
import { registerFlavor } from "../../../sdk/flavors/register-flavor.js";
import type { Handler } from "../../framework/command.js";
import type { flavorRegisterSpec } from "../specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof flavorRegisterSpec>> =>
  async (args, _flags, { io, output, openSession }) => {
    const flavor = await registerFlavor(await openSession(), args.source, { type, cwd: io.cwd });
    await output.answer(
      `Successfully registered new flavor '${flavor.name}' for stack component '${type}'.`,
      flavor,
    );
  };
