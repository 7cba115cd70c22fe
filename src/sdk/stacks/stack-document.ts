// A stack with its components as a document that can be kept in a file and read elsewhere. Documents of
// ZenML 0.13 (fields of a component beside its name) and 0.20 (below `configuration`) are read too.
import * as z from "zod/mini";
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { JsonRecord, Name } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";

/** A component as it is brought into a store. */
export interface ComponentDocument {
  readonly name: string;
  readonly flavor: string;
  readonly configuration: JsonRecord;
}

export interface StackDocument {
  readonly stack_name: string;
  readonly zenml_version: string;
  readonly components: { readonly [Type in ComponentType]?: ComponentDocument };
}

export interface ParsedStackDocument extends StackDocument {
  /** It had a metadata store, which is part of ZenML. */
  readonly hadMetadataStore: boolean;
}

const ComponentSchema = z.looseObject({
  name: Name,
  flavor: Name,
  configuration: z.optional(z.nullable(JsonRecord)),
});

const DocumentSchema = z.looseObject({
  stack_name: Name,
  zenml_version: z.string().check(z.regex(/^\d+\.\d+/, "is no version")),
  components: z.record(z.string(), ComponentSchema),
});

// What the older documents say of a component that is not its configuration.
const OWN_FIELDS: readonly string[] = ["name", "flavor", "type", "id", "uuid", "user", "is_shared"];
const METADATA_STORE = "metadata_store";

/** Errors: `invalid_input` with all problems. @param origin what the messages call the document */
export function parseStackDocument(document: unknown, origin: string): ParsedStackDocument {
  const parsed = DocumentSchema.safeParse(document, { reportInput: true });
  if (!parsed.success) throw invalid(origin, parsed.error.issues.map(problemOf));
  const { stack_name, zenml_version, components } = parsed.data;
  const kinds = Object.keys(components).filter((kind) => kind !== METADATA_STORE);
  const unknown = kinds.flatMap(unknownKind);
  if (unknown.length > 0) throw invalid(origin, unknown);
  return {
    stack_name,
    zenml_version,
    hadMetadataStore: Object.hasOwn(components, METADATA_STORE),
    components: Object.fromEntries(kinds.map((kind) => [kind, componentOf(components[kind])])),
  };
}

function componentOf(
  section: z.infer<typeof ComponentSchema> | undefined,
): ComponentDocument | undefined {
  if (section === undefined) return undefined;
  const { name, flavor, configuration, ...others } = section;
  const flat = Object.entries(others).filter(
    ([key, value]) => !OWN_FIELDS.includes(key) && value !== null,
  );
  const fields = JsonRecord.parse(Object.fromEntries(flat));
  return { name, flavor, configuration: configuration ?? fields };
}

function unknownKind(kind: string): string[] {
  if (COMPONENT_TYPES.some((type) => type === kind)) return [];
  const close = nearest(kind, COMPONENT_TYPES);
  const meant = close === undefined ? "" : `; did you mean '${close}'?`;
  return [`components.${kind}: is no kind of component${meant}`];
}

function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join(".");
  const isMissing = issue.code === "invalid_type" && issue.input === undefined;
  const message =
    issue.code === "invalid_type"
      ? isMissing
        ? "is missing"
        : `must be of type ${issue.expected}`
      : issue.message;
  return place === "" ? `the whole ${message}` : `${place}: ${message}`;
}

function invalid(origin: string, problems: readonly string[]): ZenError {
  const list =
    problems.length === 1
      ? ` ${problems.join()}`
      : problems.map((line) => `\n  - ${line}`).join("");
  return new ZenError("invalid_input", `${origin} describes no stack:${list}`, {
    hint: "zenml stack export writes one that can be read.",
    details: { problems },
  });
}
