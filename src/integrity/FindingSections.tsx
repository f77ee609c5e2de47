import { formatCount } from '#src/lib/format.ts'
import { FindingLine } from './FindingLine.tsx'
import styles from './FindingSections.module.css'
import { countsInWords, type Among, type AspectRow, type GroupRow } from './integrityRows.ts'
import { Section } from './Section.tsx'

/** The findings by category, each kind with an explanation and examples. */
export function FindingSections({ aspects, among }: { readonly aspects: readonly AspectRow[]; readonly among: Among }) {
  return aspects.map(({ aspect, title, findings, groups }) => (
    <Section key={aspect} title={title} count={findings}>
      {groups.map((group) => (
        <Group key={group.kind} group={group} among={among} />
      ))}
    </Section>
  ))
}

function Group({ group, among }: { readonly group: GroupRow; readonly among: Among }) {
  const { findings, rows, examples, unlisted, title, explanation } = group
  const counts = countsInWords({ findings, rows, runs: among === 'one run' ? 0 : group.runs })
  return (
    <article className={styles['group']}>
      <h3>{title}</h3>
      <p className={styles['counts']}>{counts}</p>
      <p className={styles['explanation']}>{explanation}</p>
      {/* Expanded for a single run: its few findings are what the reader came for. */}
      <details className={styles['examples']} open={among === 'one run'}>
        <summary>
          {unlisted > 0 ? `Where: ${formatCount(examples.length)} of ${formatCount(findings)}` : 'Where'}
          <span className="unseen">: {title}</span>
        </summary>
        <ul>
          {examples.map((finding, index) => (
            // A finding has no id of its own: the same row may be wrong in several ways.
            // oxlint-disable-next-line react/no-array-index-key
            <FindingLine key={index} finding={finding} among={among} />
          ))}
        </ul>
        {unlisted > 0 && <p className={styles['more']}>and {formatCount(unlisted)} more, not listed</p>}
      </details>
    </article>
  )
}
