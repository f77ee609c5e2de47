import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from '@playwright/test'

/** Starts an example of ours, as a person would in another terminal; answers when it has ended. */
export async function example(
  name: 'langgraph' | 'demoAgent',
  endpoint: string | undefined,
  ...options: readonly string[]
) {
  const program = [`examples/${name}/main.ts`, '--endpoint', endpoint ?? '', ...options]
  const child = spawn(process.execPath, ['--import', './scripts/tsx.mjs', ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect([code, said]).toEqual([0, said])
  return said
}
