import { storeContract } from '#tests/support/store/storeContract.ts'

storeContract('pglite')
