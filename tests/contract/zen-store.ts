// The contract that every store keeps, as tests. The laws of each resource come from the resource table.
import { describe } from "vitest";
import { entityLaws } from "./zen-store/entity-laws.js";
import { listLaws } from "./zen-store/list-laws.js";
import { eachOnNewPlace } from "./zen-store/place.js";
import { renameLaws } from "./zen-store/rename-laws.js";
import { relationLaws } from "./zen-store/relation-laws.js";
import { sessionLaws } from "./zen-store/session-laws.js";
import { textLaws } from "./zen-store/text-laws.js";
import type { Subject } from "./zen-store/subject.js";

export function zenStoreContract(subject: Subject): void {
  const isHere = subject.unavailable === undefined;
  describe.runIf(isHere)(subject.name + (subject.unavailable ?? ""), () => {
    const { use, place } = eachOnNewPlace(subject);
    entityLaws(use);
    listLaws(use);
    relationLaws(use);
    renameLaws(use);
    sessionLaws(use, place);
    textLaws(use);
  });
}
