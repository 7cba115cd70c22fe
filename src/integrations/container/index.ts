// Containers without a cloud: registries of images, and this machine's podman or docker. Only what the
// flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, options, text } from "../../stack/schema/fields.js";

const Engine = z
  .enum(["podman", "docker"])
  .check(z.meta({ description: "Program that runs containers; default: the one that is there" }));

export const flavors: readonly Flavor[] = [
  {
    name: "default",
    type: "container_registry",
    description: "Any container registry.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: host:port/path"),
    }),
  },
  {
    name: "azure",
    type: "container_registry",
    description: "An Azure Container Registry.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: NAME.azurecr.io"),
    }),
  },
  {
    name: "dockerhub",
    type: "container_registry",
    description: "A namespace of Docker Hub.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: docker.io/NAME"),
    }),
  },
  {
    name: "gcp",
    type: "container_registry",
    description: "A registry of Google Cloud.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: REGION-docker.pkg.dev/PROJECT/NAME"),
    }),
  },
  {
    name: "github",
    type: "container_registry",
    description: "The GitHub container registry.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: ghcr.io/NAME"),
    }),
  },
  {
    name: "container",
    type: "image_builder",
    description: "Builds images with this machine's podman or docker.",
    local: true,
    config: z.strictObject({
      engine: optional(Engine),
      build_options: optional(options("Further flags of the build command, by name")),
    }),
  },
  {
    name: "container",
    type: "step_operator",
    description: "Runs single steps in containers of this machine's podman or docker.",
    local: true,
    config: z.strictObject({
      engine: optional(Engine),
      image: optional(text("Image that steps run in; default: one built for the pipeline")),
      volumes: optional(
        z
          .array(z.string())
          .check(z.meta({ description: "Folders to mount, each as HOST:CONTAINER" })),
      ),
      run_options: optional(options("Further flags of the run command, by name")),
    }),
  },
];
