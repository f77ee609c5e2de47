import type { RunFile } from '#contract/entities.ts'
import type { FileId } from '#contract/ids.ts'
import type { FileFilter, FileOrder } from '#src/lib/fileFilter.ts'

/** All files of one path: an agent that writes a file again creates a new version. */
export type FileGroup = {
  readonly path: string
  /** Oldest first; at least one. */
  readonly versions: readonly RunFile[]
  readonly latest: RunFile
}

/**
 * Groups files by path, in order of each path's first file. Files without a time count as older than those with one.
 */
export function fileGroups(files: readonly RunFile[]): readonly FileGroup[] {
  const byPath = new Map<string, RunFile[]>()
  for (const file of files) {
    const rows = byPath.get(file.file_path)
    if (rows) rows.push(file)
    else byPath.set(file.file_path, [file])
  }
  return [...byPath].flatMap(([path, rows]) => {
    const versions = rows.toSorted((a, b) => compare(a.created_at ?? '', b.created_at ?? ''))
    const latest = versions.at(-1)
    return latest ? [{ path, versions, latest }] : []
  })
}

export function filteredGroups(groups: readonly FileGroup[], { text, type }: FileFilter): readonly FileGroup[] {
  const needle = text.trim().toLowerCase()
  return groups.filter(
    ({ path, latest }) => path.toLowerCase().includes(needle) && (type === undefined || latest.file_type === type),
  )
}

/** Sorted by the latest version, ties by path ascending. Unknown values come last in both directions. */
export function sortedGroups(groups: readonly FileGroup[], { by, direction }: FileOrder): readonly FileGroup[] {
  const sign = direction === 'ascending' ? 1 : -1
  return groups.toSorted((a, b) => {
    const [left, right] = [valueOf(a, by), valueOf(b, by)]
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || compare(a.path, b.path)
    return sign * compare(left, right) || compare(a.path, b.path)
  })
}

function valueOf({ path, latest }: FileGroup, by: FileOrder['by']): string | number | null {
  switch (by) {
    case 'path':
      return path
    case 'type':
      return latest.file_type
    case 'size':
      return latest.size_bytes
    case 'time':
      return latest.created_at
  }
}

/** The group that a file is a version of. */
export const groupOf = (groups: readonly FileGroup[], file_id: FileId | undefined): FileGroup | undefined =>
  file_id === undefined ? undefined : groups.find(({ versions }) => versions.some((file) => file.file_id === file_id))

/** The types that occur, most frequent first, each with its number of paths. */
export function typeCounts(groups: readonly FileGroup[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { latest } of groups) counts.set(latest.file_type, (counts.get(latest.file_type) ?? 0) + 1)
  return [...counts].toSorted(([a, m], [b, n]) => n - m || compare(a, b))
}

/** Compares by code unit, which is the same on every machine. */
const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
