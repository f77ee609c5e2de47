/** The demo runs of a store: those that the server loads into an empty one, and generated runs. */
export interface DemoStore {
  /** The number of demo runs, and whether they were removed before: then a server does not load them again. */
  state(): Promise<{ readonly runs: number; readonly wasRemoved: boolean }>
  /**
   * Deletes all demo runs with everything that belongs to them: sessions that no other run has, contents, and rows that
   * the demo left without a place. Returns the number of runs deleted.
   */
  remove(): Promise<number>
}
