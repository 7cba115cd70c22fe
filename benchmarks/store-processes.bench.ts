// One process of `store-processes`: says that it is ready, waits for the word, registers, says that it is done.
import { once } from "node:events";
import { openStore } from "../src/store/open.js";

const [type, url = "", number = "", count = "0"] = process.argv.slice(2);
if (type !== "sql" && type !== "local") throw new Error("no such type");
const { store } = await openStore({ type, url });

if (number === "count") {
  let found = 0;
  const filters = [{ field: "name", operator: "startswith", value: "of " }] as const;
  for await (const _ of store.components.all({ filters, limit: 1000 })) found += 1;
  process.stdout.write(`${found}\n`);
} else {
  const register = (name: string) =>
    store.components.create({
      ...{ name, type: "orchestrator", flavor: "local" },
      ...{ configuration: {}, shared: false },
    });
  // What is loaded for the first write belongs to the start.
  await register(`first of ${number}`);
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  for (let index = 0; index < Number(count); index++) await register(`of ${number} ${index}`);
  process.stdout.write("done\n");
}
await store.close();
process.stdin.destroy();
