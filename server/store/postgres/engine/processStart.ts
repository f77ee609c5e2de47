import { readFileSync } from 'node:fs'

/**
 * A text that tells one process from another that had the same id before: the boot of the machine and the start of the
 * process within it, in clock ticks. Undefined where the system has no /proc, or no such process.
 */
export function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets and may hold blanks and brackets itself; the 22nd field is the start.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? undefined : `${boot}/${ticks}`
  } catch {
    return undefined
  }
}
