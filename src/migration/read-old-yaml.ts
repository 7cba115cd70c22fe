import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import * as z from "zod/mini";
import { ZenError } from "../domain/errors.js";
import type { OldComponent, OldFlavor, OldProfile } from "./old-profile.js";

const Names = z.record(z.string(), z.nullable(z.string()));
const ByType = z.nullish(z.record(z.string(), z.nullable(Names)));

/** `stacks.yaml` of a profile, and `.zen/config.yaml` of a repository before profiles. Files of any age lack keys. */
const OldStacks = z.looseObject({
  stack_components: ByType,
  stacks: ByType,
  stack_component_flavors: z.nullish(
    z.array(z.looseObject({ type: z.string(), name: z.string(), source: z.string() })),
  ),
});

/** Irregular plurals of component kinds; all others take an `s`. */
const PLURALS: Readonly<Record<string, string>> = { container_registry: "container_registries" };

/**
 * Reads a profile of YAML files; `file` is its `stacks.yaml`. A component's settings lie beside, in
 * `<kinds>/<name>.yaml`. Errors: `config_invalid`.
 */
export function readOldYaml(file: string): OldProfile {
  const parsed = z.safeParse(OldStacks, readYaml(file) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join(".") || "the file";
    throw unreadable(file, `${where}: ${issue?.message ?? "is not valid"}`, parsed.error);
  }
  const problems: string[] = [];
  const components: OldComponent[] = [];
  for (const [type, flavors] of Object.entries(parsed.data.stack_components ?? {})) {
    for (const [name, flavor] of Object.entries(flavors ?? {})) {
      const found = readComponent(dirname(file), { type, name, flavor: flavor ?? "" });
      if (typeof found === "string") problems.push(found);
      else components.push(found);
    }
  }
  const stacks = Object.entries(parsed.data.stacks ?? {}).map(
    ([name, kinds]) => [name, chosen(kinds ?? {})] as const,
  );
  const flavors: readonly OldFlavor[] = parsed.data.stack_component_flavors ?? [];
  return { source: file, components, stacks: new Map(stacks), flavors, problems };
}

function chosen(kinds: Readonly<Record<string, string | null>>): ReadonlyMap<string, string> {
  const named = Object.entries(kinds).flatMap(([type, name]) =>
    name === null ? [] : [[type, name] as const],
  );
  return new Map(named);
}

interface NamedComponent {
  readonly type: string;
  readonly name: string;
  readonly flavor: string;
}

/** The component, or what is wrong with it. */
function readComponent(folder: string, named: NamedComponent): OldComponent | string {
  const { type, name } = named;
  const file = join(folder, PLURALS[type] ?? `${type}s`, `${name}.yaml`);
  try {
    const content = readYaml(file);
    if (typeof content !== "object" || content === null) return `${file} is empty`;
    return { ...named, ...settingsOf(content) };
  } catch (error) {
    if (isMissing(error)) return `the ${type} '${name}' has no file ${file}`;
    throw error;
  }
}

/** A component's settings without what is told elsewhere; settings that are null were not set. */
export function settingsOf(content: object): Pick<OldComponent, "id" | "configuration"> {
  const { name: _name, uuid, ...rest } = { name: undefined, uuid: undefined, ...content };
  const set = Object.entries(rest).filter(([, value]) => value !== null);
  return { id: asId(uuid), configuration: Object.fromEntries(set) };
}

const HEX_ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** With dashes and in small letters, as ids are written here. */
function asId(value: unknown): string | undefined {
  if (typeof value !== "string" || !HEX_ID.test(value)) return undefined;
  const hex = value.toLowerCase().replaceAll("-", "");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** No tag runs anything, and no value is made a date. */
export function parseOldYaml(text: string): unknown {
  return load(text, { schema: CORE_SCHEMA });
}

function readYaml(file: string): unknown {
  const text = readFileSync(file, "utf8");
  try {
    return parseOldYaml(text);
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
}

function unreadable(file: string, problem: string, cause: unknown): ZenError {
  const [line = ""] = problem.split("\n");
  return new ZenError("config_invalid", `${file} cannot be read: ${line}.`, {
    hint: "It was left as it is. Correct it, or move it away.",
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
