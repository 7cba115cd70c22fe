// Which errors a route may answer: what follows from its path, body and policy, and what it says itself.
import type { ErrorCode } from "../../domain/errors.js";
import { STATUS_CODES } from "../status-codes.js";
import { isPublic } from "../routes/route.js";
import type { Route } from "../routes/route.js";
import { refTo } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";

/** Wherever a store is asked. */
const ALWAYS: readonly ErrorCode[] = [
  "forbidden",
  "internal",
  "store_corrupt",
  "store_locked",
  "store_unreachable",
];
const CHANGING: readonly ErrorCode[] = ["conflict", "too_many_requests", "disk_full"];

function codesOf(route: Route): readonly ErrorCode[] {
  const { method, path, query, body, refuses = [] } = route;
  const takes = query !== undefined || body !== undefined || !isPublic(route);
  return [
    ...ALWAYS,
    ...(takes ? (["invalid_input"] as const) : []),
    ...(body === undefined ? [] : (["too_large"] as const)),
    ...(isPublic(route) ? [] : (["unauthenticated"] as const)),
    ...(path.includes(":") ? (["not_found"] as const) : []),
    ...(method === "GET" ? [] : CHANGING),
    ...refuses,
  ];
}

/** By status; each names the codes that it may have. */
export function refusalsOf(route: Route): Readonly<Record<string, JsonSchema>> {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codesOf(route)) {
    const codes = byStatus.get(STATUS_CODES[code]) ?? new Set();
    byStatus.set(STATUS_CODES[code], codes.add(code));
  }
  const statuses = [...byStatus].toSorted(([one], [other]) => one - other);
  return Object.fromEntries(statuses.map(([status, codes]) => [status, refusal([...codes])]));
}

function refusal(codes: readonly ErrorCode[]): JsonSchema {
  const code = { properties: { error: { properties: { code: { enum: codes } } } } };
  return {
    description: codes.join(", "),
    content: { "application/json": { schema: { allOf: [refTo("error"), code] } } },
  };
}
