// Completion scripts, written out from the command table: no program runs while a person presses Tab.
import type { Command } from "../framework/command.js";
import { completions } from "./completion-words.js";
import type { Completion, Word } from "./completion-words.js";

export function bashCompletion(commands: readonly Command[]): string {
  const cases = completions(commands).map(
    (place) => `    "${place.path.join(" ")}") words=${quote(wordsOf(place).join(" "))} ;;`,
  );
  return `# bash completion for zenml
_zenml() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" words="" word
${pathLoop("${COMP_WORDS[@]:1:COMP_CWORD-1}", commands)}
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _zenml zenml
`;
}

export function zshCompletion(commands: readonly Command[]): string {
  const cases = completions(commands).map(({ path, verbs, flags }) => {
    const entries = [...verbs, ...flags].map(({ word, summary }) => quote(`${word}:${summary}`));
    return `    "${path.join(" ")}") entries=(${entries.join(" ")}) ;;`;
  });
  return `#compdef zenml
_zenml() {
  local path="" word
  local -a entries
${pathLoop("${words[@]:1:$((CURRENT-2))}", commands)}
  case "$path" in
${cases.join("\n")}
  esac
  _describe 'zenml' entries || _files
}
if [ "$funcstack[1]" = "_zenml" ]; then _zenml "$@"; else compdef _zenml zenml; fi
`;
}

export function fishCompletion(commands: readonly Command[]): string {
  const lines = completions(commands).flatMap(({ path, verbs, flags }) => {
    const condition = quote(`__zenml_at ${path.map((word) => `"${word}"`).join(" ")}`.trim());
    const line = (option: string, { word, summary }: Word) =>
      `complete -c zenml -n ${condition} ${option} ${quote(word)} -d ${quote(summary)}`;
    return [
      ...verbs.map((verb) => line("-f -a", verb)),
      ...flags.map((flag) => line("-l", { ...flag, word: flag.word.slice(2) })),
    ];
  });
  const paths = completions(commands).map(({ path }) => quote(path.join(" ")));
  return `# fish completion for zenml
set -g __zenml_paths ${paths.join(" ")}
function __zenml_at
  set -l path
  for word in (commandline -opc)[2..]
    contains -- (string join " " $path $word) $__zenml_paths; and set -a path $word
  end
  test "$path" = "$argv"
end
${lines.join("\n")}
`;
}

/** Follows the words before the cursor as far as the table knows them, in bash and zsh alike. */
function pathLoop(words: string, commands: readonly Command[]): string {
  const known = completions(commands).map(({ path }) => path.join(" "));
  return `  local known="|${known.join("|")}|"
  for word in "${words}"; do
    case "$known" in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; esac
  done`;
}

function wordsOf({ verbs, flags }: Completion): string[] {
  return [...verbs, ...flags].map(({ word }) => word);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
