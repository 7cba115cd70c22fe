// Starts the database servers that this machine has, for the projects that test on them. What the
// environment names already is used as it is.
import { startServices, stopServices } from "../../scripts/services.mjs";

export async function setup(): Promise<() => Promise<void>> {
  const { running, missing } = await startServices();
  for (const { variable, url } of running) process.env[variable] = url;
  for (const reason of missing) console.error(`not started: ${reason}`);
  return () => stopServices(running);
}
