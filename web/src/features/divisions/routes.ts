import type { RouteRecordRaw } from 'vue-router'

export const divisionRoutes: RouteRecordRaw[] = []
