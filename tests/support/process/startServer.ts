import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export type ServerProcess = {
  readonly child: ChildProcess
  /** All that it wrote so far. */
  output(): { readonly stdout: string; readonly stderr: string }
  /** The address of the ready line; rejects where the process ends without one. */
  ready(): Promise<string>
  /** The exit code, once the process has ended. */
  ended(): Promise<number | null>
}

/** A program of ours in a process of its own, which sees nothing of this process's settings, and all that it writes. */
function start(program: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text))
  // `close` comes after the last of the output, `exit` may come before.
  return { child, written, closed: once(child, 'close') }
}

/** Starts the real server in a process of its own, on a free port, with nothing of this process's settings. */
export function startServer(environment: Readonly<Record<string, string>>): ServerProcess {
  const { child, written, closed } = start(['dist/server/main.js'], { PORT: '0', RUNLENS_DEMO: 'off', ...environment })
  return {
    child,
    output: () => ({ ...written }),
    ready: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          const url = /^Runlens is ready at (\S+)\n/.exec(written.stdout)?.[1]
          if (url) resolve(url)
        }
        child.stdout.on('data', look)
        child.once('close', () => reject(new Error(`the server ended: ${written.stderr}`)))
        look()
      }),
    async ended() {
      await closed
      return child.exitCode
    },
  }
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

async function runToEnd(program: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { child, written, closed } = start(program, environment)
  await closed
  return { code: child.exitCode, ...written }
}

/** Runs `npm run generate` as a process of its own, to its end. */
export const generate = (options: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> =>
  runToEnd(['dist/server/generateMain.js', ...options], environment)

/** Runs `runlens` with these arguments as a process of its own, to its end. */
export const runlens = (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> =>
  runToEnd(['bin/runlens.mjs', ...args], environment)

/** Runs an example of that folder as a process of its own, to its end. */
export const example = (
  name: 'demoAgent' | 'langgraph',
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => runToEnd(['--import', './scripts/tsx.mjs', `examples/${name}/main.ts`, ...options], environment)

/** Starts `runlens` and returns its process at once. */
export const startRunlens = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): { readonly child: ChildProcess; readonly ended: () => Promise<unknown> } => {
  const { child, closed } = start(['bin/runlens.mjs', ...args], environment)
  return { child, ended: () => closed }
}

/** A folder that is removed with all that is in it. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'runlens-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
