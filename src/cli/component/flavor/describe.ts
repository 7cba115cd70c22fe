import { kindLabel } from "../../../domain/component-types.js";
import type { ComponentType } from "../../../domain/entities/component.js";
import { describeFlavor } from "../../../sdk/flavors/describe-flavor.js";
import type { FlavorDescription, FlavorField } from "../../../sdk/flavors/describe-flavor.js";
import { flavorPlace } from "../../../sdk/flavors/look-up-flavor.js";
import type { Handler } from "../../framework/command.js";
import type { Column, Output } from "../../output/output.js";
import { showJson } from "../../show.js";
import type { flavorDescribeSpec } from "../specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof flavorDescribeSpec>> =>
  async (args, _flags, { io, output, openSession }) => {
    const place = flavorPlace(await openSession(), io.cwd);
    const flavor = await describeFlavor(place, type, args.flavor);
    if (output.format !== "table") return output.answer("", flavor);
    headLines(flavor).forEach((line) => output.line(line));
    await showFields(flavor, output);
  };

function headLines(flavor: FlavorDescription): string[] {
  const { name, type, description, integration, implemented, source, local, remote } = flavor;
  const where = local ? "on this machine" : remote ? "elsewhere" : "where its configuration says";
  const from = source ?? (integration === "built-in" ? "built in" : `integration ${integration}`);
  return [
    `The ${kindLabel(type)} flavor '${name}' (${from}), ${where}.`,
    ...(description === "" ? [] : [description]),
    ...(implemented ? [] : ["It has no implementation yet: its components cannot be used."]),
  ];
}

async function showFields({ fields }: FlavorDescription, output: Output): Promise<void> {
  if (fields.length === 0) return output.line("It has no attributes.");
  await output.list({ columns: COLUMNS, rows: fields, empty: "", overflow: "wrap" });
}

const COLUMNS: readonly Column<FlavorField>[] = [
  { key: "attribute", value: ({ name }) => name },
  { key: "type", value: ({ type, secret }) => (secret ? `${type}, secret` : type) },
  {
    key: "required",
    align: "center",
    value: ({ required }) => required,
    show: ({ required }) => (required ? "✅" : ""),
  },
  {
    key: "default",
    value: (field) => field.default,
    show: (field) => (field.default === null ? "" : showJson(field.default)),
  },
  { key: "description", value: ({ description }) => description },
];
