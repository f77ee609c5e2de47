import type { Config } from '../config.ts'
import { SourceError } from '../sources/SourceError.ts'
import { startFailure } from '../startFailure.ts'
import { say } from './say.ts'
import { EXIT_OF_TROUBLE } from './sourceFailure.ts'

/** Says in one sentence why a command could not be carried out, and returns how its process ends. */
export function commandFailure(error: unknown, config: Config): number {
  if (error instanceof SourceError) {
    say(error.message)
    return EXIT_OF_TROUBLE[error.trouble]
  }
  const { sentence, exitCode } = startFailure(error, config)
  say(sentence)
  return exitCode
}
