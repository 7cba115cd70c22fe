import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import type { GivenConfiguration } from "../../sdk/components/configure.js";
import { registerComponent } from "../../sdk/components/register-component.js";
import { flavorPlace, lookUpFlavor } from "../../sdk/flavors/look-up-flavor.js";
import { checkShareable } from "../../sdk/sharing/check-shareable.js";
import type { Flavor } from "../../stack/flavor.js";
import { parseAttributes } from "../../stack/parse-attributes.js";
import type { ArgsOf, FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { Prompt } from "../framework/prompt.js";
import { splitPairs } from "../split-pairs.js";
import { openForAttributes } from "./open-for-attributes.js";
import { askAttributes, askFlavor } from "./ask-attributes.js";
import { answerWith } from "./shown.js";
import type { registerSpec } from "./specs.js";

type Spec = ReturnType<typeof registerSpec>;

export const handlerOf =
  (type: ComponentType): Handler<Spec> =>
  async (args, flags, context) => {
    const { output } = context;
    const { flavor, ...given } = await readComponent(type, args, flags, context);
    const session = await context.openSession();
    if (flags.share) {
      const { configuration } = given;
      const planned = { type, name: args.name, flavor: flavor.name, configuration };
      await checkShareable(session, `${kindLabel(type)} '${args.name}'`, [planned]);
    }
    const { component, warnings } = await registerComponent(session, type, {
      ...given,
      name: args.name,
      flavor: flavor.name,
      shared: flags.share,
    });
    const { name } = component;
    output.notice(`Registered stack component with type '${type}' and name '${name}'.`);
    warnings.forEach((text) => output.warn(text));
    if (flavor.load === undefined) {
      output.warn(
        `The flavor '${flavor.name}' has no implementation yet: stacks with it cannot run pipelines.`,
      );
    }
    await answerWith(`Successfully registered ${kindLabel(type)} \`${name}\`.`, component, context);
  };

interface GivenComponent extends GivenConfiguration {
  readonly flavor: Flavor;
}

/** What the words say, and what is answered where they leave something open. */
async function readComponent(
  type: ComponentType,
  args: ArgsOf<Spec>,
  flags: FlagsOf<Spec>,
  context: Context,
): Promise<GivenComponent> {
  const { io } = context;
  const prompt = flags.interactive ? new Prompt(io, HINT) : undefined;
  try {
    const flavorName = await chosenFlavor(type, flags, prompt, context);
    const place = flavorPlace(await openForAttributes(context), io.cwd);
    const flavor = await lookUpFlavor(place, type, flavorName);
    const { pairs, problems } = splitPairs(args.attributes);
    const given = [...flags.attributes, ...pairs];
    const asked = prompt === undefined ? [] : await askAttributes(flavor, given, prompt);
    const parsed = parseAttributes(flavor, [...given, ...asked]);
    const { configuration } = parsed;
    return { flavor, configuration, problems: [...problems, ...parsed.problems] };
  } finally {
    prompt?.close();
  }
}

const HINT = "Give the flavor with --flavor and each attribute as --KEY=VALUE.";

async function chosenFlavor(
  type: ComponentType,
  flags: FlagsOf<Spec>,
  prompt: Prompt | undefined,
  context: Context,
): Promise<string> {
  if (flags.type !== undefined) {
    context.output.notice(
      "The option '--type'/'-t' is deprecated, please use '--flavor'/'-f' instead.",
    );
  }
  const chosen = flags.flavor ?? flags.type;
  if (chosen !== undefined) return chosen;
  if (prompt !== undefined) return askFlavor(type, prompt, context);
  throw new ZenError(
    "invalid_argument",
    `Please use the option to specify '--flavor'/'-f' of the ${kindLabel(type)} you want to register.`,
    { hint: `Which there are: zenml ${kindWord(type)} flavor list` },
  );
}
