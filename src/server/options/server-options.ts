// What a server is started with: one table, from which flags, variables and the file are read.
import * as z from "zod/mini";
import { isNetwork } from "../guard/peers.js";
import { LOG_LEVELS } from "../observe/server-log.js";

const seconds = (value: number) =>
  z._default(z.number().check(z.minimum(0.1), z.maximum(86_400)), value);
const count = (value: number) => z._default(z.int().check(z.minimum(1)), value);
const flag = (value: boolean) => z._default(z.boolean(), value);
const list = () => z._default(z.array(z.string()), []);

export const ServerOptions = z.strictObject({
  /** Address to listen at; `0.0.0.0` for all that reach this machine. */
  host: z._default(z.string(), "127.0.0.1"),
  /** 0: any that is free. */
  port: z._default(z.int().check(z.minimum(0), z.maximum(65_535)), 8237),
  store_type: z._default(z.enum(["memory", "local", "sql"]), "local"),
  /** Folder or URL of the store. */
  store_url: z.string(),
  /** Files in PEM; both or none. */
  tls_cert: z.optional(z.string()),
  tls_key: z.optional(z.string()),
  /** Addresses and networks whose `X-Forwarded-…` headers count. */
  trusted_proxies: z._default(
    z.array(z.string().check(z.refine(isNetwork, "is no address and no network"))),
    [],
  ),
  /** Names that the server has besides those of this machine. */
  allowed_hosts: list(),
  /** Pages elsewhere that may ask: `https://dashboard.example`. */
  allowed_origins: list(),
  log_level: z._default(z.enum(LOG_LEVELS), "info"),
  /** Whether `/metrics` is for everybody. */
  public_metrics: flag(false),
  /** Days after which a login ends. */
  session_days: count(14),
  /** The administrator's first password; a file is better, since processes can be looked at. */
  admin_password: z.optional(z.string()),
  admin_password_file: z.optional(z.string()),
  /** Failed tries in a quarter of an hour, at one account and of one peer. */
  tries_per_account: count(10),
  tries_per_peer: count(50),
  max_body_bytes: count(32 * 1024 * 1024),
  max_connections: count(4096),
  /** Seconds in which the headers of a request must have arrived, and the whole request. */
  headers_timeout: seconds(10),
  request_timeout: seconds(60),
  keep_alive_timeout: seconds(20),
  /** Seconds that requests under way are given when the server stops. */
  grace: seconds(25),
});
export type ServerOptions = z.infer<typeof ServerOptions>;
export type OptionName = keyof ServerOptions;

export const OPTION_NAMES = Object.keys(ServerOptions.shape) as readonly OptionName[];

type Kind = "text" | "number" | "boolean" | "list";

const KINDS: Partial<Record<OptionName, Kind>> = {
  port: "number",
  trusted_proxies: "list",
  allowed_hosts: "list",
  allowed_origins: "list",
  public_metrics: "boolean",
  session_days: "number",
  tries_per_account: "number",
  tries_per_peer: "number",
  max_body_bytes: "number",
  max_connections: "number",
  headers_timeout: "number",
  request_timeout: "number",
  keep_alive_timeout: "number",
  grace: "number",
};

/** A value as a flag or a variable has it. What cannot be read stays text: the schema says what is wrong. */
export function optionValue(name: OptionName, text: string): unknown {
  switch (KINDS[name] ?? "text") {
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
    case "boolean":
      return BOOLEANS.get(text.toLowerCase()) ?? text;
    case "list":
      return text
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "");
    case "text":
      return text;
  }
}

const BOOLEANS = new Map([
  ["true", true],
  ["1", true],
  ["yes", true],
  ["", true],
  ["false", false],
  ["0", false],
  ["no", false],
]);
