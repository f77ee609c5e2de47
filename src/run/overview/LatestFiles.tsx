import type { RunFile } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatBytes, plural, spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import styles from './LatestFiles.module.css'

const SHOWN_MAX = 5

/** The latest files of a run; each opens in the Files tab. */
export function LatestFiles({ run_id }: { readonly run_id: RunId }) {
  const query = useInfiniteQuery(runQueries.files(run_id))
  const { files } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  return (
    <section>
      <h2>Files</h2>
      <PanelFace what="The files of this run" query={query} skeleton={<Skeleton height={96} />}>
        {({ pages }) => {
          const latest = latestOf(pages.flatMap(({ items }) => items))
          const total = pages.at(-1)?.total ?? latest.length
          if (total === 0) return <p className="dim">This run has no files.</p>
          return (
            <>
              <ul className={styles['files']}>
                {latest.map(({ file_id, file_path, file_type, size_bytes }) => (
                  <li key={file_id}>
                    <TextButton onClick={() => setViewState({ files: { ...files, file_id } }, 'push', 'files')}>
                      <bdi>{visibleText(file_path)}</bdi>
                    </TextButton>
                    <span className="dim">
                      {visibleText(spoken(file_type))}, {formatBytes(size_bytes)}
                    </span>
                  </li>
                ))}
              </ul>
              {total > latest.length && (
                <p>
                  <TextButton onClick={() => setViewState({}, 'push', 'files')}>
                    Show all {plural(total, 'file')}
                  </TextButton>
                </p>
              )}
            </>
          )
        }}
      </PanelFace>
    </section>
  )
}

/** Latest first; files without a time keep their order, last. */
const latestOf = <File extends Pick<RunFile, 'created_at'>>(files: readonly File[]): readonly File[] =>
  [...files]
    .sort(
      (a, b) =>
        Number((a.created_at ?? '') < (b.created_at ?? '')) - Number((a.created_at ?? '') > (b.created_at ?? '')),
    )
    .slice(0, SHOWN_MAX)
