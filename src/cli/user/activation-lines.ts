import type { NewAccount } from "../../sdk/users/account.js";
import { showTime } from "../show.js";

/** What an invited person is to be told; nothing where a password was chosen. */
export function activationLines(made: object, url: string): readonly string[] {
  if (!isInvited(made)) return [];
  const { name, activation_token, activation_expires } = made;
  const until = activation_expires === null ? "" : `, until ${showTime(activation_expires)}`;
  const line = `zenml connect --url ${url} --username ${shellWord(name)} --activation-token ${activation_token}`;
  return [`With this token, shown once and good once${until}, they choose a password:`, line];
}

type Invited = NewAccount & { readonly activation_token: string };

function isInvited(made: object): made is Invited {
  return "activation_token" in made && typeof made.activation_token === "string";
}

/** As it has to be typed in a shell. */
function shellWord(name: string): string {
  return /^[\w.@+-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
