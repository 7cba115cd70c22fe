// Every command of the old product, in both of its generations, as its own help lists them: it works here,
// with each of its flags, or it answers with what took its place.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TABLE } from "../../../src/cli/command-table.js";
import type { CommandSpec } from "../../../src/cli/framework/command.js";
import { findCommand } from "../../../src/cli/framework/find-command.js";
import { flagsOf, indexFlags } from "../../../src/cli/framework/flag-index.js";
import { parseArguments } from "../../../src/cli/framework/parse.js";
import { Machine } from "./machine.js";

interface OldCommand {
  readonly path: string;
  readonly args: readonly string[];
  readonly flags: readonly { readonly names: readonly string[]; readonly value: boolean }[];
}

const FOLDER = join(import.meta.dirname, "../../fixtures/inventory");
const inventoryOf = (version: string): readonly OldCommand[] =>
  JSON.parse(readFileSync(join(FOLDER, `zenml-${version}.json`), "utf8"));

const INVENTORIES = { "0.13.2": 278, "0.20.5": 300 } as const;

const machine = new Machine();
beforeAll(() => machine.zenml("stack list"));
afterAll(() => machine.remove());

async function specOf(path: string): Promise<CommandSpec | undefined> {
  const words = path.split(" ");
  const found = await findCommand(TABLE, words);
  if (found.kind !== "command") return undefined;
  const { spec } = found.command;
  return found.rest.length === 0 || spec.anyWords === true ? spec : undefined;
}

/** Words for each argument, and each flag in turn in all its spellings. */
function lines({ args, flags }: OldCommand, spec: CommandSpec): readonly (readonly string[])[] {
  const index = indexFlags(flagsOf(spec));
  const words = args.map((arg) => arg.toLowerCase().replace(/[[\].]/g, ""));
  const required = Object.entries(flagsOf(spec)).flatMap(([name, flag]) =>
    "required" in flag && flag.required === true ? [`--${name}`, "x"] : [],
  );
  const used = flags.flatMap(({ names, value }) =>
    names.map((name) => {
      const flag = index.get(name.startsWith("--") ? name.replaceAll("_", "-") : name)?.spec;
      const text =
        flag?.kind === "number" ? "1" : flag?.kind === "choice" ? (flag.values[0] ?? "") : "x";
      return [...words, ...required, ...(value ? [name, text] : [name])];
    }),
  );
  return [[...words, ...required], ...used];
}

test.each(Object.entries(INVENTORIES))("the inventory of %s is whole", (version, commands) =>
  expect(inventoryOf(version)).toHaveLength(commands),
);

describe.each(Object.keys(INVENTORIES))(
  "each command of %s works or has a successor",
  (version) => {
    test.each(inventoryOf(version).map((command) => [command.path, command] as const))(
      "zenml %s",
      async (path, command) => {
        const spec = await specOf(path);
        if (spec === undefined) throw new Error(`There is no command 'zenml ${path}'.`);
        if (spec.anyWords === true) {
          const { code, stderr } = await machine.zenml(`${path} x --flag=y`);
          expect(code).toBe(2);
          expect(stderr).toMatch(/Hint: \S/);
          return;
        }
        for (const line of lines(command, spec)) {
          expect(() => parseArguments(spec, line), line.join(" ")).not.toThrow();
        }
      },
    );
  },
);
