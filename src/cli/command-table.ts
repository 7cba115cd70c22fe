// THE table of commands: what exists, and which module knows more. Help, completion and the reference
// are derived from it. A noun's commands are loaded when it is named, a command when it is run.
import { COMPONENT_TYPES, kindWord } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import { KIND_SUMMARIES } from "./component/kinds.js";
import { command } from "./framework/command.js";
import type { CommandTable, Noun } from "./framework/command-table.js";
import * as setup from "./setup/specs.js";

const retired = (name: string): Noun => ({
  name,
  group: "Other Commands",
  summary: "Retired",
  hidden: true,
  load: () => import("./retired/commands.js"),
});

const componentNoun = (type: ComponentType): Noun => ({
  name: kindWord(type),
  group: "Stack Components",
  summary: KIND_SUMMARIES[type],
  load: async () => {
    const { componentCommands } = await import("./component/commands.js");
    return { commands: componentCommands(type) };
  },
});

/** Words of servers: each is a command of its own, and loaded only when it is named. */
const SERVER_WORDS = {
  up: "Start a local server and connect to it",
  down: "Stop the local server",
  connect: "Connect to a server",
  disconnect: "Disconnect from a server",
  open: "Open the active server in the browser",
  logs: "The local server's log",
  server: "Run a server in the foreground",
  deploy: "Deploy a server in a container or on Kubernetes",
  destroy: "Take down a server that was deployed",
} as const;

const serverNoun = ([name, summary]: readonly [string, string]): Noun => ({
  name,
  group: "Servers",
  summary,
  load: async () => {
    const { serverCommands } = await import("./server/commands.js");
    return { commands: serverCommands(name) };
  },
});

export const TABLE: CommandTable = {
  nouns: [
    {
      name: "pipeline",
      group: "Pipelines and Runs",
      summary: "Pipelines and their versions",
      load: () => import("./pipeline/commands.js"),
    },
    {
      name: "run",
      group: "Pipelines and Runs",
      summary: "Run a pipeline, and read what runs did",
      load: () => import("./run/commands.js"),
    },
    {
      name: "step",
      group: "Pipelines and Runs",
      summary: "Steps of runs",
      load: () => import("./step/commands.js"),
    },
    {
      name: "artifact",
      group: "Pipelines and Runs",
      summary: "Values that steps wrote",
      load: () => import("./artifact/commands.js"),
    },
    {
      name: "schedule",
      group: "Pipelines and Runs",
      summary: "Pipelines that are run at their times",
      load: () => import("./schedule/commands.js"),
    },
    {
      name: "stack",
      group: "Stacks",
      summary: "Stacks to define various environments",
      load: () => import("./stack/commands.js"),
    },
    ...COMPONENT_TYPES.map(componentNoun),
    ...["analytics", "example", "go", "logging", "metadata-store"].map(retired),
    ...Object.entries(SERVER_WORDS).map(serverNoun),
    {
      name: "profile",
      group: "Configuration",
      summary: "Configuration of ZenML profiles",
      load: () => import("./profile/commands.js"),
    },
    {
      name: "project",
      group: "Configuration",
      summary: "Projects of the active profile",
      load: () => import("./project/commands.js"),
    },
    {
      name: "secret",
      group: "Configuration",
      summary: "Secrets: passwords, keys and tokens that components refer to",
      load: () => import("./secret/commands.js"),
    },
    {
      name: "store",
      group: "Configuration",
      summary: "Whole stores: copied, backed up, restored",
      load: () => import("./store/commands.js"),
    },
    {
      name: "user",
      group: "Configuration",
      summary: "Users of the active profile",
      load: () => import("./user/commands.js"),
    },
    {
      name: "role",
      group: "Configuration",
      summary: "Roles of a server, and who has them",
      load: () => import("./role/commands.js"),
    },
    {
      name: "team",
      group: "Configuration",
      summary: "Users of a server who are given roles together",
      load: () => import("./team/commands.js"),
    },
    {
      name: "audit",
      group: "Configuration",
      summary: "What was done on a server, and by whom",
      load: () => import("./audit/commands.js"),
    },
    {
      name: "token",
      group: "Configuration",
      summary: "API tokens of a server, for programs",
      load: () => import("./token/commands.js"),
    },
    {
      name: "integration",
      group: "Stack Components",
      summary: "npm packages that flavors of integrations need",
      load: () => import("./integration/commands.js"),
    },
  ],
  commands: [
    command(setup.initSpec, () => import("./setup/init.js")),
    command(setup.statusSpec, () => import("./setup/status.js")),
    command(setup.cleanSpec, () => import("./setup/clean.js")),
    command(setup.doctorSpec, () => import("./setup/doctor.js")),
    command(setup.versionSpec, () => import("./setup/version.js")),
    command(setup.completeSpec, () => import("./setup/complete.js")),
    command(setup.completionSpec, () => import("./setup/completion.js")),
  ],
};
