import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./AccountList.vue'),
    meta: { title: 'accounts.title', permission: 'accounts:read' },
  },
  {
    path: '/accounts/:id',
    name: 'account-of',
    component: () => import('./AccountDetail.vue'),
    props: true,
    meta: { title: 'accounts.one', permission: 'accounts:read' },
  },
  {
    path: '/account-requests',
    name: 'account-requests',
    component: () => import('./RequestPage.vue'),
    meta: { title: 'accounts.requests', permission: 'accounts:read' },
  },
  {
    path: '/roles',
    name: 'roles',
    component: () => import('./RolePage.vue'),
    meta: { title: 'accounts.roles', permission: 'accounts:read' },
  },
]
