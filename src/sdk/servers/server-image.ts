// The image of this very version: what is installed here, on an image with Node. Nothing is downloaded
// where the packages that are installed suit the container.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import * as z from "zod/mini";
import { ZenError } from "../../domain/errors.js";
import { VERSION } from "../../util/version.js";
import { engineError, runEngine } from "./container-engine.js";

export interface ImageOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly notice: (text: string) => void;
  readonly onLine: (line: string) => void;
  /** An image with Node; default: that of the Dockerfile, or ZENML_BASE_IMAGE. */
  readonly baseImage?: string | undefined;
  /** Default: only where there is none of this version. */
  readonly rebuild?: boolean | undefined;
}

export const SERVER_IMAGE = `zenml-server:${VERSION}`;

/** Builds it where it is missing; its name. Errors: `store_unreachable` with what the engine said. */
export async function ensureImage(engine: string, options: ImageOptions): Promise<string> {
  const { notice, onLine, env, baseImage = env["ZENML_BASE_IMAGE"], rebuild = false } = options;
  const known = await runEngine(engine, ["image", "inspect", SERVER_IMAGE]);
  if (known.code === 0 && !rebuild) return SERVER_IMAGE;
  notice(`Building the image ${SERVER_IMAGE}...`);
  const context = mkdtempSync(join(tmpdir(), "zenml-image-"));
  try {
    fillContext(context);
    const base = baseImage ? ["--build-arg", `BASE_IMAGE=${baseImage}`] : [];
    const file = join(context, "Dockerfile");
    const extra = (env["ZENML_BUILD_ARGS"] ?? "").split(/\s+/).filter((word) => word !== "");
    const args = ["build", "--tag", SERVER_IMAGE, "--file", file, ...base, ...extra, context];
    const { code, stderr, stdout } = await runEngine(engine, args, { onLine });
    if (code !== 0) throw engineError(engine, args, `${stdout}\n${stderr}`);
    return SERVER_IMAGE;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** Folder of this package: the code lies in dist/code below it. */
export function packageFolder(): string {
  return join(import.meta.dirname, "..", "..");
}

function fillContext(context: string): void {
  const root = packageFolder();
  const dockerfile = join(root, "deploy", "Dockerfile");
  if (!existsSync(dockerfile)) {
    throw new ZenError("invalid_input", `There is no Dockerfile at ${dockerfile}.`, {
      hint: "Install the package again, or name an image: --image IMAGE",
    });
  }
  cpSync(dockerfile, join(context, "Dockerfile"));
  for (const name of ["bin", "dist", "package.json"]) {
    cpSync(join(root, name), join(context, name), {
      recursive: true,
      filter: (path) => !path.includes(`${sep}.compiled`),
    });
  }
  // Compiled parts of packages are for this system; elsewhere they are installed in the image.
  if (process.platform !== "linux") return;
  for (const folder of productionPackages(root)) {
    const name = folder.slice(folder.lastIndexOf(`node_modules${sep}`));
    cpSync(folder, join(context, name), { recursive: true, dereference: true });
  }
}

const Manifest = z.object({
  dependencies: z._default(z.record(z.string(), z.string()), {}),
  optionalDependencies: z._default(z.record(z.string(), z.string()), {}),
});

/** The folders of all packages that are needed to run, as they are found from here. */
function productionPackages(root: string): readonly string[] {
  const found = new Set<string>();
  const visit = (folder: string) => {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { dependencies, optionalDependencies } = Manifest.parse(JSON.parse(text));
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = placeOf(name, folder);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      visit(place);
    }
  };
  visit(root);
  return [...found];
}

/** Undefined: not installed, as what is for other systems. */
function placeOf(name: string, from: string): string | undefined {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  return paths
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, "package.json")));
}
