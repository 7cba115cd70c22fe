import { Secrets } from "../../sdk/secrets/secrets.js";
import type { Context } from "../framework/context.js";

/** The secrets that apply, and a word about where they are when no stack says so. */
export async function openSecrets(context: Context): Promise<Secrets> {
  const session = await context.openSession();
  const secrets = new Secrets(session);
  if ((await secrets.component()) === undefined) {
    const whose = session.settings.profile === undefined ? "this store" : "this profile";
    context.output.notice(
      `The active stack has no secrets manager: using the secrets of ${whose} on this machine.`,
    );
  }
  return secrets;
}
