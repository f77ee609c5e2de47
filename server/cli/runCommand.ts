import { type Config, readConfig } from '#server/config.ts'
import { EXIT } from '#server/exitCodes.ts'
import { SourceError } from '#server/sources/SourceError.ts'
import { startFailure } from '#server/startFailure.ts'
import { print, say } from './say.ts'
import { EXIT_OF_TROUBLE } from './sourceFailure.ts'

/**
 * Carries out a command with the settings of its environment: what `work` answers goes to standard output, and why it
 * cannot be done to standard error, in one sentence each. Returns how the process ends.
 */
export async function runCommand(
  environment: Readonly<Record<string, string | undefined>>,
  work: (config: Config) => Promise<string>,
): Promise<number> {
  const read = readConfig(environment)
  if (read.kind === 'refused') {
    for (const sentence of read.sentences) say(sentence)
    return EXIT.misconfigured
  }
  try {
    print(await work(read.config))
    return EXIT.ok
  } catch (error) {
    if (error instanceof SourceError) {
      say(error.message)
      return EXIT_OF_TROUBLE[error.trouble]
    }
    const { sentence, exitCode } = startFailure(error, read.config)
    say(sentence)
    return exitCode
  }
}
