// The Azure integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, secret, text, textLike } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";

export const flavors: readonly Flavor[] = [
  {
    name: "azure",
    type: "artifact_store",
    description: "Keeps artifacts in a container of Azure Blob Storage.",
    local: false,
    remote: true,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      path: textLike(
        /^(?:abfs|abfss|az):\/\//,
        "begins with az:// or abfs://",
        "Where artifacts go: az://container/folder",
      ),
    }),
  },
  {
    name: "azure",
    type: "secrets_manager",
    description: "Keeps secrets in an Azure Key Vault.",
    local: false,
    remote: false,
    config: z.strictObject({
      ...secretScope,
      key_vault_name: text("Name of the key vault"),
    }),
  },
  {
    name: "azureml",
    type: "step_operator",
    description: "Runs single steps on AzureML compute.",
    local: false,
    remote: true,
    config: z.strictObject({
      subscription_id: text("Id of the Azure subscription"),
      resource_group: text("Name of the resource group"),
      workspace_name: text("Name of the AzureML workspace"),
      compute_target_name: text("Name of the compute target that steps run on"),
      environment_name: optional(text("Name of an AzureML environment to run in")),
      tenant_id: optional(secret("Id of the Azure tenant")),
      service_principal_id: optional(secret("Id of the service principal to log in as")),
      service_principal_password: optional(secret("Password of the service principal")),
    }),
  },
];
