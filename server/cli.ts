import { auditCommand } from './cli/auditCommand.ts'
import { importCommand, type ProjectAll } from './cli/importCommand.ts'
import { salvageCommand } from './cli/salvageCommand.ts'
import { say } from './cli/say.ts'
import { EXIT } from './exitCodes.ts'

/* The entry point of the command `runlens`, as main.ts is the server's. */

const HELP = `runlens <command>

  import <source>   import an old database (SQLite file or postgres:// URL) or a trace file
  audit [<source>]  report what a database, old or new, contains and what is wrong with it; changes nothing
  salvage           copy the readable rows of a damaged data folder into a new one

Run "runlens <command> --help" for details.`

async function main([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'import':
      return await importCommand(args, process.env, projectAll)
    case 'audit':
      return await auditCommand(args, process.env)
    case 'salvage':
      return await salvageCommand(args, process.env)
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      say(HELP)
      return command === undefined ? EXIT.misused : EXIT.ok
    default:
      say(`Unknown command ${JSON.stringify(command)}.`)
      say(HELP)
      return EXIT.misused
  }
}

/** Loaded only if there are traces to project. */
const projectAll: ProjectAll = async (store) => {
  const { projectorOf } = await import('./projectorOf.ts')
  return await projectorOf(store, say).projectDue()
}

// Exits even if a library left something running: everything that must be closed has been.
process.exit(await main(process.argv.slice(2)))
