import { ZenError } from "../../domain/errors.js";

/** Why a port cannot be had. */
export function listenError(cause: unknown, host: string, port: number): ZenError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const place = `${host}:${port}`;
  switch (code) {
    case "EADDRINUSE":
      return new ZenError("address_in_use", `Something else listens at ${place} already.`, {
        hint: `Stop it, or take another port: --port ${port + 1}`,
        cause,
      });
    case "EACCES":
      return new ZenError("forbidden", `This user may not listen at ${place}.`, {
        hint: "Ports below 1024 belong to the system: take a higher one.",
        cause,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new ZenError("invalid_input", `'${host}' is no address of this machine.`, {
        hint: "Write 127.0.0.1 for this machine alone, or 0.0.0.0 for all that reach it.",
        cause,
      });
    default:
      return new ZenError("internal", `The server cannot listen at ${place}.`, { cause });
  }
}
