import type { ExecutionSummary } from '#contract/summaries.ts'
import { formatCount } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import overviewStyles from './overview.module.css'
import styles from './AgentTable.module.css'

/** The agents that worked in the node, with their counts. */
export function AgentTable({ agents }: { readonly agents: ExecutionSummary['agents'] }) {
  return (
    <section>
      <h3 className={overviewStyles['heading']} id="agents-heading">
        Agents
      </h3>
      <table className={styles['table']} aria-labelledby="agents-heading">
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Events</th>
            <th scope="col">Calls</th>
            <th scope="col">Errors</th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            // An empty name is different from none.
            <tr key={JSON.stringify(agent.agent_name)}>
              <th scope="row">
                {agent.agent_name === null ? <span className="dim">not recorded</span> : visibleText(agent.agent_name)}
              </th>
              <td>{formatCount(agent.events)}</td>
              <td>{formatCount(agent.calls)}</td>
              <td className={agent.errors > 0 ? styles['failed'] : undefined}>{formatCount(agent.errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
