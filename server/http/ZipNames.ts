import { zipEntryName } from './zipEntryName.ts'

/**
 * Gives each file in an archive a unique name: the second `name.csv` becomes `name (2).csv`. Names that differ only in
 * case or in Unicode composition count as equal, because some systems would overwrite one file with the other.
 */
export class ZipNames {
  readonly #taken = new Set<string>()
  /** The next number to try for a name, so that thousands of versions of one file do not make the search quadratic. */
  readonly #next = new Map<string, number>()

  /** The entry name for a file with this path. */
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
