import type { MapCall } from "./invocation.js";
import type { Reading } from "./read-arguments.js";
import { sourceTitle } from "./ref.js";
import type { Returned } from "./returned.js";
import { SINGLE_OUTPUT, guardsOf } from "./invocation.js";
import type { CollectedOutput, InvocationInput } from "./invocation.js";

/**
 * Notes what a map collects: what the pipeline that is mapped returned. Gives the names of its outputs,
 * undefined for a single one.
 */
export function collectOutputs(
  call: MapCall,
  returned: Returned,
  reading: Pick<Reading, "complain">,
): readonly string[] | undefined {
  const sources = sourcesOf(returned);
  if (sources.length === 0) {
    reading.complain({
      text: `pipeline '${call.definition.name}' returns nothing that can be collected`,
      hint: "Return the output of a step that it calls, or an object of such.",
    });
  }
  for (const [name, source] of sources) {
    if (guardsOf(source).length > 0) {
      reading.complain({
        text: `pipeline '${call.definition.name}' returns ${sourceTitle(source)} of a branch that it was not made in`,
        hint: "Call a step in each branch and return its output: that is what can be collected.",
      });
    } else if (isCollected(source, call)) call.outputs.set(name, source);
    else {
      reading.complain({
        text: `pipeline '${call.definition.name}' returns ${sourceTitle(source)}, which is not made for each item`,
        hint: "Return the output of a step that it calls.",
      });
    }
  }
  return returned.kind === "record" ? [...returned.sources.keys()] : undefined;
}

function sourcesOf(returned: Returned): readonly (readonly [string, InvocationInput])[] {
  if (returned.kind === "nothing") return [];
  return returned.kind === "single" ? [[SINGLE_OUTPUT, returned.source]] : [...returned.sources];
}

function isCollected(source: InvocationInput, call: MapCall): source is CollectedOutput {
  if ("from" in source) return source.from.place.map === call;
  return "first_of" in source && source.first_of.every(({ from }) => from.place.map === call);
}
