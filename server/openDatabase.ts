import type { Config } from './config.ts'
import { openPgliteStore, openPostgresStore } from './db/openStore.ts'
import type { Store } from './ports.ts'

/** The database that the environment names. Throws as the two engines do. */
export const openDatabase = ({ database }: Pick<Config, 'database'>): Promise<Store> =>
  database.kind === 'postgres'
    ? openPostgresStore({ url: database.url })
    : openPgliteStore({ dataDir: database.dataDir })
