import type { CodeLabels } from '../code-lists'

/** What somebody can be told of. */
export const notificationCodes = {
  notification_topic: {
    duties_overdue: 'Duties that are overdue and can still be done',
    windows_missed: 'Tests, visits and contacts missed in the last seven days',
    duties_due: 'Duties due within seven days',
    duties_returned: 'Duties handed back, to be given to others',
    transfers_incoming: 'Persons sent here, to be taken over',
    places_overdue: 'Places whose inspection is overdue',
    places_proposed: 'Places proposed, to be decided on',
    inspections_to_sign: 'Inspections that await your signature',
    rectifications_overdue: 'Orders to put defects right that are overdue',
    leads_raised: 'Leads that the police have not received',
    imports_planned: 'Ledgers checked and not yet taken in',
    imports_finished: 'Your imports that ended today',
    exports_to_approve: 'Exports that await your approval',
    exports_ready: 'Your exports that are ready',
    webhooks_disabled: 'Webhooks that were disabled',
    deliveries_parked: 'Deliveries of webhooks that were parked',
  },
} satisfies Pick<CodeLabels, 'notification_topic'>
