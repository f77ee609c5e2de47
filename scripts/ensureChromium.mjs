// Finds a Chromium for the browser tests, or installs one: Debian's package as root, else Playwright's own
// download.
import { chromium } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { systemChromium } from './chromium.mjs'

const find = () => systemChromium() ?? (existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined)

const run = (command, ...args) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status ===
  0

if (!find() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  const install = () => run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium')
  if (!install() && run('apt-get', 'update')) install()
}
if (!find()) run('npx', 'playwright', 'install', 'chromium')

const found = find()
if (!found) {
  console.error('No Chromium was found and none could be installed. Install one, or set CHROMIUM_PATH to it.')
  process.exit(1)
}
console.log(`Chromium: ${found}`)
