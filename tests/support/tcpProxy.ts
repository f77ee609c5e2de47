import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Carries connections to another port, until it is told to go silent: then nothing goes either way, and nothing is closed. */
export async function startTcpProxy(port: number, host: string) {
  const sockets = new Set<Socket>()
  let isSilent = false
  const server = createServer((client) => {
    const target = connect(port, host)
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        if (!isSilent) other.write(bytes)
      })
      socket.on('close', () => other.destroy())
    }
    if (isSilent) for (const socket of [client, target]) socket.pause()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    silence: () => {
      isSilent = true
      for (const socket of sockets) socket.pause()
    },
    /** New connections are carried again; those that fell silent stay so. */
    hearAgain: () => {
      isSilent = false
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
