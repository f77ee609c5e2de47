import { Arrival } from './Arrival.tsx'
import { Drawing } from './Drawing.tsx'
import styles from './ConnectPage.module.css'
import { RecipeTabs } from './RecipeTabs.tsx'
import { recipes } from './recipes.ts'

type Props = {
  /** Whether the database was empty when the page was requested: then it waits for the first run and opens it. */
  readonly wasEmpty?: boolean
}

/** How to make an agent report here, with code to paste, and whether one has. */
export function ConnectPage({ wasEmpty = false }: Props) {
  const { origin } = window.location
  return (
    <div className={styles['page']}>
      <title>Connect an agent · Runlens</title>
      <h1>Connect an agent</h1>
      <p className={styles['lead']}>
        Runlens shows agent runs live. Send OpenTelemetry traces to this address. The data stays on this server.
      </p>
      <Arrival origin={origin} wasEmpty={wasEmpty} />
      <Drawing />
      <RecipeTabs recipes={recipes(origin)} />
    </div>
  )
}
