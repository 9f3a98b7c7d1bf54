import type { RouteRecordRaw } from 'vue-router'

export const systemRoutes: RouteRecordRaw[] = [
  {
    path: '/system',
    name: 'system',
    component: () => import('./SystemPage.vue'),
    meta: { title: 'system.title', permission: 'system:read' },
  },
]
