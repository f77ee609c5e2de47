import { aFile } from '#mocks/fixtures/builders.ts'
import { fileGroups, filteredGroups, groupOf, sortedGroups, typeCounts } from '#src/records/files/browser/fileGroups.ts'
import { describe, expect, it } from 'vitest'

const at = (minute: number) => `2026-01-20T10:0${minute}:00.000000Z`
const file = (file_id: string, file_path: string, over: Parameters<typeof aFile>[0] = {}) => {
  const { content: _, ...row } = aFile({ file_id, file_path, ...over })
  return { ...row, has_content: true }
}
const files = [
  file('b2', 'b.csv', { created_at: at(5), size_bytes: 10, file_type: 'data' }),
  file('a1', 'a.md', { created_at: at(1), size_bytes: 30 }),
  file('b1', 'b.csv', { created_at: at(2), size_bytes: 5, file_type: 'data' }),
  file('c1', 'Dir/c.md', { size_bytes: null }),
]
const groups = fileGroups(files)
const paths = (list: typeof groups) => list.map(({ path }) => path)

describe('files of one path', () => {
  it('are versions of it, oldest first', () => {
    expect(paths(groups)).toEqual(['b.csv', 'a.md', 'Dir/c.md'])
    expect(groups[0]?.versions.map(({ file_id }) => file_id)).toEqual(['b1', 'b2'])
    expect(groups[0]?.latest.file_id).toBe('b2')
  })

  it('are found by any of their versions', () => {
    const [older] = groups[0]?.versions ?? []
    expect(groupOf(groups, older?.file_id)?.path).toBe('b.csv')
    expect(groupOf(groups, undefined)).toBeUndefined()
  })

  it('are sorted by the latest version, and what is not known stands at the end either way', () => {
    expect(paths(sortedGroups(groups, { by: 'size', direction: 'descending' }))).toEqual(['a.md', 'b.csv', 'Dir/c.md'])
    expect(paths(sortedGroups(groups, { by: 'size', direction: 'ascending' }))).toEqual(['b.csv', 'a.md', 'Dir/c.md'])
    expect(paths(sortedGroups(groups, { by: 'time', direction: 'descending' }))).toEqual(['b.csv', 'a.md', 'Dir/c.md'])
    expect(paths(sortedGroups(groups, { by: 'type', direction: 'ascending' }))).toEqual(['b.csv', 'Dir/c.md', 'a.md'])
  })

  it('are filtered by a part of the path and by type', () => {
    expect(paths(filteredGroups(groups, { text: 'DIR', type: undefined }))).toEqual(['Dir/c.md'])
    expect(paths(filteredGroups(groups, { text: '', type: 'data' }))).toEqual(['b.csv'])
  })

  it('are counted by type, once for each path', () => {
    expect(typeCounts(groups)).toEqual([
      ['report', 2],
      ['data', 1],
    ])
  })
})
