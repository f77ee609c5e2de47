import { zipEntryName } from './zipEntryName.ts'

/**
 * Gives each file of one archive a name of its own: the second `name.csv` becomes `name (2).csv`. Letters that differ in
 * case only, or in how they are composed, count as the same, for some systems would write one file over the other.
 */
export class ZipNames {
  readonly #taken = new Set<string>()
  /** The number to try next for a name, so that thousands of versions of one file are no quadratic search. */
  readonly #next = new Map<string, number>()

  /** The entry name for a file of this path. */
  take(filePath: string): string {
    const wanted = zipEntryName(filePath)
    const [, stem = wanted, extension = ''] = /^(.*[^/])(\.[^./]+)$/su.exec(wanted) ?? []
    let name = wanted
    let number = this.#next.get(sameness(wanted)) ?? 2
    while (this.#taken.has(sameness(name))) name = `${stem} (${number++})${extension}`
    this.#next.set(sameness(wanted), number)
    this.#taken.add(sameness(name))
    return name
  }
}

const sameness = (name: string): string => name.normalize('NFC').toLowerCase()
