import * as z from "zod/mini";
import { optional, text, withDefault } from "./fields.js";

const SecretsManagerScope = z
  .enum(["none", "global", "component", "namespace"])
  .check(z.meta({ id: "SecretsManagerScope", description: "Who shares the secrets" }));

/** The fields of every secrets manager. */
export const secretScope = {
  scope: withDefault(SecretsManagerScope, "component"),
  namespace: optional(text("Name of the namespace, where the scope is `namespace`")),
};
