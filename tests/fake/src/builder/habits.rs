//! Settings for habits of the running API.

use std::time::Duration;

use super::Builder;
use crate::api::habits::Gone;

/// Habits of the running API; all are off by default.
impl Builder {
    /// The time after its order at which an instance or cluster appears in the list, in machine time. `GET` by its id shows
    /// it at once. Default: 0.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// // For half a minute, a client that lists the instances does not see the one that it has ordered.
    /// let fake = verda_fake::VerdaFake::builder().listed_after(Duration::from_secs(30)).build();
    /// ```
    pub fn listed_after(mut self, time: Duration) -> Self {
        self.config.rules.listed_after = time;
        self
    }

    /// The time for which a machine is `running` without an address, in machine time: `ip` is null until then.
    /// [`Duration::MAX`] is for ever; [`Fate::NoAddress`](crate::Fate::NoAddress) does that to one machine. Default: 0.
    pub fn address_after(mut self, time: Duration) -> Self {
        self.config.rules.address_after = time;
        self
    }

    /// The time after which a proxy responds with 504 and an HTML page to a request that the API still holds back, in real
    /// time. The API goes on: a deletion that was begun is carried out. Default: never.
    ///
    /// The API holds back the response to the DELETE of a container deployment or job until it is gone, which takes
    /// [`action_time`](Self::action_time), or until the `timeout` of the query has passed.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// // A deletion takes two minutes; the proxy waits for one.
    /// let fake = verda_fake::VerdaFake::builder()
    ///     .action_time(Duration::from_secs(120))
    ///     .gateway_timeout(Duration::from_secs(60))
    ///     .build();
    /// ```
    pub fn gateway_timeout(mut self, time: Duration) -> Self {
        self.config.habits.gateway_timeout = Some(time);
        self
    }

    /// How calls on instances that are gone are refused. Default: [`Gone::Documented`].
    pub fn gone(mut self, gone: Gone) -> Self {
        self.config.habits.gone = gone;
        self
    }

    /// Makes deletes of SSH keys and scripts that are not there succeed with 200; the other ids of such a call are deleted.
    /// Default: 404, and none is deleted.
    pub fn lenient_deletes(mut self) -> Self {
        self.config.habits.lenient_deletes = true;
        self
    }

    /// Refuses with 400 to make volumes of the types `HDD` and `HDD_Shared`, alone or with an instance, and to resize them, as
    /// the running API does since September 2026. Default: they are made and resized.
    pub fn hdd_retired(mut self) -> Self {
        self.config.rules.hdd_retired = true;
        self
    }

    /// Makes the catalogue as hostile as the running API's has been seen: a `spot_price`, `model`, `display_name`, `p2p` or
    /// `serverless_price` that is null, a volume's price under its older name, and speeds, dynamic prices and categories that
    /// are left out. The vendor's own SDK for Python cannot read it. Default: everything that the document requires is there.
    pub fn hostile_catalogue(mut self) -> Self {
        self.config.habits.hostile_catalogue = true;
        self
    }
}
