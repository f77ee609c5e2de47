/*
 * `npm run --silent layout < graph.json`: lays out one graph, as described in src/graph/layout/layoutJson.ts. Only
 * the result goes to standard output.
 */
import { text } from 'node:stream/consumers'
import * as z from 'zod/mini'
import { layoutJson, LayoutQuestion } from '#src/graph/layout/layoutJson.ts'

/** Invalid input, the same code as in `runlens import`. */
const BAD_INPUT = 65

const refuse = (why: string) => {
  process.stderr.write(`layout: ${why}\n`)
  process.exitCode = BAD_INPUT
}

const given: string = await text(process.stdin)
try {
  const read = LayoutQuestion.safeParse(JSON.parse(given))
  if (!read.success) refuse(z.prettifyError(read.error))
  else process.stdout.write(`${JSON.stringify(layoutJson(read.data))}\n`)
} catch (error) {
  if (error instanceof SyntaxError) refuse(`the input is not JSON: ${error.message}`)
  else if (error instanceof RangeError) refuse(error.message)
  else throw error
}
