// Changes that come over the wire, checked as strictly as what is created one by one.
import * as z from "zod/mini";
import type { Change } from "../../domain/change.js";
import { ZenError } from "../../domain/errors.js";
import { fieldKinds } from "../../domain/field-kind.js";
import type { Principal } from "../../domain/principal.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { entityProblems, setProblems } from "../../store/session/validate.js";
import type { Problem } from "../../store/session/validate.js";
import { isRecord } from "../../util/is-record.js";

const MOST_PROBLEMS = 20;

/** Taken as they are, since their resource's schema looks at each. */
const Fields = z.custom<Readonly<Record<string, unknown>>>(isRecord);
const Expectation = z.record(
  z.string(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
);
const Resource = z.enum(RESOURCE_NAMES);

const Body = z.strictObject({
  changes: z.array(
    z.discriminatedUnion("op", [
      z.strictObject({ op: z.literal("create"), resource: Resource, entity: Fields }),
      z.strictObject({
        op: z.literal("update"),
        resource: Resource,
        id: z.string(),
        set: Fields,
        expect: z.optional(Expectation),
      }),
      z.strictObject({ op: z.literal("delete"), resource: Resource, id: z.string() }),
    ]),
  ),
});
type Raw = z.infer<typeof Body>["changes"][number];

/** Errors: `invalid_input` with the problems of all changes, `forbidden` for what is made in another's name. */
export function readChanges(body: unknown, principal: Principal): readonly Change[] {
  const parsed = z.safeParse(Body, body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => problemOf(issue.path.join(".")));
    throw invalid(problems);
  }
  const { changes } = parsed.data;
  const problems = changes.flatMap((change, index) =>
    problemsOf(change).map(({ field, message }) => ({
      field: `changes.${index}.${field}`,
      message,
    })),
  );
  if (problems.length > 0) throw invalid(problems);
  for (const change of changes) {
    if (change.op === "create") checkOwner(principal, change.resource, change.entity);
  }
  // Every field was checked against the schema of its resource.
  return changes as unknown as readonly Change[];
}

export interface UpdateBody {
  readonly set: Readonly<Record<string, unknown>>;
  readonly expect?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

const Update = z.strictObject({ set: Fields, expect: z.optional(Expectation) });

/** The fields themselves are checked against what they change. Errors: `invalid_input`. */
export function readUpdate(resource: ResourceName, body: unknown): UpdateBody {
  const parsed = z.safeParse(Update, body);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map((issue) => problemOf(issue.path.join("."))));
  }
  const problems = expectationProblems(resource, parsed.data.expect);
  if (problems.length > 0) throw invalid(problems);
  return parsed.data;
}

/** Who is no administrator makes things in his own name. Errors: `forbidden`. */
export function checkOwner(
  principal: Principal,
  resource: ResourceName,
  entity: Readonly<Record<string, unknown>>,
): void {
  const owner = entity["user_id"];
  if (owner === undefined || owner === principal.user_id) return;
  if (principal.rights?.sees_others ?? principal.role === "admin") return;
  throw new ZenError(
    "forbidden",
    `User '${principal.user_name}' may not make a ${RESOURCES[resource].label} in another's name.`,
    { hint: "Leave out user_id." },
  );
}

function problemsOf(change: Raw): readonly Problem[] {
  const { resource } = change;
  switch (change.op) {
    case "create":
      return entityProblems(resource, change.entity);
    case "update":
      return [
        ...setProblems(resource, change.set),
        ...expectationProblems(resource, change.expect),
      ];
    case "delete":
      return [];
  }
}

function expectationProblems(resource: ResourceName, expect: object | undefined): Problem[] {
  const kinds = fieldKinds(RESOURCES[resource]);
  return Object.keys(expect ?? {})
    .filter((field) => (kinds.get(field)?.type ?? "json") === "json")
    .map((field) => ({ field: `expect.${field}`, message: "cannot be expected" }));
}

function problemOf(field: string): Problem {
  return { field, message: "is not as it should be" };
}

function invalid(problems: readonly Problem[]): ZenError {
  const shown = problems.slice(0, MOST_PROBLEMS);
  const lines = shown.map(({ field, message }) => `\n  ${field || "the body"}: ${message}`);
  return new ZenError("invalid_input", `The changes are not valid:${lines.join("")}`, {
    hint: "Correct them and send them again: none was applied.",
    details: { problems: shown },
  });
}
