import type { RouteRecordRaw } from 'vue-router'

export const staffRoutes: RouteRecordRaw[] = []
