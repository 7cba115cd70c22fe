// Completion scripts, written out from the command table: words are in the script, and only names of
// what exists are asked of the program.
import type { Command } from "../framework/command.js";
import { SESSION_FLAGS } from "../framework/flags.js";
import { completions, namingPaths } from "./completion-words.js";
import type { Completion, Word } from "./completion-words.js";

/** Flags of every session, whose values exist too. */
const NAMING_FLAGS = Object.keys(SESSION_FLAGS).map((name) => `--${name}`);

export function bashCompletion(commands: readonly Command[]): string {
  const cases = completions(commands).map(
    (place) => `    "${place.path.join(" ")}") words=${quote(wordsOf(place).join(" "))} ;;`,
  );
  return `# bash completion for zenml
_zenml() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local at="" words="" word name
  local before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${pathLoop("${before[@]}", commands)}
  case "$at" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
${askLines(commands)}
  [ "$asks" = yes ] || return 0
  while IFS= read -r name; do
    case "$name" in "") ;; "$current"*) COMPREPLY+=("$(printf '%q' "$name")") ;; esac
  done <<< "$(zenml complete -- "\${before[@]}" 2>/dev/null)"
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
  local at="" word current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}"
  local -a entries names before
  before=("\${(@)words[2,CURRENT-1]}")
${pathLoop("${before[@]}", commands)}
  case "$at" in
${cases.join("\n")}
  esac
${askLines(commands)}
  if [ "$asks" = yes ]; then
    names=("\${(@f)$(zenml complete -- "\${before[@]}" 2>/dev/null)}")
    names=("\${(@)names:#}")
    (( \${#names} )) && compadd -a names && return
  fi
  _describe 'zenml' entries || _files
}
if [ "$funcstack[1]" = "_zenml" ]; then _zenml "$@"; else compdef _zenml zenml; fi
`;
}

export function fishCompletion(commands: readonly Command[]): string {
  const lines = completions(commands).flatMap(({ path, verbs, flags }) => {
    const condition = atPath(path);
    const line = (option: string, { word, summary }: Word) =>
      `complete -c zenml -n ${condition} ${option} ${quote(word)} -d ${quote(summary)}`;
    return [
      ...verbs.map((verb) => line("-f -a", verb)),
      ...flags.map((flag) => {
        const option = NAMING_FLAGS.includes(flag.word) ? "-x -a '(__zenml_names)' -l" : "-l";
        return line(option, { ...flag, word: flag.word.slice(2) });
      }),
    ];
  });
  const paths = completions(commands).map(({ path }) => quote(path.join(" ")));
  const naming = namingPaths(commands).map(
    (path) => `complete -c zenml -n ${atPath(path)} -f -a '(__zenml_names)'`,
  );
  return `# fish completion for zenml
set -g __zenml_paths ${paths.join(" ")}
function __zenml_at
  set -l path
  for word in (commandline -opc)[2..]
    contains -- (string join -- " " $path $word) $__zenml_paths; and set -a path $word
  end
  test "$path" = "$argv"
end
function __zenml_names
  zenml complete -- (commandline -opc)[2..] 2>/dev/null
end
${[...lines, ...naming].join("\n")}
`;
}

function atPath(path: readonly string[]): string {
  return quote(`__zenml_at ${path.map((word) => `"${word}"`).join(" ")}`.trim());
}

/** Whether the word is one that names something, in bash and zsh alike. */
function askLines(commands: readonly Command[]): string {
  const paths = namingPaths(commands).map((path) => path.join(" "));
  return `  local asks=""
  case "$current" in -*) ;; *)
    case "|${paths.join("|")}|" in *"|$at|"*) asks=yes ;; esac
    case "$previous" in ${NAMING_FLAGS.join("|")}) asks=yes ;; esac ;;
  esac`;
}

/**
 * Follows the words before the cursor as far as the table knows them, in bash and zsh alike. `path` would
 * be the search path in zsh.
 */
function pathLoop(words: string, commands: readonly Command[]): string {
  const known = completions(commands).map(({ path }) => path.join(" "));
  return `  local known="|${known.join("|")}|"
  for word in "${words}"; do
    case "$known" in *"|\${at:+$at }$word|"*) at="\${at:+$at }$word" ;; esac
  done`;
}

function wordsOf({ verbs, flags }: Completion): string[] {
  return [...verbs, ...flags].map(({ word }) => word);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
