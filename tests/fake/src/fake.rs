//! The handle of a fake, and what all clones of it share.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use crate::api::config::Config;
use crate::api::expected::Wanted;
use crate::api::journal::{Journal, Observer};
use crate::model::clock::{Clock, Times};
use crate::model::moment::Moment;
use crate::state::State;

/// A whole Verda project in memory. Clones share their state.
#[derive(Clone)]
pub struct VerdaFake {
    inner: Arc<Inner>,
}

struct Inner {
    /// The settings at the start, for a reset.
    initial: Config,
    config: RwLock<Arc<Config>>,
    clock: Clock,
    observer: Option<Observer>,
    state: Mutex<State>,
    journal: Mutex<Journal>,
    expectations: Mutex<Vec<Wanted>>,
}

impl fmt::Debug for VerdaFake {
    /// Omits the state, because it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerdaFake").finish_non_exhaustive()
    }
}

impl VerdaFake {
    pub(crate) fn new(config: Config, observer: Option<Observer>) -> Self {
        let inner = Inner {
            clock: Clock::new(config.start_time, config.rules.speed),
            state: Mutex::new(State::new(&config)),
            journal: Mutex::new(Journal::new(config.journal_capacity)),
            expectations: Mutex::default(),
            config: RwLock::new(Arc::new(config.clone())),
            initial: config,
            observer,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The settings at the start.
    pub(crate) fn initial(&self) -> &Config {
        &self.inner.initial
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub(crate) fn observer(&self) -> Option<&Observer> {
        self.inner.observer.as_ref()
    }

    pub(crate) fn config(&self) -> Arc<Config> {
        self.inner.config.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_config(&self, config: Config) {
        *self.inner.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, and the machine time at which it is read or changed: the clock may be set back before, but not meanwhile.
    pub(crate) fn state_now(&self) -> (MutexGuard<'_, State>, Duration) {
        let state = self.state();
        let now = self.inner.clock.machine();
        (state, now)
    }

    /// Changes the state at this moment.
    pub(crate) fn change_now<T>(&self, change: impl FnOnce(&mut State, Moment<'_>) -> T) -> T {
        let (mut state, now) = self.state_now();
        let config = self.config();
        change(&mut state, Moment { now, clock: &self.inner.clock, rules: &config.rules })
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.inner.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn expectations(&self) -> MutexGuard<'_, Vec<Wanted>> {
        self.inner.expectations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the settings. Requests wait for the state, so that they see either all of the change or nothing of it.
    pub(crate) fn change_config(&self, change: impl FnOnce(&mut Config)) {
        let mut state = self.state();
        let mut config = (*self.config()).clone();
        change(&mut config);
        self.inner.clock.set_speed(config.rules.speed);
        state.project.serverless.set_pace(&config.rules);
        self.journal().set_capacity(config.journal_capacity);
        self.set_config(config);
    }

    /// Puts another project into the place of this one. The journal and the expectations are emptied.
    pub(crate) fn replace(&self, config: Config, times: Times, new: State) {
        let mut state = self.state();
        *state = new;
        state.project.serverless.set_pace(&config.rules);
        self.inner.clock.restart(config.start_time, config.rules.speed, times);
        self.journal().clear();
        self.journal().set_capacity(config.journal_capacity);
        self.set_config(config);
        drop(state);
        self.expectations().clear();
    }
}
