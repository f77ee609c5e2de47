import { storeContract } from './storeContract.ts'

storeContract('postgres')
