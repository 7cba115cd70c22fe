import { ZenError } from "../../domain/errors.js";
import { findLocalServer } from "../../sdk/servers/local-server.js";
import type { Handler } from "../framework/command.js";
import { openInBrowser } from "../artifact/open-in-browser.js";
import { knownProfiles } from "../profile/known-profiles.js";
import type { openSpec } from "./specs.js";

export const handler: Handler<typeof openSpec> = async (_args, _flags, context) => {
  const { io, output } = context;
  const { settings, paths } = await knownProfiles(context, { header: false });
  const local = await findLocalServer(paths);
  const active = settings?.store.type === "rest" ? settings.store.url : undefined;
  if (active !== undefined && local?.url === active && !local.isRunning) throw notRunning(active);
  const url = active ?? (local?.isRunning === true ? local.url : undefined);
  if (url === undefined) {
    throw new ZenError("invalid_input", "No server is active, and none runs on this machine.", {
      hint: "zenml up, or zenml connect --url URL",
    });
  }
  const opened = await openInBrowser(url, io.env);
  output.notice(opened ? "Opening in the browser:" : "There is no browser here. Open:");
  await output.answer(url, { url, opened });
};

function notRunning(url: string): ZenError {
  return new ZenError("store_unreachable", `The local ZenML server (${url}) is not running.`, {
    hint: "zenml up starts it again, zenml disconnect goes back to what was active before.",
  });
}
