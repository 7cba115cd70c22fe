// The schema of each resource: what is checked when something comes in. Kept apart from the resource
// table, since making schemas costs more start-up time than most commands have.
import type * as z from "zod/mini";
import { Account } from "./entities/account.js";
import { ApiToken } from "./entities/api-token.js";
import { Artifact } from "./entities/artifact.js";
import { ArtifactVersion } from "./entities/artifact-version.js";
import { AuditEntry } from "./entities/audit-entry.js";
import { Component } from "./entities/component.js";
import { FlavorEntity } from "./entities/flavor.js";
import { LoginSession } from "./entities/login-session.js";
import { Pipeline } from "./entities/pipeline.js";
import { Project } from "./entities/project.js";
import { RequestKey } from "./entities/request-key.js";
import { RoleAssignment } from "./entities/role-assignment.js";
import { RoleEntity } from "./entities/role.js";
import { Run } from "./entities/run.js";
import { Schedule } from "./entities/schedule.js";
import { Stack } from "./entities/stack.js";
import { StepRun } from "./entities/step.js";
import { Tag } from "./entities/tag.js";
import { Team } from "./entities/team.js";
import { User } from "./entities/user.js";
import type { ResourceName } from "./resources.js";

export const SCHEMAS: { readonly [Name in ResourceName]: z.ZodMiniObject } = {
  user: User,
  project: Project,
  flavor: FlavorEntity,
  component: Component,
  stack: Stack,
  pipeline: Pipeline,
  run: Run,
  step: StepRun,
  artifact: Artifact,
  schedule: Schedule,
  tag: Tag,
  artifact_version: ArtifactVersion,
  role: RoleEntity,
  team: Team,
  role_assignment: RoleAssignment,
  account: Account,
  api_token: ApiToken,
  login_session: LoginSession,
  audit_entry: AuditEntry,
  request_key: RequestKey,
};
