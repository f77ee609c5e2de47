import { plural } from '#src/lib/format.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { Button, Popover } from '@mantine/core'
import { FoldHorizontal } from 'lucide-react'
import type { ChartGap } from './chart/chartModel.ts'
import { idleCauseInWords, clock, gapDuration } from './words.ts'
import timelineStyles from './timeline.module.css'
import styles from './GapMenu.module.css'

type Props = {
  readonly gaps: readonly ChartGap[]
  readonly onFoldAll: (folded: boolean) => void
  /** Index among the gaps. */
  readonly onToggle: (gap: number) => void
}

/** A list of the idle gaps: when, how long, and what was pending. Each can be collapsed. */
export function GapMenu({ gaps, onFoldAll, onToggle }: Props) {
  const folded = gaps.filter((gap) => gap.isFolded).length
  return (
    <Popover position="bottom-end" shadow="md" width={420} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<FoldHorizontal size={13} aria-hidden />}
          className={timelineStyles['toggle'] ?? ''}
          disabled={gaps.length === 0}
        >
          {gaps.length === 0 ? 'No idle gaps' : plural(gaps.length, 'idle gap')}
          {folded > 0 && `, ${folded} folded`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles['gapMenu'] ?? ''}>
        <p className={styles['gapHead']}>
          <span>Idle gaps (no recorded activity)</span>
          <TextButton onClick={() => onFoldAll(folded < gaps.length)}>
            {folded < gaps.length ? 'Fold all' : 'Unfold all'}
          </TextButton>
        </p>
        <ul className={styles['gapList']}>
          {gaps.map((gap, place) => (
            <li key={gap.start}>
              <button
                type="button"
                className={styles['gap']}
                aria-pressed={gap.isFolded}
                title={gap.isFolded ? 'Unfold' : 'Fold'}
                onClick={() => onToggle(place)}
              >
                <span className="tabular">
                  {clock(gap.start)} · {gapDuration(gap)}
                </span>
                <bdi>{idleCauseInWords(gap.awaited)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
