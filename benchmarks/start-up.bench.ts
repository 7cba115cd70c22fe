// Fills the store that the environment names, for `start-up`.
import { openSession } from "../src/sdk/session.js";
import { writeRuns } from "./runs.js";

const session = await openSession({ header: false });
await writeRuns(session.store, 10_000);
await session.close();
