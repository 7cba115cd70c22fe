import { retiredCommand } from "../retired/retired-commands.js";

const RECIPES = ["list", "clean", "info", "describe", "version", "pull", "deploy", "destroy"];

/** Recipes were Terraform modules in a repository of their own; what they made is registered by hand. */
export const RETIRED = [
  ...RECIPES.map((verb) => ({
    path: ["stack", "recipe", verb],
    now: "stacks come as files that are imported.",
    successor: "zenml stack import NAME --filename stack.yaml",
  })),
  {
    path: ["stack", "register-secrets"],
    now: "a secret is registered by its name, and the values are asked for.",
    successor: "zenml secret register NAME --interactive",
  },
].map(retiredCommand);
