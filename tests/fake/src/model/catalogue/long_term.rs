//! The periods for which machines can be rented at a discount.

/// One period.
pub(crate) struct Period {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) units: u32,
    pub(crate) discount_percentage: u32,
    pub(crate) is_enabled: bool,
}

pub(crate) static INSTANCE_PERIODS: [Period; 5] = [
    Period { code: "1_MONTH", name: "1 month", unit: "month", units: 1, discount_percentage: 2, is_enabled: true },
    Period { code: "3_MONTHS", name: "3 months", unit: "month", units: 3, discount_percentage: 14, is_enabled: true },
    Period { code: "6_MONTHS", name: "6 months", unit: "month", units: 6, discount_percentage: 18, is_enabled: true },
    Period { code: "1_YEAR", name: "1 year", unit: "year", units: 1, discount_percentage: 24, is_enabled: true },
    Period { code: "2_YEARS", name: "2 years", unit: "year", units: 2, discount_percentage: 30, is_enabled: false },
];

pub(crate) static CLUSTER_PERIODS: [Period; 3] = [
    Period { code: "1_WEEK", name: "1 week", unit: "week", units: 1, discount_percentage: 0, is_enabled: true },
    Period { code: "1_MONTH", name: "1 month", unit: "month", units: 1, discount_percentage: 2, is_enabled: true },
    Period { code: "3_MONTHS", name: "3 months", unit: "month", units: 3, discount_percentage: 10, is_enabled: true },
];
