import { storeContract } from './storeContract.ts'

storeContract('memory')
