// The npm packages behind the flavors of integrations: what is needed, what is there, how it gets there.
import { INTEGRATIONS, flavorsOf, isImplemented, packageOf } from "../../stack/integrations.js";
import type { Integration } from "../../stack/integrations.js";
import { findIntegrations } from "./find-integrations.js";
import { missingRequirements } from "./installed.js";
import { findPackageManager, installCommand, uninstallCommand } from "./package-manager.js";
import type { PackageManager } from "./package-manager.js";

export interface IntegrationListing {
  readonly name: string;
  readonly installed: boolean;
  /** Whether any of its flavors can be used by now. */
  readonly implemented: boolean;
  readonly packages: readonly string[];
  /** `artifact_store/s3`, … */
  readonly flavors: readonly string[];
}

export interface PackageChange {
  readonly integrations: readonly Integration[];
  /** Those of the integrations that are missing, or, to uninstall, that are there. */
  readonly packages: readonly string[];
  /** Undefined when there is nothing to do. */
  readonly manager: PackageManager | undefined;
  /** Program and arguments; undefined when there is nothing to do. */
  readonly command: readonly [string, ...string[]] | undefined;
}

export interface RunOptions {
  /** Default: the process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Takes what the package manager says while it works; default: nobody does. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export class Integrations {
  readonly #cwd: string;
  readonly #known: readonly Integration[];

  /** @param cwd folder in the project that packages are looked for in and go into */
  constructor(cwd: string = process.cwd(), known: readonly Integration[] = INTEGRATIONS) {
    this.#cwd = cwd;
    this.#known = known;
  }

  list(): IntegrationListing[] {
    return this.#known.map(({ name, packages }) => ({
      name,
      installed: missingRequirements(packages, this.#cwd).length === 0,
      implemented: isImplemented(name),
      packages,
      flavors: flavorsOf(name).map((flavor) => `${flavor.type}/${flavor.name}`),
    }));
  }

  /** Of those that are named, else of all. Errors: `not_found`, `invalid_argument`. */
  requirements(names: readonly string[] = []): readonly Integration[] {
    return findIntegrations(names, this.#known);
  }

  /** What installing would do; without names, all whose flavors can be used. */
  planInstall(names: readonly string[], ignored: readonly string[] = []): PackageChange {
    const without = ignored.length === 0 ? [] : findIntegrations(ignored, this.#known);
    const integrations = findIntegrations(names, this.#known).filter(
      (one) => !without.includes(one) && (names.length > 0 || isWorthInstalling(one)),
    );
    const packages = missingRequirements(requirementsOf(integrations), this.#cwd);
    return this.#change(integrations, packages, installCommand);
  }

  /** What uninstalling would do: packages that another integration named here needs too go as well. */
  planUninstall(names: readonly string[]): PackageChange {
    const integrations = findIntegrations(names, this.#known);
    const requirements = requirementsOf(integrations);
    const missing = missingRequirements(requirements, this.#cwd);
    const there = requirements.filter((one) => !missing.includes(one)).map(packageOf);
    return this.#change(integrations, there, uninstallCommand);
  }

  /** Errors: `integration_not_installed`, with what to type instead. */
  async run({ manager, command }: PackageChange, options: RunOptions = {}): Promise<void> {
    if (manager === undefined || command === undefined) return;
    const { env = process.env, onOutput = () => undefined } = options;
    const { runPackageManager } = await import("./run-package-manager.js");
    await runPackageManager(command, { project: manager.project, env, onOutput });
  }

  #change(
    integrations: readonly Integration[],
    packages: readonly string[],
    commandFor: typeof installCommand,
  ): PackageChange {
    if (packages.length === 0) {
      return { integrations, packages, manager: undefined, command: undefined };
    }
    const manager = findPackageManager(this.#cwd);
    return { integrations, packages, manager, command: commandFor(manager, packages) };
  }
}

function requirementsOf(integrations: readonly Integration[]): string[] {
  return [...new Set(integrations.flatMap(({ packages }) => packages))];
}

/** Without being named: it can be used, and needs something. */
function isWorthInstalling({ name, packages }: Integration): boolean {
  return packages.length > 0 && isImplemented(name);
}
