import { json } from '../files/json.ts'
import type { Random } from '../random.ts'

/** What the sampler left of its chains, as far as it is kept. */
export function chains(random: Random): string {
  const draw = () => {
    const shared = random.normal()
    return [
      Number((67.41 + 0.58 * shared).toFixed(3)),
      Number((0.02237 + 0.00016 * (0.5 * shared + 0.86 * random.normal())).toFixed(6)),
      Number((0.1199 - 0.0013 * (0.9 * shared + 0.44 * random.normal())).toFixed(5)),
      Number((0.9652 + 0.0042 * (0.7 * shared + 0.71 * random.normal())).toFixed(4)),
    ]
  }
  const samples = Array.from({ length: 4 }, () => Array.from({ length: 60 }, draw))
  const note = 'every 200th of 48000 samples'
  return json({ parameters: ['H0', 'ombh2', 'omch2', 'ns'], r_minus_1: 0.008, note, chains: samples }, 1)
}

/** What the sampler printed, with the colours of a terminal. */
export function samplerLog(random: Random): string {
  const lines = ['\u001b[1msampler 3.5.2\u001b[0m, 4 chains, 189 bandpowers, 6 parameters\n']
  for (let step = 1; step <= 800; step++) {
    const progress = step / 800
    const spread = (0.31 * Math.exp(-progress * 3.7) + 0.002).toFixed(3)
    const acceptance = (0.24 + 0.05 * progress + random.normal() * 0.01).toFixed(3)
    lines.push(
      `[chain ${step % 4}] sample ${String(step * 20).padStart(5)}  -loglike ${(98.1 + Math.abs(random.normal()) * 3).toFixed(2)}  acceptance ${acceptance}\n`,
    )
    if (step % 40 === 0)
      lines.push(`\u001b[36m[checkpoint]\u001b[0m R-1 = ${spread} ${progress < 0.9 ? '(not converged)' : ''}\n`)
    if (step === 57 || step === 191)
      lines.push(`\u001b[33m[warning]\u001b[0m chain ${step % 4} has not moved for 50 samples\n`)
  }
  lines.push('\u001b[32m[done]\u001b[0m R-1 = 0.008 < 0.01, 64000 samples, 48000 kept\n')
  return lines.join('')
}
