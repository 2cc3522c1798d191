// Languages whose code the server colours (opentribe/kit/text/highlight.py), by the name a fence gives.
export const LANGUAGES = [
  ["bash", "Bash"], ["c", "C"], ["csharp", "C#"], ["cpp", "C++"], ["css", "CSS"], ["dart", "Dart"], ["diff", "Diff"],
  ["dockerfile", "Dockerfile"], ["elixir", "Elixir"], ["go", "Go"], ["html", "HTML"], ["ini", "INI"], ["java", "Java"],
  ["javascript", "JavaScript"], ["json", "JSON"], ["kotlin", "Kotlin"], ["lua", "Lua"], ["makefile", "Makefile"],
  ["php", "PHP"], ["powershell", "PowerShell"], ["python", "Python"], ["r", "R"], ["ruby", "Ruby"], ["rust", "Rust"],
  ["scss", "SCSS"], ["sql", "SQL"], ["swift", "Swift"], ["toml", "TOML"], ["typescript", "TypeScript"], ["xml", "XML"],
  ["yaml", "YAML"],
];

const SHORT = { sh: "bash", shell: "bash", zsh: "bash", cs: "csharp", "c++": "cpp", docker: "dockerfile", golang: "go", js: "javascript", jsx: "javascript", py: "python", rb: "ruby", rs: "rust", ts: "typescript", tsx: "typescript", yml: "yaml" };

/** The name in the list that a fence's name means; undefined when there is none. */
export function nameOfLanguage(written) {
  const name = SHORT[written.toLowerCase()] ?? written.toLowerCase();
  return LANGUAGES.find(([known]) => known === name)?.[0];
}
