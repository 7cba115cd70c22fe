// Which keys a secret of a schema has: what integrations look for in it.

interface SecretSchema {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const ARBITRARY = "arbitrary";

/** By name; `arbitrary` secrets have whichever keys they are given. */
export const SECRET_SCHEMAS: Readonly<Record<string, SecretSchema>> = {
  aws: {
    required: ["aws_access_key_id", "aws_secret_access_key"],
    optional: ["aws_session_token"],
  },
  azure: {
    required: [],
    optional: [
      "account_name",
      "account_key",
      "sas_token",
      "connection_string",
      "account_url",
      "tenant_id",
      "client_id",
      "client_secret",
    ],
  },
  basic_auth: { required: ["username", "password"], optional: [] },
  gcp: { required: ["token"], optional: [] },
  mysql: {
    required: [],
    optional: ["user", "password", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify_server_cert"],
  },
};

export const SCHEMA_NAMES: readonly string[] = [ARBITRARY, ...Object.keys(SECRET_SCHEMAS)];

/** The keys of a schema, the required ones first; none for `arbitrary`. */
export function keysOfSchema(name: string): readonly string[] {
  const { required, optional } = schemaOf(name);
  return [...required, ...optional];
}

export function schemaOf(name: string): SecretSchema {
  return SECRET_SCHEMAS[name] ?? { required: [], optional: [] };
}
