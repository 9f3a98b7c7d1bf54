import { defineStore } from 'pinia'
import { ref } from 'vue'

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

/** How somebody likes a list; what is null is as it is for everybody. */
export interface Look {
  /** The columns shown, in order. */
  columns: string[] | null
  density: Density | null
}

const plain: Look = { columns: null, density: null }

/** How the person signed in likes each list. */
export const useLooks = defineStore('looks', () => {
  const looks = ref<Partial<Record<string, Look>>>({})
  const lookOf = (list: string): Look => looks.value[list] ?? plain

  function change(list: string, part: Partial<Look>): void {
    looks.value = { ...looks.value, [list]: { ...lookOf(list), ...part } }
  }
  return { lookOf, change }
})
