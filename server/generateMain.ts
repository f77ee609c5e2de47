import { parseArgs } from 'node:util'
import { print, say } from './cli/say.ts'
import { readConfig } from './config.ts'
import { EXIT } from './exitCodes.ts'
import { generatedRun } from './generate/generatedRun.ts'
import { GENERATE_HELP, readGenerateOptions } from './generate/generateOptions.ts'
import { openDatabase } from './openDatabase.ts'
import { startFailure } from './startFailure.ts'

/* `npm run generate`: generates a run of any size in the configured database. */

const OPTIONS = {
  nodes: { type: 'string' },
  events: { type: 'string' },
  messages: { type: 'string' },
  files: { type: 'string' },
  seed: { type: 'string' },
  large: { type: 'boolean' },
  hostile: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

function commandLine(): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseArgs({ options: OPTIONS }).values
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

async function main(): Promise<number> {
  const given = commandLine()
  if (given === undefined || given['help'] === true) {
    say(GENERATE_HELP)
    return given === undefined ? EXIT.misused : EXIT.ok
  }
  const asked = readGenerateOptions(given)
  const read = readConfig(process.env)
  if (asked.kind === 'refused' || read.kind === 'refused') {
    const sentences = [asked, read].flatMap((each) => (each.kind === 'refused' ? each.sentences : []))
    for (const sentence of sentences) say(sentence)
    return asked.kind === 'refused' ? EXIT.misused : EXIT.misconfigured
  }
  try {
    const store = await openDatabase(read.config, say)
    try {
      const { session, bundle } = generatedRun(asked.options)
      await store.writer.writeSessions([session], 'demo')
      await store.writer.writeRun(bundle, 'demo')
      await store.writer.settle()
      const { nodes, events, messages, files } = bundle
      print(
        `Run ${bundle.run.run_id}: ${nodes.length} nodes, ${events.length} events, ${messages.length} messages, ${files.length} files. Open it at /runs/${bundle.run.run_id}\n`,
      )
    } finally {
      await store.close()
    }
    return EXIT.ok
  } catch (error) {
    const { sentence, exitCode } = startFailure(error, read.config)
    say(sentence)
    return exitCode
  }
}

process.exit(await main())
