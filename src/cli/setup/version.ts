import { VERSION } from "../../util/version.js";
import type { Handler } from "../framework/command.js";
import type { versionSpec } from "./specs.js";

export const handler: Handler<typeof versionSpec> = (_args, _flags, { output }) =>
  output.answer(`version: ${VERSION}`, { version: VERSION, node: process.versions.node });
