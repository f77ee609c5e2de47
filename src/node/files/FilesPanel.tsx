import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { NodeRef } from '#contract/ids.ts'
import { nodeFilesZipUrl } from '#src/api/fileQueries.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { INITIAL_VIEW_STATE } from '#src/navigation/runViewState.ts'
import { useNavigation, useNodeViewState, useRunViewState } from '#src/navigation/useNavigation.ts'
import { FileBrowser } from '#src/records/files/browser/FileBrowser.tsx'
import type { FilePlaces } from '#src/records/files/browser/FilePlaces.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { useNextPage } from '#src/ui/hooks/useNextPage.ts'
import styles from './FilesPanel.module.css'

/** The files of one node in one run: a list, and a preview of the chosen one. */
export function FilesPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useInfiniteQuery(nodeQueries.files(nodeRef))
  const viewState = useRunViewState().files
  const { file_id } = useNodeViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const setNodeViewState = useNavigation((state) => state.setNodeViewState)
  const openEvent = useNavigation((state) => state.openEvent)
  const files = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  // A node has few files, so their filter is not part of the URL.
  const [filter, setFilter] = useState(INITIAL_VIEW_STATE.files.filter)
  const [order, setOrder] = useState(INITIAL_VIEW_STATE.files.order)
  const places = useMemo<FilePlaces>(
    () => ({
      // All files belong to the open node.
      nodeOf: () => undefined,
      eventOf: ({ event_id }) => (event_id === null ? undefined : () => openEvent(nodeRef, event_id)),
    }),
    [nodeRef, openEvent],
  )
  useNextPage(query, !query.isFetching)
  // The first file with content, until the reader chooses: most nodes write one.
  const first = files.find((file) => file.has_content) ?? files[0]
  return (
    <div className={styles['panel']}>
      <PanelFace what="The files of this node" query={query} skeleton={<FilesSkeleton />}>
        {({ pages }) =>
          files.length === 0 ? (
            <Notice title="No files.">
              <p>This node has no files in this run.</p>
            </Notice>
          ) : (
            <FileBrowser
              files={files}
              total={pages.at(-1)?.total ?? files.length}
              pages={query}
              as={viewState.as}
              onAs={(as) => setViewState({ files: { ...viewState, as } })}
              filter={filter}
              onFilter={setFilter}
              order={order}
              onOrder={setOrder}
              chosen={file_id ?? first?.file_id}
              onChoose={(next) => setNodeViewState({ file_id: next })}
              onClose={undefined}
              preview="below"
              places={places}
              zipUrl={nodeFilesZipUrl(nodeRef)}
            />
          )
        }
      </PanelFace>
    </div>
  )
}

function FilesSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={40} />
      <Skeleton height={40} />
      <Skeleton height={240} />
    </div>
  )
}
