import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'

/** The version of Runlens. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return z.parse(z.object({ version: z.string() }), JSON.parse(text)).version
}
