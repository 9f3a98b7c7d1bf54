import type { components } from '@/api/schema'

type Schemas = components['schemas']

/** The code lists of the API document, by the name the client asks for them. */
export interface CodeLists {
  division_kind: Schemas['DivisionKind']
  post: Schemas['StaffPost']
  group_role: Schemas['GroupRole']
  gender: Schemas['Gender']
  id_number_kind: Schemas['IdNumberKind']
  person_status: Schemas['PersonStatus']
  control: Schemas['Control']
  risk_level: Schemas['RiskLevel']
  treatment_kind: Schemas['TreatmentKind']
  treatment_state: Schemas['TreatmentState']
  test_method: Schemas['TestMethod']
  test_result: Schemas['TestResult']
  visit_mode: Schemas['VisitMode']
  leave_state: Schemas['LeaveState']
  assessed_level: Schemas['AssessedLevel']
  notice_kind: Schemas['NoticeKind']
  team_role: Schemas['TeamRole']
  special_group_kind: Schemas['SpecialGroupKind']
  remote_state: Schemas['RemoteState']
  transfer_state: Schemas['TransferState']
  transfer_side: Schemas['TransferSide']
  reveal_purpose: Schemas['RevealPurpose']
  reveal_field: Schemas['RevealField']
  handover_reason: Schemas['HandoverReason']
  handover_paper: Schemas['HandoverPaper']
  premises_kind: Schemas['PremisesKind']
  precursor_class: Schemas['PrecursorClass']
  severity: Schemas['RectificationSeverity']
  rectification_state: Schemas['RectificationState']
  referred_to: Schemas['ReferralAuthority']
  lead_state: Schemas['LeadState']
  signer_role: Schemas['SignerRole']
  haste_sign: Schemas['HasteSign']
  colour: Schemas['Colour']
  inspection_outcome: Schemas['InspectionOutcome']
  campaign_kind: Schemas['CampaignKind']
  event_kind: Schemas['EventKind']
  setting: Schemas['Setting']
  theme: Schemas['Theme']
  document_kind: Schemas['DocumentKind']
  warning_sign: Schemas['WarningSign']
  import_state: Schemas['ImportState']
  row_outcome: Schemas['Outcome']
  report_state: Schemas['ReportState']
  task_kind: Schemas['TaskKind']
  task_state: Schemas['TaskState']
  task_void_reason: Schemas['VoidReason']
  notification_topic: Schemas['Topic']
  rule_done_by: Schemas['DoneBy']
  rule_day_off: Schemas['DayOff']
  rule_suspension: Schemas['Suspension']
  account_state: Schemas['AccountState']
  account_request_kind: Schemas['AccountRequestKind']
  account_request_state: Schemas['AccountRequestState']
  client_kind: Schemas['ClientKind']
  field_class: Schemas['FieldClass']
  webhook_state: Schemas['WebhookState']
  webhook_signing: Schemas['WebhookSigning']
  webhook_delivery_state: Schemas['DeliveryState']
  export_state: Schemas['ExportState']
  export_format: Schemas['ExportFormat']
  export_failure: Schemas['ExportFailure']
  finding_kind: Schemas['FindingKind']
  finding_decision: Schemas['Decision']
  number_hint: Schemas['NumberHint']
}

/** The lists of what machines do, and of what leaves or is compared as a file: their labels have a file of their own. */
export type ExchangeLists = Pick<
  CodeLists,
  | 'account_state'
  | 'account_request_kind'
  | 'account_request_state'
  | 'client_kind'
  | 'field_class'
  | 'webhook_state'
  | 'webhook_signing'
  | 'webhook_delivery_state'
  | 'export_state'
  | 'export_format'
  | 'export_failure'
  | 'finding_kind'
  | 'finding_decision'
  | 'number_hint'
>

/** One label for every code of every list. */
export type CodeLabels = { [List in keyof CodeLists]: Record<CodeLists[List], string> }
