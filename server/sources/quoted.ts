/** A name as SQL takes it, whatever is in it; the same in SQLite and Postgres. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
