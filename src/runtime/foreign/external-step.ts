// What a step that is a command says about itself: plain data, made by `commandStep` and `pythonStep`.

/** Where Python comes from, and what is installed in it. */
export interface PythonEnvironment {
  /** A version (`3.11`, `>=3.9`), the path of an interpreter, or the folder of a virtual environment. */
  readonly python?: string | undefined;
  /** A requirements file, relative to the step's file; or the requirements themselves. */
  readonly requirements?: string | readonly string[] | undefined;
  /** What makes the environment; default: `uv` where it is installed, else `venv`. */
  readonly tool?: "uv" | "venv" | undefined;
}

interface ExternalBasics {
  /** Input → name of the materializer that it is declared as; undefined: any inputs. */
  readonly inputs: Readonly<Record<string, string>> | undefined;
  /** Variables of the environment, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that are read besides the inputs, relative to the step's file; undefined: not known. */
  readonly files: readonly string[] | undefined;
  /** Seconds without a sign of life after which the step fails. */
  readonly heartbeat_timeout: number | undefined;
}

export interface CommandRecipe extends ExternalBasics {
  readonly type: "command";
  /** The program and its arguments, with places such as `{inputs.data}`; never given to a shell. */
  readonly command: readonly string[];
  /** Relative to the step's file. */
  readonly folder: string;
}

export interface PythonRecipe extends ExternalBasics {
  readonly type: "python";
  /** Relative to the step's file. */
  readonly script: string;
  /** Undefined: the script is run as a program. */
  readonly function: string | undefined;
  readonly environment: PythonEnvironment;
  /** Whether the process may serve further steps of the run. */
  readonly keep_warm: boolean;
}

export type ExternalStep = CommandRecipe | PythonRecipe;
