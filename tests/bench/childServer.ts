import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The server in a process of its own, on a free port and without a demo; `close` ends it. `args` are Node's. */
export async function openChildServer(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ readonly base: string; readonly pid: number; readonly close: () => Promise<void> }> {
  const server = spawn(process.execPath, [...args, 'dist/server/main.js'], {
    env: { PATH: process.env['PATH'], PORT: '0', RUNLENS_DEMO: 'off', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data')
  const base = /http:\S+/.exec(String(line))?.[0]
  if (base === undefined || server.pid === undefined) throw new Error('the server did not start')
  return {
    base,
    pid: server.pid,
    async close() {
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}
