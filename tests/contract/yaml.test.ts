import { zenStoreContract } from "./zen-store.js";
import { SUBJECTS } from "./zen-store/subjects.js";

zenStoreContract(SUBJECTS.yaml);
