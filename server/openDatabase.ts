import type { Config } from './config.ts'
import { openPgliteStore, openPostgresStore } from './store/postgres/engine/openStore.ts'
import type { Store } from './store/ports/store.ts'

/**
 * Opens the configured database. `say` receives messages for the person at the terminal. Throws the errors of both
 * engines.
 */
export const openDatabase = (
  { database }: Pick<Config, 'database'>,
  say: (sentence: string) => void,
): Promise<Store> =>
  database.kind === 'postgres'
    ? openPostgresStore({ url: database.url, say })
    : openPgliteStore({ dataDir: database.dataDir, say })
