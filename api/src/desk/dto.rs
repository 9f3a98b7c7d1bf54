//! The words that preferences, views and notifications share.
use crate::coded;

coded! {
    /// The language of the pages.
    Language in "language" {
        Zh = "zh", "中文", "Chinese";
        En = "en", "英文", "English";
    }

    /// The colours of the pages.
    ColourTheme in "colour_theme" {
        Light = "light", "浅色", "Light";
        Dark = "dark", "深色", "Dark";
    }

    /// How close the rows of a list stand.
    Density in "density" {
        Comfortable = "comfortable", "宽松", "Comfortable";
        Compact = "compact", "紧凑", "Compact";
    }

    /// A list, as its address names it.
    ListName in "list" {
        Personnel = "personnel", "人员", "Persons";
        Transfers = "transfers", "变更执行地", "Transfers";
        Tasks = "tasks", "任务", "Duties";
        Premises = "premises", "场所", "Places";
        Inspections = "inspections", "排查记录", "Inspections";
        Rectifications = "rectifications", "整改通知", "Orders to put defects right";
        Leads = "leads", "制毒线索", "Leads to the police";
        Campaigns = "campaigns", "排查行动", "Rounds";
        Events = "events", "宣传活动", "Events";
        Staff = "staff", "工作力量", "Work force";
        Documents = "documents", "文件", "Documents";
        Divisions = "divisions", "区划", "Divisions";
        Grids = "grids", "网格", "Grids";
        Imports = "imports", "导入", "Imports";
        Reconciliations = "reconciliations", "名册核对", "Reconciliations";
        Exports = "exports", "导出", "Exports";
        Reports = "reports", "工作总结", "Reports";
        Clients = "clients", "机器接入", "Machine clients";
        Webhooks = "webhooks", "推送", "Webhooks";
    }

    /// What an account can be told of.
    Topic in "notification_topic" {
        DutiesOverdue = "duties_overdue", "逾期待补办的任务", "Duties that are overdue and can still be done";
        WindowsMissed = "windows_missed", "近七日漏办的检测、走访和联系", "Tests, visits and contacts missed in the last seven days";
        DutiesDue = "duties_due", "七日内到期的任务", "Duties due within seven days";
        DutiesReturned = "duties_returned", "退回待重新分派的任务", "Duties handed back, to be given to others";
        TransfersIncoming = "transfers_incoming", "待接收的变更执行地人员", "Persons sent here, to be taken over";
        PlacesOverdue = "places_overdue", "超期未排查场所", "Places whose inspection is overdue";
        PlacesProposed = "places_proposed", "待审核的新增场所", "Places proposed, to be decided on";
        InspectionsToSign = "inspections_to_sign", "待您签字的排查记录", "Inspections that await your signature";
        RectificationsOverdue = "rectifications_overdue", "逾期未整改场所", "Orders to put defects right that are overdue";
        LeadsRaised = "leads_raised", "待公安接收的制毒线索", "Leads that the police have not received";
        ImportsPlanned = "imports_planned", "预检后待导入的台账", "Ledgers checked and not yet taken in";
        ImportsFinished = "imports_finished", "今日完成的导入", "Your imports that ended today";
        ExportsToApprove = "exports_to_approve", "待您审批的导出", "Exports that await your approval";
        ExportsReady = "exports_ready", "可下载的导出文件", "Your exports that are ready";
        WebhooksDisabled = "webhooks_disabled", "已停用的推送", "Webhooks that were disabled";
        DeliveriesParked = "deliveries_parked", "搁置未送达的推送", "Deliveries of webhooks that were parked";
    }
}
