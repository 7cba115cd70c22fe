import type { CommandSpec } from "../framework/command.js";
import { CONFIRM_FLAGS } from "../framework/flags.js";
import { OPTION_FLAGS } from "./option-flags.js";

const GROUP = "Servers";

export const upSpec = {
  path: ["up"],
  summary: "Start a local server for the store of the active profile, and connect to it",
  description:
    "The server goes on when the terminal is closed. A profile `local` becomes the active one; `zenml down`\nand `zenml disconnect` go back to the one before.",
  group: GROUP,
  flags: {
    port: {
      kind: "number",
      minimum: 1,
      maximum: 65_535,
      summary: "Port to listen at; default: 8237",
    },
    "ip-address": {
      kind: "text",
      aliases: ["ip_address", "host"],
      placeholder: "ADDRESS",
      summary: "Address to listen at; default: 127.0.0.1, which only this machine reaches",
    },
    blocking: { kind: "boolean", summary: "Wait for the server, and stop it with Ctrl-C" },
    connect: { kind: "boolean", summary: "Leave another server for this one" },
    docker: { kind: "boolean", summary: "Run it in a container, with podman or docker" },
    image: {
      kind: "text",
      placeholder: "IMAGE",
      summary: "Image of the container; only with --docker",
    },
  },
  session: true,
  silent: true,
  examples: [
    { command: "zenml up", summary: "At http://127.0.0.1:8237" },
    { command: "zenml up --port 9000 --blocking", summary: "In this terminal, at another port" },
  ],
} as const satisfies CommandSpec;

export const downSpec = {
  path: ["down"],
  summary: "Stop the local server, and go back to the profile before",
  description: "Requests under way are finished.",
  group: GROUP,
} as const satisfies CommandSpec;

export const logsSpec = {
  path: ["logs"],
  summary: "Show what the local server wrote to its log",
  group: GROUP,
  flags: {
    follow: { kind: "boolean", short: "f", summary: "Go on with what it writes from now on" },
    tail: {
      kind: "number",
      short: "t",
      minimum: 0,
      placeholder: "LINES",
      summary: "Only the last lines",
    },
    raw: { kind: "boolean", short: "r", summary: "As it was written: JSON, a line each" },
    local: { kind: "boolean", hidden: true, summary: "The local server is meant in any case" },
  },
} as const satisfies CommandSpec;

export const connectSpec = {
  path: ["connect"],
  summary: "Connect to a server",
  description:
    "Makes a profile for the server and activates it. The password is asked for on a terminal, else taken\nfrom ZENML_STORE_PASSWORD. What opens the server is kept in the credentials file, and never printed.",
  group: GROUP,
  flags: {
    url: { kind: "text", short: "u", placeholder: "URL", summary: "https://SERVER" },
    username: {
      kind: "text",
      placeholder: "NAME",
      env: "ZENML_STORE_USERNAME",
      summary: "User; default: `default`",
    },
    password: {
      kind: "text",
      placeholder: "TEXT",
      env: "ZENML_STORE_PASSWORD",
      summary: "Password; others on this machine can see what is typed here",
    },
    "api-key": {
      kind: "text",
      placeholder: "TOKEN",
      env: "ZENML_API_TOKEN",
      summary: "API token, instead of user and password",
    },
    "activation-token": {
      kind: "text",
      placeholder: "TOKEN",
      summary: "The first time: choose the password with the token that you were given",
    },
    config: {
      kind: "text",
      placeholder: "FILE",
      summary: "YAML or JSON with url, username, password, api_key, project, ssl_ca, verify_ssl",
    },
    "raw-config": { kind: "boolean", hidden: true, summary: "No longer needed" },
    project: { kind: "text", placeholder: "NAME", summary: "Project that becomes active" },
    profile: {
      kind: "text",
      placeholder: "NAME",
      summary: "Name of the profile; default: the server's host",
    },
    "ssl-ca": {
      kind: "text",
      aliases: ["ssl-ca-cert", "ssl_ca"],
      placeholder: "FILE",
      summary: "Authorities to trust besides the usual ones, in PEM",
    },
    "verify-ssl": {
      kind: "boolean",
      tristate: true,
      summary: "`--no-verify-ssl` does not look at the server's certificate",
    },
  },
  examples: [
    {
      command: "zenml connect --url https://zenml.example.com --username alice",
      summary: "Asks for the password",
    },
    { command: "zenml connect --config server.yaml", summary: "From a file" },
  ],
} as const satisfies CommandSpec;

export const disconnectSpec = {
  path: ["disconnect"],
  summary: "Disconnect from the server, and go back to the profile before",
  group: GROUP,
} as const satisfies CommandSpec;

