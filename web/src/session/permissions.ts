import type { components } from '@/api/schema'

/** Every permission the API document publishes; anything else does not compile. */
export type Permission = components['schemas']['Permission']
