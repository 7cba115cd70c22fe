import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { connectServer } from "../../sdk/servers/connect.js";
import { findEngine } from "../../sdk/servers/container-engine.js";
import { deployChart } from "../../sdk/servers/deploy-chart.js";
import { deployContainer } from "../../sdk/servers/deploy-container.js";
import { ensureImage } from "../../sdk/servers/server-image.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { knownProfiles } from "../profile/known-profiles.js";
import { tellersFor } from "./tellers-for.js";
import type { deploySpec } from "./specs.js";

type Flags = FlagsOf<typeof deploySpec>;
type Provider = (typeof deploySpec)["flags"]["provider"]["values"][number];

export const handler: Handler<typeof deploySpec> = async (_args, flags, context) => {
  const provider = providerOf(flags);
  const cloud = CLOUDS[provider];
  if (cloud !== undefined) throw notByItself(cloud);
  if (flags.username !== "default") {
    throw new ZenError("invalid_argument", "--username: the first administrator is 'default'.", {
      hint: "Make further users afterwards: zenml user create NAME",
    });
  }
  if (!/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(flags.name)) {
    throw new ZenError("invalid_argument", `--name: '${flags.name}' is no name of a deployment.`, {
      hint: "Small letters, digits and dashes, 42 at most.",
    });
  }
  return provider === "docker" ? toContainer(flags, context) : toCluster(flags, context);
};

const PROVIDERS: readonly Provider[] = ["docker", "kubernetes", "aws", "gcp", "azure"];

function providerOf(flags: Flags): Provider {
  const named = PROVIDERS.filter((one) => flags.provider === one || flags[one]);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  throw new ZenError(
    "invalid_argument",
    only === undefined ? "Say where to deploy the server." : "A server is deployed to one place.",
    { hint: "zenml deploy --docker, or zenml deploy --kubernetes" },
  );
}

function fileAt(path: string | undefined, cwd: string): string | undefined {
  if (path === undefined) return undefined;
  const file = resolve(cwd, path);
  if (existsSync(file)) return file;
  throw new ZenError("invalid_argument", `--config: there is no file '${path}'.`, {
    hint: "It names a YAML file: with --docker the server's options, with --kubernetes values of the chart.",
  });
}

interface Cloud {
  readonly name: string;
  readonly cluster: string;
  readonly database: string;
}

const CLOUDS: Partial<Record<Provider, Cloud>> = {
  aws: { name: "AWS", cluster: "eksctl create cluster", database: "RDS" },
  gcp: {
    name: "Google Cloud",
    cluster: "gcloud container clusters create-auto",
    database: "Cloud SQL",
  },
  azure: { name: "Azure", cluster: "az aks create", database: "Azure Database" },
};

function notByItself({ name, cluster, database }: Cloud): ZenError {
  return new ZenError(
    "invalid_argument",
    `ZenML makes no machines and databases on ${name}: what they cost is for you to decide.`,
    {
      hint:
        `Make a cluster (${cluster} …) and a MySQL or PostgreSQL database (${database}), then: ` +
        "zenml deploy --kubernetes --image IMAGE, with its URL in ZENML_SERVER_STORE_URL",
    },
  );
}

async function toContainer(flags: Flags, context: Context): Promise<void> {
  const { io, output } = context;
  const known = await knownProfiles(context, { header: false });
  const engine = await findEngine(io.env);
  const notice = (text: string) => output.notice(text);
  const onLine = (line: string) => output.detail(line);
  const { baseImage, name } = flags;
  const image =
    flags.image ??
    (await ensureImage(engine, {
      env: io.env,
      notice,
      onLine,
      baseImage,
      rebuild: baseImage !== undefined,
    }));
  notice(`Deploying the ZenML server '${name}' with ${engine}...`);
  const config = fileAt(flags.config, io.cwd);
  const { deployment, activationToken } = await deployContainer(
    {
      name,
      engine,
      image,
      config,
      host: flags.ipAddress,
      port: flags.port,
      storeUrl: flags.storeUrl,
      password: flags.password,
      patience: flags.timeout * 1000,
    },
    known.paths,
  );
  const url = deployment.url ?? "";
  if (activationToken !== undefined) {
    notice("Choose the admin's password, once, with this token:");
    notice(`  zenml connect --url ${url} --username default --activation-token ${activationToken}`);
  }
  if (flags.connect) await connect(url, flags.password, context);
  await output.answer(`The ZenML server '${name}' is available at '${url}'.`, deployment);
}

async function connect(url: string, password: string | undefined, context: Context): Promise<void> {
  if (password === undefined) {
    throw new ZenError(
      "invalid_argument",
      `The server runs at ${url}; to connect, a password is missing.`,
      {
        hint: `zenml connect --url ${url}`,
      },
    );
  }
  const { io, output } = context;
  const known = await knownProfiles(context, { header: false });
  const identity = { by: "password", username: "default", password } as const;
  const { profile } = await connectServer(
    { url, identity },
    { known, cwd: io.cwd, tell: tellersFor(output) },
  );
  output.notice(`Connected to it (profile '${profile.name}').`);
}

async function toCluster(flags: Flags, context: Context): Promise<void> {
  const { io, output } = context;
  if (flags.connect) {
    throw new ZenError(
      "invalid_argument",
      "--connect: how a server on a cluster is reached is known only when it runs there.",
      { hint: "Deploy without it: the answer says how to reach the server and connect." },
    );
  }
  const { paths } = await knownProfiles(context, { header: false });
  const { name, namespace } = flags;
  const notice = (text: string) => output.notice(text);
  notice(`Deploying the ZenML server '${name}' with helm...`);
  const { deployment, notes, activationToken } = await deployChart(
    {
      name,
      namespace,
      image: flags.image,
      values: fileAt(flags.config, io.cwd),
      storeUrl: flags.storeUrl,
      password: flags.password,
      patience: flags.timeout,
      notice,
    },
    paths,
  );
  notice(notes);
  if (activationToken !== undefined) notice(`\nThe token, unless it was used: ${activationToken}`);
  await output.answer(
    `The ZenML server '${name}' runs in the namespace '${namespace}'.`,
    deployment,
  );
}
