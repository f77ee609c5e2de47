#!/usr/bin/env node
// The command of the package. The server is TypeScript that runs unbuilt, so the loader comes first.
import { register } from 'tsx/esm/api'

register()
await import('../server/cli.ts')
