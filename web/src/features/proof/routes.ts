import type { RouteRecordRaw } from 'vue-router'

export const proofRoutes: RouteRecordRaw[] = [
  { path: '/proof', name: 'proof', component: () => import('./ProofPage.vue'), meta: { title: 'nav.proof' } },
  {
    path: '/access-log',
    name: 'access-log',
    component: () => import('./AccessLog.vue'),
    meta: { title: 'nav.access_log', permission: 'audit:read' },
  },
  {
    path: '/reveals',
    name: 'reveals',
    component: () => import('./RevealLog.vue'),
    meta: { title: 'nav.reveals', permission: 'audit:read' },
  },
]
