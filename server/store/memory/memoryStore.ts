import type { Store } from '../ports/store.ts'
import { emptyMemoryData } from './memoryData.ts'
import { MemoryDemoStore } from './MemoryDemoStore.ts'
import { MemoryChangeFeed } from './MemoryChangeFeed.ts'
import { MemoryEventRepository } from './MemoryEventRepository.ts'
import { MemoryFileRepository } from './MemoryFileRepository.ts'
import { MemoryIntegrityRepository } from './MemoryIntegrityRepository.ts'
import { MemoryMessageRepository } from './MemoryMessageRepository.ts'
import { MemoryNodeRepository } from './MemoryNodeRepository.ts'
import { MemoryRowRepository } from './MemoryRowRepository.ts'
import { MemoryRunRepository } from './MemoryRunRepository.ts'
import { MemoryRunWriter } from './MemoryRunWriter.ts'
import { MemorySearchRepository } from './MemorySearchRepository.ts'
import { MemorySessionRepository } from './MemorySessionRepository.ts'
import { MemorySpanStore } from './MemorySpanStore.ts'
import { MemorySummaryRepository } from './MemorySummaryRepository.ts'
import { MemoryUnplacedRepository } from './MemoryUnplacedRepository.ts'

/** A store in maps, for the mock API and for tests. It behaves like the databases, in browsers and in Node. */
export function createMemoryStore(): Store {
  const data = emptyMemoryData()
  return {
    engine: 'memory',
    repositories: {
      sessions: new MemorySessionRepository(data),
      runs: new MemoryRunRepository(data),
      nodes: new MemoryNodeRepository(data),
      events: new MemoryEventRepository(data),
      files: new MemoryFileRepository(data),
      messages: new MemoryMessageRepository(data),
      summaries: new MemorySummaryRepository(data),
      search: new MemorySearchRepository(data),
      integrity: new MemoryIntegrityRepository(data),
      rows: new MemoryRowRepository(data),
      unplaced: new MemoryUnplacedRepository(data),
    },
    writer: new MemoryRunWriter(data),
    spans: new MemorySpanStore(data),
    changes: new MemoryChangeFeed(data),
    demo: new MemoryDemoStore(data),
    ping: async () => undefined,
    close: async () => undefined,
  }
}
