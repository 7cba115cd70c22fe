import * as z from "zod/mini";
import type { ErrorBody } from "../../domain/api.js";
import { STATUS_CODES } from "../status-codes.js";
import { jsonSchema } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";

export function errorSchema(): JsonSchema {
  const body: z.ZodMiniType<ErrorBody> = z.strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(STATUS_CODES)),
      message: z.string(),
      hint: z.nullable(z.string()),
      details: z.nullable(z.record(z.string(), z.unknown())),
    }),
  });
  return jsonSchema(body, "output");
}
