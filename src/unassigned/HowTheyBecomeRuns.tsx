import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import styles from './HowTheyBecomeRuns.module.css'
import { WRAPPING } from './wrapping.ts'

/** The lines of code that turn unassigned calls into runs. */
export const HowTheyBecomeRuns = () => (
  <details className={styles['how']}>
    <summary>How to turn calls into runs</summary>
    <p>
      Wrap the calls in an agent or workflow span. Everything called inside it becomes one run with a graph. The
      frameworks listed under <PlaceLink to={{ kind: 'connect' }}>Connect an agent</PlaceLink> create these spans for
      you. For your own calls, add these lines:
    </p>
    {WRAPPING.map(({ name, language, code }) => (
      <div key={name} className={styles['snippet']}>
        <h2>{name}</h2>
        <CodeBlock code={code} language={language} copy="always" />
      </div>
    ))}
  </details>
)
