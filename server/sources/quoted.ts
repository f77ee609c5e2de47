/** Quotes any name as an SQL identifier, for SQLite and Postgres. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