export const openSpec = {
  path: ["open"],
  summary: "Open the active server in the browser",
  group: GROUP,
} as const satisfies CommandSpec;

export const startSpec = {
  path: ["server", "start"],
  summary: "Run a server in the foreground, as in a container",
  description:
    "Each option can be given as a flag, as a variable ZENML_SERVER_… or in the file that --config names; what\nstands first here wins. Without a store of its own, it serves the one of the active profile. The log goes\nto standard output, a line of JSON each.",
  group: GROUP,
  flags: {
    config: { kind: "text", placeholder: "FILE", summary: "YAML or JSON with the options" },
    ...OPTION_FLAGS,
    "tell-parent": { kind: "boolean", hidden: true, summary: "Tell the program that started it" },
  },
  session: true,
  silent: true,
  examples: [
    {
      command: "zenml server start --host 0.0.0.0 --store-url sqlite:////data/zenml.db",
      summary: "For all that reach this machine",
    },
  ],
} as const satisfies CommandSpec;

export const deploySpec = {
  path: ["deploy"],
  summary: "Deploy a server: in a container, or on Kubernetes",
  description:
    "Without a password for the admin, the server's log has a token with which to choose one, once.",
  group: GROUP,
  flags: {
    docker: { kind: "boolean", summary: "In a container of this machine, with podman or docker" },
    kubernetes: {
      kind: "boolean",
      aliases: ["helm"],
      summary: "On the cluster that kubectl talks to, with helm",
    },
    aws: { kind: "boolean", summary: "Tells what to do on AWS" },
    gcp: { kind: "boolean", summary: "Tells what to do on Google Cloud" },
    azure: { kind: "boolean", summary: "Tells what to do on Azure" },
    provider: {
      kind: "choice",
      short: "p",
      values: ["docker", "kubernetes", "aws", "gcp", "azure"],
      hidden: true,
      summary: "The same as the flag of that name",
    },
    name: {
      kind: "text",
      default: "zenml",
      placeholder: "NAME",
      summary: "Name of the deployment",
    },
    port: {
      kind: "number",
      minimum: 1,
      maximum: 65_535,
      default: 8080,
      summary: "Port of this machine, with --docker",
    },
    "ip-address": {
      kind: "text",
      default: "127.0.0.1",
      placeholder: "ADDRESS",
      summary: "Address of this machine, with --docker",
    },
    image: {
      kind: "text",
      placeholder: "IMAGE",
      summary: "Image to use; default with --docker: one built from the Dockerfile",
    },
    "base-image": {
      kind: "text",
      placeholder: "IMAGE",
      summary: "Image with Node to build on, with --docker",
    },
    "store-url": {
      kind: "text",
      placeholder: "URL",
      env: "ZENML_SERVER_STORE_URL",
      summary: "Database of the server; default: SQLite in a volume",
    },
    username: {
      kind: "text",
      default: "default",
      hidden: true,
      summary: "The first administrator is called `default`",
    },
    password: {
      kind: "text",
      placeholder: "TEXT",
      env: "ZENML_SERVER_ADMIN_PASSWORD",
      summary: "The admin's first password; better in the variable",
    },
    timeout: {
      kind: "number",
      short: "t",
      minimum: 1,
      default: 120,
      placeholder: "SECONDS",
      summary: "How long to wait for the server",
    },
    namespace: {
      kind: "text",
      default: "zenml",
      placeholder: "NAME",
      summary: "Namespace of the cluster, with --kubernetes",
    },
    config: {
      kind: "text",
      placeholder: "FILE",
      summary: "With --docker the server's options, with --kubernetes values of the chart",
    },
    connect: { kind: "boolean", summary: "Connect to it; needs the admin's password" },
    "gcp-project-id": { kind: "text", hidden: true, summary: "Of the old product" },
  },
  examples: [
    { command: "zenml deploy --docker", summary: "At http://127.0.0.1:8080" },
    {
      command: "zenml deploy --kubernetes --image registry.example.com/zenml:0.1.0",
      summary: "With the Helm chart",
    },
  ],
} as const satisfies CommandSpec;

export const destroySpec = {
  path: ["destroy"],
  summary: "Take down a server that was deployed",
  description: "Its data are kept, but with --volumes.",
  group: GROUP,
  flags: {
    ...CONFIRM_FLAGS,
    name: {
      kind: "text",
      placeholder: "NAME",
      summary: "Name of the deployment; default: the only one",
    },
    volumes: { kind: "boolean", summary: "Delete the server's data too" },
  },
} as const satisfies CommandSpec;
