import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import styles from './LooseCallsPage.module.css'
import { WRAPPING } from './wrapping.ts'

/** The lines of code that turn unassigned calls into runs. */
export const HowTheyBecomeRuns = () => (
  <details className={styles['how']}>
    <summary>How they become runs</summary>
    <p>
      A span of an agent or a workflow around the calls is enough: all that is called within it is then one run, drawn
      as a graph. The frameworks of <PlaceLink to={{ kind: 'connect' }}>Connect an agent</PlaceLink> make such spans by
      themselves; around calls of your own they are these lines.
    </p>
    {WRAPPING.map(({ name, language, code }) => (
      <div key={name} className={styles['snippet']}>
        <h2>{name}</h2>
        <CodeBlock code={code} language={language} copy="always" />
      </div>
    ))}
  </details>
)
