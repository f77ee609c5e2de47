import { storeContract } from './storeContract.ts'

storeContract('pglite')
