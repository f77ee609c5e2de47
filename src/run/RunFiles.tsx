import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunFile } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { runFilesZipUrl } from '#src/api/fileQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { FileBrowser } from '#src/records/files/browser/FileBrowser.tsx'
import type { FilePlaces } from '#src/records/files/browser/FilePlaces.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { useNextPage } from '#src/ui/hooks/useNextPage.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './RunFiles.module.css'

type Props = { readonly run_id: RunId; readonly nodes: readonly EnrichedNode[] }

/** All files of a run, page by page, and the selected one. */
export function RunFiles({ run_id, nodes }: Props) {
  const query = useInfiniteQuery(runQueries.files(run_id))
  const viewState = useRunViewState().files
  const setViewState = useNavigation((state) => state.setViewState)
  const change = (part: Partial<typeof viewState>) => setViewState({ files: { ...viewState, ...part } })
  const places = useFilePlaces({ run_id, nodes })
  const files = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  // Sorting, filtering and grouping by path happen here and need all files.
  useNextPage(query, !query.isFetching)
  return (
    <PanelFace what="The files of this run" query={query} skeleton={<FilesSkeleton />}>
      {({ pages }) =>
        files.length === 0 ? (
          <Notice title="No files.">
            <p>This run has no files.</p>
          </Notice>
        ) : (
          <FileBrowser
            files={files}
            total={pages.at(-1)?.total ?? files.length}
            pages={query}
            as={viewState.as}
            onAs={(as) => change({ as })}
            filter={viewState.filter}
            onFilter={(filter) => change({ filter })}
            order={viewState.order}
            onOrder={(order) => change({ order })}
            chosen={viewState.file_id}
            onChoose={(file_id) => change({ file_id })}
            onClose={() => change({ file_id: undefined })}
            preview="beside"
            places={places}
            zipUrl={runFilesZipUrl(run_id)}
          />
        )
      }
    </PanelFace>
  )
}

/**
 * Where the files of a run were created: nodes by their labels, events of a node inside it, other events beside the
 * run.
 */
function useFilePlaces({ run_id, nodes }: Props): FilePlaces {
  const openNode = useNavigation((state) => state.openNode)
  const openEvent = useNavigation((state) => state.openEvent)
  const openRunEvent = useNavigation((state) => state.openRunEvent)
  return useMemo(() => {
    const labels = new Map(nodes.map((node) => [node.node_id, nodeLabel(node)]))
    return {
      nodeOf: ({ node_id }: RunFile) =>
        node_id === null
          ? undefined
          : {
              label: labels.get(node_id) ?? visibleText(node_id),
              open: () => openNode({ run_id, node_id }, 'files'),
            },
      eventOf: ({ node_id, event_id }: RunFile) => {
        if (event_id === null) return undefined
        return node_id === null ? () => openRunEvent(run_id, event_id) : () => openEvent({ run_id, node_id }, event_id)
      },
    }
  }, [run_id, nodes, openNode, openEvent, openRunEvent])
}

function FilesSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={176} width={168} />
      <Skeleton height={176} width={168} />
      <Skeleton height={176} width={168} />
    </div>
  )
}
