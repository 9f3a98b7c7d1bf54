import type { RouteRecordRaw } from 'vue-router'

export const webhookRoutes: RouteRecordRaw[] = [
  {
    path: '/webhooks',
    name: 'webhooks',
    component: () => import('./WebhookList.vue'),
    meta: { title: 'webhooks.title', permission: 'webhooks:read' },
  },
  {
    path: '/webhooks/hosts',
    name: 'webhook-hosts',
    component: () => import('./hosts/HostList.vue'),
    meta: { title: 'webhooks.hosts', permission: 'webhooks:read' },
  },
  {
    path: '/webhooks/:id',
    name: 'webhook',
    component: () => import('./WebhookDetail.vue'),
    props: true,
    meta: { title: 'webhooks.one', permission: 'webhooks:read' },
  },
]
