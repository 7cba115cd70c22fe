/** Plural of a resource, as a type: the name of its entity store. */
export interface Plurals {
  user: "users";
  project: "projects";
  flavor: "flavors";
  component: "components";
  stack: "stacks";
  pipeline: "pipelines";
  run: "runs";
  step: "steps";
  artifact: "artifacts";
  schedule: "schedules";
  tag: "tags";
  artifact_version: "artifact_versions";
  role: "roles";
  team: "teams";
  role_assignment: "role_assignments";
  account: "accounts";
  api_token: "api_tokens";
  login_session: "login_sessions";
  audit_entry: "audit_entries";
  request_key: "request_keys";
}
