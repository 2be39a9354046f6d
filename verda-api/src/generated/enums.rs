// Generated from an OpenAPI document; changes are lost.

#[allow(unused_imports)]
use super::types::*;

/// Action result status. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`InstanceActionResult`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ActionResultStatus {
    /// `success` on the wire.
    Success,
    /// `error` on the wire.
    Error,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ActionResultStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Success => "success",
            Self::Error => "error",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ActionResultStatus {
    const NAME: &'static str = "ActionResultStatus";
    const VALUES: &'static [&'static str] = &["success", "error"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "success" => Some(Self::Success),
            "error" => Some(Self::Error),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ActionResultStatus);

/// Autoupdate mode. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`Autoupdate`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AutoupdateMode {
    /// `latest` on the wire.
    Latest,
    /// `semantic` on the wire.
    Semantic,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl AutoupdateMode {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Latest => "latest",
            Self::Semantic => "semantic",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for AutoupdateMode {
    const NAME: &'static str = "AutoupdateMode";
    const VALUES: &'static [&'static str] = &["latest", "semantic"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "latest" => Some(Self::Latest),
            "semantic" => Some(Self::Semantic),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(AutoupdateMode);

/// Cluster action. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`PerformClusterAction`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ClusterAction {
    /// `discontinue` on the wire.
    Discontinue,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ClusterAction {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Discontinue => "discontinue",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ClusterAction {
    const NAME: &'static str = "ClusterAction";
    const VALUES: &'static [&'static str] = &["discontinue"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "discontinue" => Some(Self::Discontinue),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ClusterAction);

/// Cluster node action. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`PerformClusterNodeAction`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ClusterNodeAction {
    /// `boot` on the wire.
    Boot,
    /// `shutdown` on the wire.
    Shutdown,
    /// `force_shutdown` on the wire.
    ForceShutdown,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ClusterNodeAction {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Boot => "boot",
            Self::Shutdown => "shutdown",
            Self::ForceShutdown => "force_shutdown",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ClusterNodeAction {
    const NAME: &'static str = "ClusterNodeAction";
    const VALUES: &'static [&'static str] = &["boot", "shutdown", "force_shutdown"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "boot" => Some(Self::Boot),
            "shutdown" => Some(Self::Shutdown),
            "force_shutdown" => Some(Self::ForceShutdown),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ClusterNodeAction);

/// Container deployment status. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`ContainerDeploymentState`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ContainerDeploymentStatus {
    /// `initializing` on the wire.
    Initializing,
    /// `healthy` on the wire.
    Healthy,
    /// `degraded` on the wire.
    Degraded,
    /// `unhealthy` on the wire.
    Unhealthy,
    /// `paused` on the wire.
    Paused,
    /// `quota_reached` on the wire.
    QuotaReached,
    /// `image_pulling` on the wire.
    ImagePulling,
    /// `version_updating` on the wire.
    VersionUpdating,
    /// `terminating` on the wire.
    Terminating,
    /// `updating` on the wire.
    Updating,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ContainerDeploymentStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Initializing => "initializing",
            Self::Healthy => "healthy",
            Self::Degraded => "degraded",
            Self::Unhealthy => "unhealthy",
            Self::Paused => "paused",
            Self::QuotaReached => "quota_reached",
            Self::ImagePulling => "image_pulling",
            Self::VersionUpdating => "version_updating",
            Self::Terminating => "terminating",
            Self::Updating => "updating",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ContainerDeploymentStatus {
    const NAME: &'static str = "ContainerDeploymentStatus";
    const VALUES: &'static [&'static str] = &[
        "initializing",
        "healthy",
        "degraded",
        "unhealthy",
        "paused",
        "quota_reached",
        "image_pulling",
        "version_updating",
        "terminating",
        "updating",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "initializing" => Some(Self::Initializing),
            "healthy" => Some(Self::Healthy),
            "degraded" => Some(Self::Degraded),
            "unhealthy" => Some(Self::Unhealthy),
            "paused" => Some(Self::Paused),
            "quota_reached" => Some(Self::QuotaReached),
            "image_pulling" => Some(Self::ImagePulling),
            "version_updating" => Some(Self::VersionUpdating),
            "terminating" => Some(Self::Terminating),
            "updating" => Some(Self::Updating),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ContainerDeploymentStatus);

/// Contract. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`Cluster`], [`DeployCluster`], [`DeployInstance`], [`Instance`] and 2 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Contract {
    /// `LONG_TERM` on the wire.
    LongTerm,
    /// `PAY_AS_YOU_GO` on the wire.
    PayAsYouGo,
    /// `SPOT` on the wire.
    Spot,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl Contract {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::LongTerm => "LONG_TERM",
            Self::PayAsYouGo => "PAY_AS_YOU_GO",
            Self::Spot => "SPOT",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for Contract {
    const NAME: &'static str = "Contract";
    const VALUES: &'static [&'static str] = &["LONG_TERM", "PAY_AS_YOU_GO", "SPOT"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "LONG_TERM" => Some(Self::LongTerm),
            "PAY_AS_YOU_GO" => Some(Self::PayAsYouGo),
            "SPOT" => Some(Self::Spot),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(Contract);

/// Currency. Open enum: a value that this version does not know is kept unchanged.
///
/// Argument of [`list_cluster_types`](super::Client::list_cluster_types), [`list_container_types`](super::Client::list_container_types) and [`list_instance_types`](super::Client::list_instance_types). Part of [`Balance`], [`ClusterType`], [`ContainerType`], [`InstanceType`] and 3 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Currency {
    /// `usd` on the wire.
    Usd,
    /// `eur` on the wire.
    Eur,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl Currency {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Usd => "usd",
            Self::Eur => "eur",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for Currency {
    const NAME: &'static str = "Currency";
    const VALUES: &'static [&'static str] = &["usd", "eur"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "usd" => Some(Self::Usd),
            "eur" => Some(Self::Eur),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(Currency);

/// Environment variable type. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`EnvironmentVariable`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EnvironmentVariableType {
    /// `plain` on the wire.
    Plain,
    /// `secret` on the wire.
    Secret,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl EnvironmentVariableType {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plain => "plain",
            Self::Secret => "secret",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for EnvironmentVariableType {
    const NAME: &'static str = "EnvironmentVariableType";
    const VALUES: &'static [&'static str] = &["plain", "secret"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "plain" => Some(Self::Plain),
            "secret" => Some(Self::Secret),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(EnvironmentVariableType);

/// Error code. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`ErrorBody`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// `invalid_request` on the wire.
    InvalidRequest,
    /// `unauthorized_request` on the wire.
    UnauthorizedRequest,
    /// `insufficient_funds` on the wire.
    InsufficientFunds,
    /// `forbidden_action` on the wire.
    ForbiddenAction,
    /// `not_found` on the wire.
    NotFound,
    /// `conflict` on the wire.
    Conflict,
    /// `server_error` on the wire.
    ServerError,
    /// `service_unavailable` on the wire.
    ServiceUnavailable,
    /// `rate_limit_exceeded` on the wire.
    RateLimitExceeded,
    /// `invalid_grant` on the wire.
    InvalidGrant,
    /// `invalid_scope` on the wire.
    InvalidScope,
    /// `unsupported_grant_type` on the wire.
    UnsupportedGrantType,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ErrorCode {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedRequest => "unauthorized_request",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ForbiddenAction => "forbidden_action",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::ServerError => "server_error",
            Self::ServiceUnavailable => "service_unavailable",
            Self::RateLimitExceeded => "rate_limit_exceeded",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ErrorCode {
    const NAME: &'static str = "ErrorCode";
    const VALUES: &'static [&'static str] = &[
        "invalid_request",
        "unauthorized_request",
        "insufficient_funds",
        "forbidden_action",
        "not_found",
        "conflict",
        "server_error",
        "service_unavailable",
        "rate_limit_exceeded",
        "invalid_grant",
        "invalid_scope",
        "unsupported_grant_type",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "invalid_request" => Some(Self::InvalidRequest),
            "unauthorized_request" => Some(Self::UnauthorizedRequest),
            "insufficient_funds" => Some(Self::InsufficientFunds),
            "forbidden_action" => Some(Self::ForbiddenAction),
            "not_found" => Some(Self::NotFound),
            "conflict" => Some(Self::Conflict),
            "server_error" => Some(Self::ServerError),
            "service_unavailable" => Some(Self::ServiceUnavailable),
            "rate_limit_exceeded" => Some(Self::RateLimitExceeded),
            "invalid_grant" => Some(Self::InvalidGrant),
            "invalid_scope" => Some(Self::InvalidScope),
            "unsupported_grant_type" => Some(Self::UnsupportedGrantType),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ErrorCode);

/// Extension settings. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`Cluster`] and [`DeployCluster`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExtensionSettings {
    /// `auto_renew` on the wire.
    AutoRenew,
    /// `pay_as_you_go` on the wire.
    PayAsYouGo,
    /// `end_contract` on the wire.
    EndContract,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ExtensionSettings {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AutoRenew => "auto_renew",
            Self::PayAsYouGo => "pay_as_you_go",
            Self::EndContract => "end_contract",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ExtensionSettings {
    const NAME: &'static str = "ExtensionSettings";
    const VALUES: &'static [&'static str] = &[
        "auto_renew",
        "pay_as_you_go",
        "end_contract",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "auto_renew" => Some(Self::AutoRenew),
            "pay_as_you_go" => Some(Self::PayAsYouGo),
            "end_contract" => Some(Self::EndContract),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ExtensionSettings);

/// Instance action. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`InstanceActionResult`] and [`PerformInstanceActions`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum InstanceAction {
    /// `boot` on the wire.
    Boot,
    /// `start` on the wire.
    Start,
    /// `shutdown` on the wire.
    Shutdown,
    /// `delete` on the wire.
    Delete,
    /// `discontinue` on the wire.
    Discontinue,
    /// `hibernate` on the wire.
    Hibernate,
    /// `configure_spot` on the wire.
    ConfigureSpot,
    /// `force_shutdown` on the wire.
    ForceShutdown,
    /// `delete_stuck` on the wire.
    DeleteStuck,
    /// `deploy` on the wire.
    Deploy,
    /// `transfer` on the wire.
    Transfer,
    /// `restore` on the wire.
    Restore,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl InstanceAction {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Boot => "boot",
            Self::Start => "start",
            Self::Shutdown => "shutdown",
            Self::Delete => "delete",
            Self::Discontinue => "discontinue",
            Self::Hibernate => "hibernate",
            Self::ConfigureSpot => "configure_spot",
            Self::ForceShutdown => "force_shutdown",
            Self::DeleteStuck => "delete_stuck",
            Self::Deploy => "deploy",
            Self::Transfer => "transfer",
            Self::Restore => "restore",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for InstanceAction {
    const NAME: &'static str = "InstanceAction";
    const VALUES: &'static [&'static str] = &[
        "boot",
        "start",
        "shutdown",
        "delete",
        "discontinue",
        "hibernate",
        "configure_spot",
        "force_shutdown",
        "delete_stuck",
        "deploy",
        "transfer",
        "restore",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "boot" => Some(Self::Boot),
            "start" => Some(Self::Start),
            "shutdown" => Some(Self::Shutdown),
            "delete" => Some(Self::Delete),
            "discontinue" => Some(Self::Discontinue),
            "hibernate" => Some(Self::Hibernate),
            "configure_spot" => Some(Self::ConfigureSpot),
            "force_shutdown" => Some(Self::ForceShutdown),
            "delete_stuck" => Some(Self::DeleteStuck),
            "deploy" => Some(Self::Deploy),
            "transfer" => Some(Self::Transfer),
            "restore" => Some(Self::Restore),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(InstanceAction);

/// Instance status. Open enum: a value that this version does not know is kept unchanged.
///
/// Argument of [`list_instances`](super::Client::list_instances). Part of [`AttachedInstance`], [`Cluster`], [`ClusterWorkerNode`] and [`Instance`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum InstanceStatus {
    /// `running` on the wire.
    Running,
    /// `provisioning` on the wire.
    Provisioning,
    /// `offline` on the wire.
    Offline,
    /// `discontinued` on the wire.
    Discontinued,
    /// `unknown` on the wire.
    ReportedUnknown,
    /// `ordered` on the wire.
    Ordered,
    /// `notfound` on the wire.
    NotFound,
    /// `new` on the wire.
    New,
    /// `error` on the wire.
    Error,
    /// `deleting` on the wire.
    Deleting,
    /// `validating` on the wire.
    Validating,
    /// `no_capacity` on the wire.
    NoCapacity,
    /// `installation_failed` on the wire.
    InstallationFailed,
    /// `pending` on the wire.
    Pending,
    /// `not_found` on the wire.
    NotFoundUnderscored,
    /// `hibernating` on the wire.
    Hibernating,
    /// `starting_hibernation` on the wire.
    StartingHibernation,
    /// `restoring` on the wire.
    Restoring,
    /// `creating` on the wire.
    Creating,
    /// `failed` on the wire.
    Failed,
    /// `deleted` on the wire.
    Deleted,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl InstanceStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Provisioning => "provisioning",
            Self::Offline => "offline",
            Self::Discontinued => "discontinued",
            Self::ReportedUnknown => "unknown",
            Self::Ordered => "ordered",
            Self::NotFound => "notfound",
            Self::New => "new",
            Self::Error => "error",
            Self::Deleting => "deleting",
            Self::Validating => "validating",
            Self::NoCapacity => "no_capacity",
            Self::InstallationFailed => "installation_failed",
            Self::Pending => "pending",
            Self::NotFoundUnderscored => "not_found",
            Self::Hibernating => "hibernating",
            Self::StartingHibernation => "starting_hibernation",
            Self::Restoring => "restoring",
            Self::Creating => "creating",
            Self::Failed => "failed",
            Self::Deleted => "deleted",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for InstanceStatus {
    const NAME: &'static str = "InstanceStatus";
    const VALUES: &'static [&'static str] = &[
        "running",
        "provisioning",
        "offline",
        "discontinued",
        "unknown",
        "ordered",
        "notfound",
        "new",
        "error",
        "deleting",
        "validating",
        "no_capacity",
        "installation_failed",
        "pending",
        "not_found",
        "hibernating",
        "starting_hibernation",
        "restoring",
        "creating",
        "failed",
        "deleted",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "running" => Some(Self::Running),
            "provisioning" => Some(Self::Provisioning),
            "offline" => Some(Self::Offline),
            "discontinued" => Some(Self::Discontinued),
            "unknown" => Some(Self::ReportedUnknown),
            "ordered" => Some(Self::Ordered),
            "notfound" => Some(Self::NotFound),
            "new" => Some(Self::New),
            "error" => Some(Self::Error),
            "deleting" => Some(Self::Deleting),
            "validating" => Some(Self::Validating),
            "no_capacity" => Some(Self::NoCapacity),
            "installation_failed" => Some(Self::InstallationFailed),
            "pending" => Some(Self::Pending),
            "not_found" => Some(Self::NotFoundUnderscored),
            "hibernating" => Some(Self::Hibernating),
            "starting_hibernation" => Some(Self::StartingHibernation),
            "restoring" => Some(Self::Restoring),
            "creating" => Some(Self::Creating),
            "failed" => Some(Self::Failed),
            "deleted" => Some(Self::Deleted),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(InstanceStatus);

/// Job deployment status. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`JobDeploymentState`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum JobDeploymentStatus {
    /// `paused` on the wire.
    Paused,
    /// `terminating` on the wire.
    Terminating,
    /// `running` on the wire.
    Running,
    /// `ready` on the wire.
    Ready,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl JobDeploymentStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Paused => "paused",
            Self::Terminating => "terminating",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for JobDeploymentStatus {
    const NAME: &'static str = "JobDeploymentStatus";
    const VALUES: &'static [&'static str] = &[
        "paused",
        "terminating",
        "running",
        "ready",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "paused" => Some(Self::Paused),
            "terminating" => Some(Self::Terminating),
            "running" => Some(Self::Running),
            "ready" => Some(Self::Ready),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(JobDeploymentStatus);

/// Long term unit. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`LongTermPeriod`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LongTermUnit {
    /// `hour` on the wire.
    Hour,
    /// `day` on the wire.
    Day,
    /// `week` on the wire.
    Week,
    /// `month` on the wire.
    Month,
    /// `year` on the wire.
    Year,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl LongTermUnit {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for LongTermUnit {
    const NAME: &'static str = "LongTermUnit";
    const VALUES: &'static [&'static str] = &["hour", "day", "week", "month", "year"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "hour" => Some(Self::Hour),
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(LongTermUnit);

/// On spot discontinue. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`DeployInstanceOsVolume`] and [`DeployInstanceVolume`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OnSpotDiscontinue {
    /// `keep_detached` on the wire.
    KeepDetached,
    /// `move_to_trash` on the wire.
    MoveToTrash,
    /// `delete_permanently` on the wire.
    DeletePermanently,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl OnSpotDiscontinue {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::KeepDetached => "keep_detached",
            Self::MoveToTrash => "move_to_trash",
            Self::DeletePermanently => "delete_permanently",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for OnSpotDiscontinue {
    const NAME: &'static str = "OnSpotDiscontinue";
    const VALUES: &'static [&'static str] = &[
        "keep_detached",
        "move_to_trash",
        "delete_permanently",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "keep_detached" => Some(Self::KeepDetached),
            "move_to_trash" => Some(Self::MoveToTrash),
            "delete_permanently" => Some(Self::DeletePermanently),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(OnSpotDiscontinue);

/// Pricing. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`DeployInstance`] and [`Instance`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Pricing {
    /// `DYNAMIC_PRICE` on the wire.
    DynamicPrice,
    /// `FIXED_PRICE` on the wire.
    FixedPrice,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl Pricing {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::DynamicPrice => "DYNAMIC_PRICE",
            Self::FixedPrice => "FIXED_PRICE",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for Pricing {
    const NAME: &'static str = "Pricing";
    const VALUES: &'static [&'static str] = &["DYNAMIC_PRICE", "FIXED_PRICE"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "DYNAMIC_PRICE" => Some(Self::DynamicPrice),
            "FIXED_PRICE" => Some(Self::FixedPrice),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(Pricing);

/// Registry type. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`CreateRegistryCredentials`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RegistryType {
    /// `verda` on the wire.
    Verda,
    /// `gcr` on the wire.
    Gcr,
    /// `dockerhub` on the wire.
    Dockerhub,
    /// `ghcr` on the wire.
    Ghcr,
    /// `aws-ecr` on the wire.
    AwsEcr,
    /// `scaleway` on the wire.
    Scaleway,
    /// `custom` on the wire.
    Custom,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl RegistryType {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Verda => "verda",
            Self::Gcr => "gcr",
            Self::Dockerhub => "dockerhub",
            Self::Ghcr => "ghcr",
            Self::AwsEcr => "aws-ecr",
            Self::Scaleway => "scaleway",
            Self::Custom => "custom",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for RegistryType {
    const NAME: &'static str = "RegistryType";
    const VALUES: &'static [&'static str] = &[
        "verda",
        "gcr",
        "dockerhub",
        "ghcr",
        "aws-ecr",
        "scaleway",
        "custom",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "verda" => Some(Self::Verda),
            "gcr" => Some(Self::Gcr),
            "dockerhub" => Some(Self::Dockerhub),
            "ghcr" => Some(Self::Ghcr),
            "aws-ecr" => Some(Self::AwsEcr),
            "scaleway" => Some(Self::Scaleway),
            "custom" => Some(Self::Custom),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(RegistryType);

/// Replica status. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`Replica`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReplicaStatus {
    /// `unavailable` on the wire.
    Unavailable,
    /// `initializing` on the wire.
    Initializing,
    /// `running` on the wire.
    Running,
    /// `terminating` on the wire.
    Terminating,
    /// `error` on the wire.
    Error,
    /// `imagepulling` on the wire.
    ImagePulling,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl ReplicaStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Initializing => "initializing",
            Self::Running => "running",
            Self::Terminating => "terminating",
            Self::Error => "error",
            Self::ImagePulling => "imagepulling",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for ReplicaStatus {
    const NAME: &'static str = "ReplicaStatus";
    const VALUES: &'static [&'static str] = &[
        "unavailable",
        "initializing",
        "running",
        "terminating",
        "error",
        "imagepulling",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "unavailable" => Some(Self::Unavailable),
            "initializing" => Some(Self::Initializing),
            "running" => Some(Self::Running),
            "terminating" => Some(Self::Terminating),
            "error" => Some(Self::Error),
            "imagepulling" => Some(Self::ImagePulling),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(ReplicaStatus);

/// Secret type. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`FileSecret`] and [`Secret`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SecretType {
    /// `file-secret` on the wire.
    FileSecret,
    /// `generic` on the wire.
    Generic,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl SecretType {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::FileSecret => "file-secret",
            Self::Generic => "generic",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for SecretType {
    const NAME: &'static str = "SecretType";
    const VALUES: &'static [&'static str] = &["file-secret", "generic"];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "file-secret" => Some(Self::FileSecret),
            "generic" => Some(Self::Generic),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(SecretType);

/// Volume action. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`PerformVolumeActions`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VolumeAction {
    /// `attach` on the wire.
    Attach,
    /// `detach` on the wire.
    Detach,
    /// `delete` on the wire.
    Delete,
    /// `rename` on the wire.
    Rename,
    /// `resize` on the wire.
    Resize,
    /// `restore` on the wire.
    Restore,
    /// `clone` on the wire.
    Clone,
    /// `cancel` on the wire.
    Cancel,
    /// `create` on the wire.
    Create,
    /// `export` on the wire.
    Export,
    /// `transfer` on the wire.
    Transfer,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl VolumeAction {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Attach => "attach",
            Self::Detach => "detach",
            Self::Delete => "delete",
            Self::Rename => "rename",
            Self::Resize => "resize",
            Self::Restore => "restore",
            Self::Clone => "clone",
            Self::Cancel => "cancel",
            Self::Create => "create",
            Self::Export => "export",
            Self::Transfer => "transfer",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for VolumeAction {
    const NAME: &'static str = "VolumeAction";
    const VALUES: &'static [&'static str] = &[
        "attach",
        "detach",
        "delete",
        "rename",
        "resize",
        "restore",
        "clone",
        "cancel",
        "create",
        "export",
        "transfer",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "attach" => Some(Self::Attach),
            "detach" => Some(Self::Detach),
            "delete" => Some(Self::Delete),
            "rename" => Some(Self::Rename),
            "resize" => Some(Self::Resize),
            "restore" => Some(Self::Restore),
            "clone" => Some(Self::Clone),
            "cancel" => Some(Self::Cancel),
            "create" => Some(Self::Create),
            "export" => Some(Self::Export),
            "transfer" => Some(Self::Transfer),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(VolumeAction);

/// Volume kind. Open enum: a value that this version does not know is kept unchanged.
///
/// Part of [`CreateVolume`], [`DeployInstanceVolume`], [`PerformVolumeActions`], [`TrashedVolume`] and 2 more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VolumeKind {
    /// `HDD` on the wire.
    Hdd,
    /// `NVMe` on the wire.
    Nvme,
    /// `HDD_Shared` on the wire.
    HddShared,
    /// `NVMe_Shared` on the wire.
    NvmeShared,
    /// `NVMe_Local_Storage` on the wire.
    NvmeLocalStorage,
    /// `NVMe_Shared_Cluster` on the wire.
    NvmeSharedCluster,
    /// `NVMe_OS_Cluster` on the wire.
    NvmeOsCluster,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl VolumeKind {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Hdd => "HDD",
            Self::Nvme => "NVMe",
            Self::HddShared => "HDD_Shared",
            Self::NvmeShared => "NVMe_Shared",
            Self::NvmeLocalStorage => "NVMe_Local_Storage",
            Self::NvmeSharedCluster => "NVMe_Shared_Cluster",
            Self::NvmeOsCluster => "NVMe_OS_Cluster",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for VolumeKind {
    const NAME: &'static str = "VolumeKind";
    const VALUES: &'static [&'static str] = &[
        "HDD",
        "NVMe",
        "HDD_Shared",
        "NVMe_Shared",
        "NVMe_Local_Storage",
        "NVMe_Shared_Cluster",
        "NVMe_OS_Cluster",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "HDD" => Some(Self::Hdd),
            "NVMe" => Some(Self::Nvme),
            "HDD_Shared" => Some(Self::HddShared),
            "NVMe_Shared" => Some(Self::NvmeShared),
            "NVMe_Local_Storage" => Some(Self::NvmeLocalStorage),
            "NVMe_Shared_Cluster" => Some(Self::NvmeSharedCluster),
            "NVMe_OS_Cluster" => Some(Self::NvmeOsCluster),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(VolumeKind);

/// Volume status. Open enum: a value that this version does not know is kept unchanged.
///
/// Argument of [`list_volumes`](super::Client::list_volumes). Part of [`TrashedVolume`] and [`Volume`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VolumeStatus {
    /// `ordered` on the wire.
    Ordered,
    /// `attached` on the wire.
    Attached,
    /// `attaching` on the wire.
    Attaching,
    /// `detached` on the wire.
    Detached,
    /// `deleted` on the wire.
    Deleted,
    /// `cloning` on the wire.
    Cloning,
    /// `detaching` on the wire.
    Detaching,
    /// `deleting` on the wire.
    Deleting,
    /// `restoring` on the wire.
    Restoring,
    /// `created` on the wire.
    Created,
    /// `exported` on the wire.
    Exported,
    /// `canceled` on the wire.
    Canceled,
    /// `canceling` on the wire.
    Canceling,
    /// `creating` on the wire.
    Creating,
    /// A value that this version does not know; it is kept and sent back unchanged.
    Unknown(String),
}

impl VolumeStatus {
    /// The value in the API's spelling.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ordered => "ordered",
            Self::Attached => "attached",
            Self::Attaching => "attaching",
            Self::Detached => "detached",
            Self::Deleted => "deleted",
            Self::Cloning => "cloning",
            Self::Detaching => "detaching",
            Self::Deleting => "deleting",
            Self::Restoring => "restoring",
            Self::Created => "created",
            Self::Exported => "exported",
            Self::Canceled => "canceled",
            Self::Canceling => "canceling",
            Self::Creating => "creating",
            Self::Unknown(value) => value,
        }
    }
}

impl crate::runtime::OpenEnum for VolumeStatus {
    const NAME: &'static str = "VolumeStatus";
    const VALUES: &'static [&'static str] = &[
        "ordered",
        "attached",
        "attaching",
        "detached",
        "deleted",
        "cloning",
        "detaching",
        "deleting",
        "restoring",
        "created",
        "exported",
        "canceled",
        "canceling",
        "creating",
    ];
    #[inline]
    fn known(value: &str) -> Option<Self> {
        match value {
            "ordered" => Some(Self::Ordered),
            "attached" => Some(Self::Attached),
            "attaching" => Some(Self::Attaching),
            "detached" => Some(Self::Detached),
            "deleted" => Some(Self::Deleted),
            "cloning" => Some(Self::Cloning),
            "detaching" => Some(Self::Detaching),
            "deleting" => Some(Self::Deleting),
            "restoring" => Some(Self::Restoring),
            "created" => Some(Self::Created),
            "exported" => Some(Self::Exported),
            "canceled" => Some(Self::Canceled),
            "canceling" => Some(Self::Canceling),
            "creating" => Some(Self::Creating),
            _ => None,
        }
    }
    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }
}
crate::runtime::open_enum!(VolumeStatus);
