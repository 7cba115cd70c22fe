// What a command is: data that help, parser, completion and reference are derived from, and a handler
// that is loaded when it is run. Imports nothing that costs start-up time.
import type { ComponentType } from "../../domain/entities/component.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Context } from "./context.js";

/** Titles of the overview, in its order. */
export const GROUPS = [
  "Pipelines and Runs",
  "Stacks",
  "Stack Components",
  "Configuration",
  "Servers",
  "Other Commands",
] as const;
export type Group = (typeof GROUPS)[number];

/** What a word names, so that shells can offer those that there are. */
export type NameKind = "profile" | "shell" | ResourceName | `component:${ComponentType}`;

export interface ArgSpec {
  readonly name: string;
  readonly summary: string;
  readonly names?: NameKind;
  readonly optional?: boolean;
  readonly repeatable?: boolean;
}

interface FlagBase {
  readonly summary: string;
  /** One letter, or several: `al` for `-al`. */
  readonly short?: string;
  /** Other spellings that keep working, one letter for `-f`; not shown in help. */
  readonly aliases?: readonly string[];
  /** Environment variable that gives the value when the flag does not. */
  readonly env?: string;
  readonly hidden?: boolean;
}

interface BooleanFlag extends FlagBase {
  readonly kind: "boolean";
  /** Undefined when neither `--x` nor `--no-x` is given, instead of false. */
  readonly tristate?: boolean;
}

interface ValueFlag extends FlagBase {
  /** What stands for the value in help; default: the flag's name. */
  readonly placeholder?: string;
  readonly names?: NameKind;
  readonly required?: boolean;
  readonly repeatable?: boolean;
}

interface TextFlag extends ValueFlag {
  readonly kind: "text";
  readonly default?: string;
}

interface NumberFlag extends ValueFlag {
  readonly kind: "number";
  readonly default?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface ChoiceFlag extends ValueFlag {
  readonly kind: "choice";
  readonly values: readonly string[];
  readonly default?: string;
}

export type FlagSpec = BooleanFlag | TextFlag | NumberFlag | ChoiceFlag;
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

export interface Example {
  readonly command: string;
  readonly summary: string;
}

export interface CommandSpec {
  readonly path: readonly string[];
  /** Other paths that mean the same. */
  readonly aliases?: readonly (readonly string[])[];
  readonly summary: string;
  /** More than the summary, for the command's own help. */
  readonly description?: string;
  readonly group: Group;
  readonly args?: readonly ArgSpec[];
  readonly flags?: FlagSpecs;
  /** Flags of unknown names are taken as `--key=value` attributes. */
  readonly attributes?: boolean;
  /** Opens a store, so that `--profile`, `--project` and `--stack` mean something. */
  readonly session?: boolean;
  /** Says nothing about which profile it runs with. */
  readonly silent?: boolean;
  /** The resource that a list shows: its filters and sorts stand in the help. */
  readonly lists?: string;
  /** A first word with a `.` or `/` is an argument; any other is a verb below this path. */
  readonly takesFile?: boolean;
  readonly examples?: readonly Example[];
  readonly hidden?: boolean;
  /** Takes whatever words follow, unread. */
  readonly anyWords?: boolean;
}

export interface Attribute {
  readonly key: string;
  /** Undefined for a bare `--key`. */
  readonly value: string | undefined;
}

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Text;

type ArgValue<Arg extends ArgSpec> = Arg extends { repeatable: true }
  ? readonly string[]
  : Arg extends { optional: true }
    ? string | undefined
    : string;

/** What a handler gets for the arguments of its command. */
export type ArgsOf<Spec extends CommandSpec> = Spec extends {
  args: infer Args extends readonly ArgSpec[];
}
  ? { readonly [Arg in Args[number] as CamelCase<Arg["name"]>]: ArgValue<Arg> }
  : Readonly<Record<never, never>>;

type ScalarOf<Flag extends FlagSpec> = Flag extends { kind: "number" }
  ? number
  : Flag extends { kind: "choice"; values: infer Values extends readonly string[] }
    ? Values[number]
    : string;

type FlagValue<Flag extends FlagSpec> = Flag extends { kind: "boolean" }
  ? Flag extends { tristate: true }
    ? boolean | undefined
    : boolean
  : Flag extends { repeatable: true }
    ? readonly ScalarOf<Flag>[]
    : Flag extends { required: true } | { default: string | number }
      ? ScalarOf<Flag>
      : ScalarOf<Flag> | undefined;

type OwnFlags<Spec extends CommandSpec> = Spec extends { flags: infer Flags extends FlagSpecs }
  ? {
      readonly [Name in keyof Flags & string as CamelCase<Name>]: FlagValue<Flags[Name]>;
    }
  : Readonly<Record<never, never>>;

/** What a handler gets for the flags of its command, in camelCase; `attributes` where they are taken. */
export type FlagsOf<Spec extends CommandSpec> = OwnFlags<Spec> &
  (Spec extends { attributes: true } ? { readonly attributes: readonly Attribute[] } : unknown);

/** Does the command; resolves to an exit code other than 0 where there is one. */
export type Handler<Spec extends CommandSpec> = (
  args: ArgsOf<Spec>,
  flags: FlagsOf<Spec>,
  context: Context,
) => Promise<number | void>;

type ErasedHandler = (
  args: Readonly<Record<string, unknown>>,
  flags: Readonly<Record<string, unknown>>,
  context: Context,
) => Promise<number | void>;

/** A row of the command table. */
export interface Command {
  readonly spec: CommandSpec;
  readonly load: () => Promise<ErasedHandler>;
}

/** Ties a spec to the module of its handler; a handler that does not suit the spec does not compile. */
export function command<const Spec extends CommandSpec>(
  spec: Spec,
  load: () => Promise<{ readonly handler: Handler<Spec> }>,
): Command {
  return {
    spec,
    load: async () => {
      const { handler } = await load();
      // The parser builds exactly these shapes from the same spec.
      return (args, flags, context) =>
        handler(args as ArgsOf<Spec>, flags as FlagsOf<Spec>, context);
    },
  };
}
