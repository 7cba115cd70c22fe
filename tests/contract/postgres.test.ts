import { POSTGRES_SERVER } from "../databases/servers.js";
import { zenStoreContract } from "./zen-store.js";
import { onServer } from "./zen-store/server-places.js";

zenStoreContract(onServer(POSTGRES_SERVER));
