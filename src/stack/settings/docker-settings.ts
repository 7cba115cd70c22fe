// What a person asks of the images that steps run in. The names are ZenML's own.
import * as z from "zod/mini";
import { Json } from "../../domain/entities/fields.js";

const words = (description: string) => z.string().check(z.meta({ description }));
const list = (description: string) => z.array(z.string()).check(z.meta({ description }));
const yesNo = (description: string, byDefault: boolean) =>
  z.optional(z.boolean().check(z.meta({ description, default: byDefault })));

export const DockerSettingsSchema = z.strictObject({
  parent_image: z.optional(words("Image that is built on")),
  dockerfile: z.optional(words("Dockerfile of the image that is built on")),
  build_context_root: z.optional(words("Folder that the Dockerfile is built in")),
  build_options: z.optional(
    z.record(z.string(), Json).check(z.meta({ description: "Options of the build" })),
  ),
  dockerignore: z.optional(words("File that names what is not copied")),
  copy_files: yesNo("Copy the project's files into the image", true),
  copy_global_config: yesNo("Copy the settings of this machine's user into the image", true),
  environment: z.optional(
    z.record(z.string(), Json).check(z.meta({ description: "Environment variables of the image" })),
  ),
  install_stack_requirements: yesNo("Install what the stack's integrations need", true),
  replicate_local_python_environment: z.optional(
    z
      .enum(["pip_freeze", "poetry_export"])
      .check(z.meta({ description: "Install the Python packages of this machine" })),
  ),
  required_integrations: z.optional(list("Integrations whose packages are installed")),
  requirements: z.optional(
    z
      .union([z.string(), z.array(z.string())])
      .check(z.meta({ description: "Packages to install, or the path of a file with them" })),
  ),
  apt_packages: z.optional(list("Debian packages to install")),
  target_repository: z.optional(
    z
      .string()
      .check(z.meta({ description: "Repository that the image is pushed to", default: "zenml" })),
  ),
  user: z.optional(words("User that the container runs as")),
});

/** What a step's image is built with, e.g. `settings: { docker: { requirements: ["numpy"] } }`. */
export type DockerSettings = z.infer<typeof DockerSettingsSchema>;
