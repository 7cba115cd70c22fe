// A profile as a file that can be handed on: where its store is and what is active, without passwords.
import { dump } from "js-yaml";
import * as z from "zod/mini";
import { Name } from "../domain/entities/fields.js";
import { FORMAT_VERSION } from "./config-model.js";
import { parseConfig } from "./parse-config.js";

const Schema = z.strictObject({
  version: z.literal(FORMAT_VERSION),
  name: Name,
  store_type: z.enum(["local", "sql", "rest"]),
  /** Absent: the default place of the machine that it is read on. */
  store_url: z.optional(z.string().check(z.minLength(1, "a store URL cannot be empty"))),
  active_project: z.optional(Name),
  active_stack: z.optional(Name),
  active_user: z.optional(Name),
});

export type ProfileFile = Omit<z.infer<typeof Schema>, "version">;

/** Errors: `config_invalid` with line and column of every problem. */
export function parseProfileFile(text: string, file: string): ProfileFile {
  const { version: _version, ...profile } = parseConfig(text, file, Schema);
  return profile;
}

export function writeProfileFile(profile: ProfileFile): string {
  const document = { version: FORMAT_VERSION, ...profile };
  return `# Read with: zenml profile create --from FILE\n${dump(document, { skipInvalid: true })}`;
}
