import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

export type CommandLine =
  | {
      readonly kind: 'read'
      readonly values: Readonly<Record<string, unknown>>
      readonly positionals: readonly string[]
    }
  | { readonly kind: 'refused'; readonly sentence: string }

/** The arguments of a command, or why they cannot be read. */
export function readCommandLine(args: readonly string[], options: ParseArgsOptionsConfig): CommandLine {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { kind: 'read', values, positionals }
  } catch (error) {
    return { kind: 'refused', sentence: error instanceof Error ? error.message : String(error) }
  }
}
