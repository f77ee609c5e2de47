import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Random } from '#server/demo/random.ts'
import { EXIT } from '#server/exitCodes.ts'
import { usualEndpoint, whyUnreachable } from '../shared/endpoint.ts'
import { runUrl } from '../shared/runUrl.ts'
import { DEMO_HELP, type DemoOptions, readDemoOptions } from './demoOptions.ts'
import { openTelemetry } from './openTelemetry.ts'
import { research } from './research.ts'
import { TOPICS } from './topics.ts'

/* `npm run demo:agent`: an agent without a model, whose telemetry is as real as any. */

const UNREACHABLE = 1
const FAST = 1 / 18

const OPTIONS = {
  endpoint: { type: 'string' },
  fast: { type: 'boolean' },
  fail: { type: 'boolean' },
  seed: { type: 'string' },
  protocol: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const print = (line: string) => process.stdout.write(`${line}\n`)
const complain = (sentence: string) => process.stderr.write(`${sentence}\n`)

function commandLine(): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseArgs({ options: OPTIONS }).values
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

async function main(): Promise<number> {
  const given = commandLine()
  if (given === undefined || given['help'] === true) {
    complain(DEMO_HELP)
    return given === undefined ? EXIT.misused : EXIT.ok
  }
  const read = readDemoOptions({ endpoint: usualEndpoint(process.env), ...given })
  if (read.kind === 'refused') {
    for (const sentence of read.sentences) complain(sentence)
    return EXIT.misused
  }
  const trouble = await whyUnreachable(read.options.endpoint)
  if (trouble !== undefined) {
    complain(trouble)
    return UNREACHABLE
  }
  return play(read.options)
}

async function play(options: DemoOptions): Promise<number> {
  const random = new Random(options.seed ?? new Date().toISOString())
  const began = performance.now()
  const telemetry = openTelemetry(options, complain)
  const stage = {
    tracer: telemetry.tracer,
    conversation: `demo-agent-${new Date().toISOString().slice(0, 10)}`,
    pause: (seconds: number) => sleep(seconds * 1000 * (options.fast ? FAST : 1)),
    say: (who: string, what: string) =>
      print(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${who.padEnd(21)}  ${what}`),
  }
  const topic = random.pick(TOPICS)
  let ending = 'The run is done'
  try {
    await research(stage, {
      topic,
      random,
      ending: options.fail ? 'badly' : 'well',
      onStart: (traceId) => print(`${topic.question}\nWatch it at ${runUrl(options.endpoint, traceId)}\n`),
    })
  } catch (error) {
    if (!options.fail) throw error
    ending = 'The run failed, as it was asked to'
  }
  const { arrived, lost } = await telemetry.close()
  if (lost > 0) {
    complain(`${lost} of ${arrived + lost} spans did not reach ${options.endpoint}.`)
    return UNREACHABLE
  }
  print(`\n${ending}: ${arrived} spans.`)
  return EXIT.ok
}

process.exit(await main())
