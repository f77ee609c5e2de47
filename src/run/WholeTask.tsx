import { plural } from '#src/lib/format.ts'
import { isLongerThanTitle } from '#src/lib/titleOf.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { WholeText } from '#src/ui/viewers/text/WholeText.tsx'
import { useState } from 'react'
import styles from './WholeTask.module.css'

/** Shows a task in full if it is too long for the title of its run; nothing otherwise. */
export function WholeTask({ task }: { readonly task: string }) {
  const [isOpen, setIsOpen] = useState(false)
  if (!isLongerThanTitle(task)) return null
  return (
    <div className={styles['task']}>
      <TextButton onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Hide full task' : `Show full task, ${plural(task.length, 'character')}`}
      </TextButton>
      {isOpen && <WholeText text={task} what="task" lines="wrapped" />}
    </div>
  )
}
