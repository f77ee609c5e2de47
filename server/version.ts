import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { programFile } from './programFile.ts'

/** The version of Runlens. */
export async function readVersion(): Promise<string> {
  const text = await readFile(programFile('../package.json', '../../package.json'), 'utf8')
  return z.parse(z.object({ version: z.string() }), JSON.parse(text)).version
}
