import type { Config } from './config.ts'
import { openPgliteStore, openPostgresStore } from './store/postgres/engine/openStore.ts'
import type { Store } from './store/ports/store.ts'

/** The database that the environment names. `say` is told of what the person at the terminal should know. Throws as the two engines do. */
export const openDatabase = (
  { database }: Pick<Config, 'database'>,
  say: (sentence: string) => void,
): Promise<Store> =>
  database.kind === 'postgres'
    ? openPostgresStore({ url: database.url, say })
    : openPgliteStore({ dataDir: database.dataDir, say })
