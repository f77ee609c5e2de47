// `npm run dev:server`: the real server, with Vite and hot reload in front of it. RUNLENS_API selects another
// backend.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const children = []

/** If one exits, all exit. Ctrl-C reaches the children directly, and they decide how long a clean shutdown takes. */
function start(args, options) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', ...options })
  children.push(child)
  child.on('exit', (code) => {
    for (const other of children) if (other.exitCode === null) other.kill('SIGTERM')
    process.exitCode ||= code ?? 0
  })
  return child
}
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')))

let backend = process.env.RUNLENS_API
if (!backend) {
  const server = start(['--import', './scripts/tsx.mjs', 'server/main.ts'], {
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development' },
  })
  server.stdout.pipe(process.stdout)
  // The first line says that the server is ready; before it, every proxied request would fail.
  const first = await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => [''])])
  backend = /https?:\/\/\S+/.exec(String(first[0]))?.[0]
}
if (backend) {
  start(['node_modules/vite/bin/vite.js'], { env: { ...process.env, RUNLENS_API: backend } })
}
