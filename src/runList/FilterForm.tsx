import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Tally } from '#contract/summaries.ts'
import { RUN_CONTENTS } from '#contract/runContents.ts'
import { RUN_STATUSES } from '#contract/words.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { formatCount, spoken } from '#src/lib/format.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { CONTENT_WORDS, toggledContent, toggledStatus } from './runFilter.ts'
import styles from './FilterForm.module.css'

/**
 * Choices of status, mode and agent, each with its number of runs in the whole database. They take effect at once.
 */
export function FilterForm() {
  const facets = useQuery(globalQueries.facets())
  const filter = useNavigation((state) => state.filter)
  const setFilter = useNavigation((state) => state.setFilter)
  const runsInStatus = new Map(facets.data?.statuses.map(({ value, count }) => [value, count]))
  return (
    <div className={styles['form']}>
      <fieldset className={styles['statuses']}>
        <legend>Status</legend>
        {RUN_STATUSES.map((status) => (
          <Checkbox
            key={status}
            size="xs"
            checked={filter.status.includes(status)}
            onChange={() => setFilter(toggledStatus(filter, status))}
            classNames={{
              body: styles['choice'] ?? '',
              labelWrapper: styles['grow'] ?? '',
              label: styles['label'] ?? '',
            }}
            label={
              <>
                <StatusMark status={status} size={13} />
                {facets.data && <span className={styles['count']}>{formatCount(runsInStatus.get(status) ?? 0)}</span>}
              </>
            }
          />
        ))}
      </fieldset>
      <NativeSelect
        size="xs"
        label="Mode"
        data={options('Any mode', facets.data?.modes, filter.mode, spoken)}
        value={filter.mode ?? ''}
        onChange={({ currentTarget }) => setFilter({ ...filter, mode: currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        label="Agent"
        data={options('Any agent', facets.data?.agents, filter.agent)}
        value={filter.agent ?? ''}
        onChange={({ currentTarget }) => setFilter({ ...filter, agent: currentTarget.value || undefined })}
      />
      <div className={styles['days']}>
        <TextInput
          size="xs"
          type="date"
          label="Started from (UTC)"
          value={filter.since ?? ''}
          max={filter.until}
          onChange={({ currentTarget }) => setFilter({ ...filter, since: currentTarget.value || undefined })}
        />
        <TextInput
          size="xs"
          type="date"
          label="Until (UTC)"
          value={filter.until ?? ''}
          min={filter.since}
          onChange={({ currentTarget }) => setFilter({ ...filter, until: currentTarget.value || undefined })}
        />
      </div>
      {RUN_CONTENTS.map((content) => (
        <Checkbox
          key={content}
          size="xs"
          checked={filter.has.includes(content)}
          onChange={() => setFilter(toggledContent(filter, content))}
          label={`Only ${CONTENT_WORDS[content]}`}
        />
      ))}
      {facets.isError && (
        <p className={styles['failure']} role="alert">
          Modes and agents could not be loaded.
        </p>
      )}
    </div>
  )
}

/**
 * The words that occur, most frequent first. A chosen word without runs, for example from an old link, stays visible.
 */
function options(
  any: string,
  tally: Tally | undefined,
  chosen: string | undefined,
  inWords: (value: string) => string = String,
): { readonly value: string; readonly label: string }[] {
  const known = (tally ?? []).flatMap(({ value, count }) =>
    value === null ? [] : [{ value, label: `${inWords(value)} (${formatCount(count)})` }],
  )
  const missing = chosen !== undefined && !known.some(({ value }) => value === chosen)
  return [{ value: '', label: any }, ...(missing ? [{ value: chosen, label: inWords(chosen) }] : []), ...known]
}
