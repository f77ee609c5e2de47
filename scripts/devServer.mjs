// `npm run dev:server`: the real server, and Vite with hot reload in front of it. RUNLENS_API names another backend instead.
import { spawn } from 'node:child_process'

const backend = process.env.RUNLENS_API
const port = process.env.PORT ?? '4400'
const children = [
  ...(backend ? [] : [spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { stdio: 'inherit' })]),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js'], {
    stdio: 'inherit',
    env: { ...process.env, RUNLENS_API: backend ?? `http://127.0.0.1:${port}` },
  }),
]

// One ends, all end; Ctrl-C reaches the children by itself, and they decide how long a clean end takes.
for (const child of children) {
  child.on('exit', (code) => {
    for (const other of children) if (other.exitCode === null) other.kill('SIGTERM')
    process.exitCode ||= code ?? 0
  })
}
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')))
