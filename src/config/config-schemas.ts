// Schemas of the settings files: loaded when a file is not in the form that we write it in.
import * as z from "zod/mini";
import { Name } from "../domain/entities/fields.js";
import { FORMAT_VERSION, STORE_TYPES } from "./config-model.js";
import type { GlobalConfig, RepositoryConfig } from "./config-model.js";

const version = z.literal(FORMAT_VERSION);

const ProfileSchema = z.strictObject({
  name: Name,
  store_type: z.enum(STORE_TYPES),
  store_url: z.string().check(z.minLength(1, "a store URL cannot be empty")),
  active_project: Name,
  active_stack: Name,
  active_user: Name,
  // A name of its own, so that no folder elsewhere can be meant.
  folder: z.optional(Name.check(z.refine((name) => !/^\.+$/.test(name), "is no folder's name"))),
  ssl_ca: z.optional(z.string().check(z.minLength(1))),
  ssl_verify: z.optional(z.literal("none")),
});

export const GlobalSchema: z.ZodMiniType<GlobalConfig> = z.strictObject({
  version,
  active_profile: Name,
  profiles: z
    .array(ProfileSchema)
    .check(
      z.refine(
        (profiles) => new Set(profiles.map(({ name }) => name)).size === profiles.length,
        "two profiles have the same name",
      ),
    ),
});

export const RepositorySchema: z.ZodMiniType<RepositoryConfig> = z.strictObject({
  version,
  active_profile: z.nullable(Name),
  active_project: z.nullable(Name),
  active_stack: z.nullable(Name),
});
