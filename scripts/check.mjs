// `npm run check`: format, lint and types.
import { staticChecks } from './staticChecks.mjs'

const outcomes = await staticChecks()
process.exit(outcomes.every(({ isOk }) => isOk) ? 0 : 1)
