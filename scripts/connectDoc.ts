import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { connectDoc } from '#tests/support/connectDoc.ts'

/* Regenerates docs/connect.md from the recipes of the page. */

await writeFile(fileURLToPath(new URL('../docs/connect.md', import.meta.url)), connectDoc())
