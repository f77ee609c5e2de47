import type { IntegrityGroup, IntegrityReport } from '#contract/integrity.ts'
import {
  ASPECT_TITLES,
  INTEGRITY_ASPECTS,
  INTEGRITY_WORDS,
  type IntegrityAspect,
  type KindWords,
} from '#contract/integrityKinds.ts'
import { formatCount, plural } from '#src/lib/format.ts'

/** Whether the findings belong to a single run, which then need not be named for each, or to many. */
export type Among = 'one run' | 'many runs'

/** One kind of finding, with its texts. */
export type GroupRow = IntegrityGroup &
  Pick<KindWords, 'title' | 'explanation'> & {
    /** Number of findings that are not among the examples. */
    readonly unlisted: number
  }

export type AspectRow = {
  readonly aspect: IntegrityAspect
  readonly title: string
  readonly findings: number
  readonly groups: readonly GroupRow[]
}

/** The findings by category, in the order of the contract. Categories without findings are left out. */
export const aspectRows = (groups: readonly IntegrityGroup[]): readonly AspectRow[] =>
  INTEGRITY_ASPECTS.flatMap((aspect) => {
    const own = groups
      .filter(({ kind }) => INTEGRITY_WORDS[kind].aspect === aspect)
      .map((group): GroupRow => {
        const { title, explanation } = INTEGRITY_WORDS[group.kind]
        return { ...group, title, explanation, unlisted: Math.max(0, group.findings - group.examples.length) }
      })
    const findings = own.reduce((sum, group) => sum + group.findings, 0)
    return own.length === 0 ? [] : [{ aspect, title: ASPECT_TITLES[aspect], findings, groups: own }]
  })

/** `35 findings · 419 rows · 34 runs`. Counts that are zero or only repeat the previous one are left out. */
export function countsInWords({ findings, rows, runs }: Pick<IntegrityGroup, 'findings' | 'rows' | 'runs'>): string {
  return [
    plural(findings, 'finding'),
    rows !== findings && plural(rows, 'row'),
    runs > 0 && `in ${plural(runs, 'run')}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

export type Fact = { readonly name: string; readonly count: number; readonly detail: string | undefined }

/** The contents of the database, one fact per row. */
export function factRows({ counts, node_ids, events }: IntegrityReport): readonly Fact[] {
  const { sessions, runs, nodes, edges, files, messages } = counts
  const ids = `${plural(node_ids.total, 'different id')}: ${plural(node_ids.uuid, 'UUID')}, ${plural(node_ids.name, 'name')}`
  return [
    { name: 'Sessions', count: sessions, detail: undefined },
    { name: 'Runs', count: runs, detail: undefined },
    { name: 'Nodes', count: nodes, detail: nodes === 0 ? undefined : ids },
    { name: 'Edges', count: edges, detail: undefined },
    {
      name: 'Events',
      count: counts.events,
      detail:
        counts.events === 0
          ? undefined
          : `${formatCount(events.with_node)} with a node, ${formatCount(events.without_node)} without`,
    },
    { name: 'Files', count: files, detail: undefined },
    { name: 'Messages', count: messages, detail: undefined },
  ]
}
