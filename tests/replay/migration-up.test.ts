// The terminal block of the guide to 0.20 that starts a server, word by word, with a real one.
import { expect, test } from "vitest";
import { makeMachine } from "../flows/server/local-server.js";
import { readOutput } from "./read-output.js";
import { readSessions } from "./sessions.js";

test("`zenml up` prints what the guide shows, but for the port that was free", async () => {
  const session = readSessions("migration").find(({ id }) => id === "migration 1");
  const machine = await makeMachine();
  try {
    await machine.zenml("stack", "list");
    const { code, stdout, stderr } = await machine.up();
    const said = `${stderr}${stdout}`.replaceAll(`:${machine.port}`, ":8237").split("\n");
    expect(code).toBe(0);
    const [typed] = session?.typed ?? [];
    expect(typed?.command).toBe("zenml up");
    expect(readOutput(said)).toEqual(readOutput(typed?.output ?? []));
  } finally {
    await machine.remove();
  }
});
