/**
 * Where the program starts: `node gateway/main.ts <command>`. An older runtime is refused before anything is loaded.
 * Exit codes: 0 good, 1 a negative answer, 2 wrong use or configuration, 3 a store or disk that failed an import.
 */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(`zags-gateway needs Node 24, this is ${process.version}; run it through npm, which brings its own`)
  process.exit(2)
}
const { runCommand } = await import('./commands/run-command.ts')
process.exitCode = await runCommand(process.argv.slice(2), process.env)
