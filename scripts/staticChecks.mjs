// Format, lint and types side by side: each leaves a core idle for most of its time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const CHECKS = [
  ['format', 'format:check'],
  ['lint', 'lint'],
  ['types', 'typecheck'],
]

/** Runs the three checks, prints what each said once it has ended, and answers with their titles and outcomes. */
export async function staticChecks() {
  return await Promise.all(
    CHECKS.map(async ([title, script]) => {
      const started = Date.now()
      const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] })
      const said = []
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text))
      const [code] = await once(child, 'close')
      const seconds = ((Date.now() - started) / 1000).toFixed(0)
      process.stdout.write(`\n── ${title}\n${Buffer.concat(said).toString()}`)
      console.log(`── ${title}: ${code === 0 ? 'ok' : 'FAILED'}, ${seconds} s`)
      return { title, isOk: code === 0 }
    }),
  )
}
