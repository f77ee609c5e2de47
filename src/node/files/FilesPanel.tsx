import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunFile } from '#contract/entities.ts'
import type { FileId, NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { Notice } from '#src/ui/Notice.tsx'
import type { FurtherPages } from '#src/ui/useNextPage.ts'
import { MoreRows } from '../MoreRows.tsx'
import { PanelFace } from '../PanelFace.tsx'
import { FileItem } from './FileItem.tsx'
import { FilePreview } from './FilePreview.tsx'
import styles from './FilesPanel.module.css'

/** The files of one node in one run: their list, and a preview of the one that is chosen. */
export function FilesPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useInfiniteQuery(nodeQueries.files(nodeRef))
  return (
    <div className={styles['panel']}>
      <PanelFace what="The files of this node" query={query} skeleton={<FilesSkeleton />}>
        {({ pages }) => {
          const files = pages.flatMap((page) => page.items)
          const rest = (pages.at(-1)?.total ?? files.length) - files.length
          return files.length > 0 ? (
            <Files nodeRef={nodeRef} files={files} rest={rest} pages={query} />
          ) : (
            <Notice title="No files.">
              <p>This node wrote none in this run.</p>
            </Notice>
          )
        }}
      </PanelFace>
    </div>
  )
}

type FilesProps = {
  readonly nodeRef: NodeRef
  readonly files: readonly RunFile[]
  readonly rest: number
  readonly pages: FurtherPages
}

function Files({ nodeRef, files, rest, pages }: FilesProps) {
  const [chosen, setChosen] = useState<FileId>()
  // The first file that can be shown, until the reader chooses: most nodes write one.
  const shown = files.find((file) => file.file_id === chosen) ?? files.find((file) => file.has_content) ?? files[0]
  return (
    <>
      <div className={styles['listFrame']}>
        <ul className={styles['list']} aria-label="Files">
          {files.map((file) => (
            <FileItem
              key={file.file_id}
              nodeRef={nodeRef}
              file={file}
              isShown={file.file_id === shown?.file_id}
              onShow={() => setChosen(file.file_id)}
            />
          ))}
        </ul>
        <MoreRows what="files" rest={rest} pages={pages} />
      </div>
      {shown && <FilePreview key={shown.file_id} file={shown} />}
    </>
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
