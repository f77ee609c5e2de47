#!/usr/bin/env node
// The command of the package. The server is TypeScript that runs unbuilt, so the loader comes first, and without its cache:
// that is a folder of the temporary directory which anybody can make beforehand, and whatever lies in it would run.
process.env.TSX_DISABLE_CACHE = '1'
const { register } = await import('tsx/esm/api')

register()
await import('../server/cli.ts')
