import { Skeleton } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunFile } from '#contract/entities.ts'
import { fileQueries, PREVIEW_BYTES_MAX } from '#src/api/fileQueries.ts'
import { runKey } from '#src/api/keys.ts'
import { answerOf } from '#src/lib/askWorker.ts'
import { formatBytes, formatMinute, plural } from '#src/lib/format.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { compareInWorker } from './diffClient.ts'
import { changeCounts } from './diffRows.ts'
import { DiffTable } from './DiffTable.tsx'
import notesStyles from '../previews/notes.module.css'
import { fileText, type FileText } from '../previews/fileText.ts'

type Props = { readonly older: RunFile; readonly newer: RunFile }

/** The line diff of two versions of a file. */
export function VersionDiff({ older, newer }: Props) {
  const queries = useQueries({
    queries: [older, newer].map((file) => ({
      ...fileQueries.head(file.run_id, file.file_id),
      enabled: file.has_content,
    })),
  })
  const [left, right] = queries
  if (!older.has_content || !newer.has_content)
    return <Notice title="Cannot compare: the content of one version was not recorded." />
  const failed = queries.find(({ error }) => error)
  if (failed?.error)
    return <FailureNotice what="The content of a version" error={failed.error} onRetry={() => void failed.refetch()} />
  if (!left?.data || !right?.data) return <Skeleton height={220} m={12} />
  return <Comparison older={older} newer={newer} left={left.data} right={right.data} />
}

type Bytes = Uint8Array<ArrayBuffer>

function Comparison({ older, newer, left, right }: Props & { readonly left: Bytes; readonly right: Bytes }) {
  const texts = useMemo(
    () => [fileText(left, older, PREVIEW_BYTES_MAX), fileText(right, newer, PREVIEW_BYTES_MAX)] as const,
    [left, right, older, newer],
  )
  const [before, after] = texts
  if (sameBytes(left, right))
    return isAll(older, left) && isAll(newer, right) ? (
      <Notice title="The two versions are identical." />
    ) : (
      <SameBeginning older={older} newer={newer} bytes={left.length} />
    )
  if (before.kind === 'binary' || after.kind === 'binary')
    return (
      <Notice title="The two versions differ and are not text.">
        <p>
          {formatBytes(older.size_bytes)} became {formatBytes(newer.size_bytes)}.
        </p>
      </Notice>
    )
  return (
    <>
      {!(before.isWhole && after.isWhole) && (
        <p className={notesStyles['cut']}>Comparing only the first {formatBytes(PREVIEW_BYTES_MAX)} of each version.</p>
      )}
      <Lines older={older} newer={newer} before={before} after={after} />
    </>
  )
}

/** Equal beginnings say nothing about the rest; checksums do, if they were recorded. */
function SameBeginning({ older, newer, bytes }: Props & { readonly bytes: number }) {
  const areRecorded = older.sha256 !== null && newer.sha256 !== null
  if (areRecorded && older.sha256 === newer.sha256) return <Notice title="The two versions are identical." />
  const differ = areRecorded || older.size_bytes !== newer.size_bytes
  return (
    <Notice title={`The first ${formatBytes(bytes)} of the two versions are identical.`}>
      <p>
        {differ ? 'The rest differs but is' : 'The rest is'} not compared here. Download both files to compare them.
      </p>
    </Notice>
  )
}

/** Whether the loaded bytes are the whole version. */
const isAll = ({ size_bytes }: RunFile, read: Bytes): boolean =>
  size_bytes === null ? read.length < PREVIEW_BYTES_MAX : read.length >= size_bytes

type Text = Extract<FileText, { readonly kind: 'text' }>

function Lines({ older, newer, before, after }: Props & { readonly before: Text; readonly after: Text }) {
  const question = useMemo(() => ({ older: linesOf(before.text), newer: linesOf(after.text) }), [before, after])
  const areWhole = before.isWhole && after.isWhole
  const query = useQuery({
    queryKey: [...runKey(older.run_id), 'diff', older.file_id, newer.file_id],
    queryFn: async ({ signal }) => answerOf(await compareInWorker(question, signal), signal),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  })
  if (query.error)
    return (
      <Notice
        tone="failure"
        title="The two versions could not be compared."
        action={{ label: 'Try again', onClick: () => void query.refetch() }}
      >
        <p>{query.error.message}</p>
      </Notice>
    )
  return (
    <PanelFace what="The comparison" query={query} skeleton={<Skeleton height={220} m={12} />}>
      {({ changes, precision }) => {
        const { removed, added } = changeCounts(changes)
        if (removed + added === 0)
          return (
            <Notice
              title={
                areWhole
                  ? 'The two versions differ only in line endings.'
                  : 'The compared lines differ only in line endings.'
              }
            />
          )
        return (
          <>
            <p className={notesStyles['note']} role="status">
              {plural(removed, 'line')} removed, {plural(added, 'line')} added
              {precision === 'coarse' && '; too many changes to compare line by line'}
            </p>
            <DiffTable
              older={question.older}
              newer={question.newer}
              changes={changes}
              titles={[titleOf(older), titleOf(newer)]}
            />
          </>
        )
      }}
    </PanelFace>
  )
}

const titleOf = ({ created_at }: RunFile) => (created_at === null ? 'time unknown' : formatMinute(created_at))

/** A trailing line end does not start another line. */
const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r\n|\n|\r/)

const sameBytes = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])
