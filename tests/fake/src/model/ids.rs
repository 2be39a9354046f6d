//! Seeded ids: the same seed and the same order of creations give the same ids.

use serde::{Deserialize, Serialize};

/// A pseudo-random sequence of ids (SplitMix64).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ids {
    state: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A whole number below this one, or 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    /// An id in the form of a version 4 UUID, in lower case.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0x0FFF,
            0x8000 | ((low >> 48) & 0x3FFF),
            low & 0xFFFF_FFFF_FFFF,
        )
    }

    /// A token of 48 hexadecimal digits, which cannot be guessed by accident.
    pub(crate) fn token(&mut self) -> String {
        format!("{:016x}{:016x}{:016x}", self.next(), self.next(), self.next())
    }
}

/// The id of a catalogue entry, the same for all seeds.
pub(crate) fn catalogue_id(kind: u64, index: usize) -> String {
    Ids::new((kind << 32) | index as u64).uuid()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_have_the_form_of_a_version_4_uuid() {
        let mut ids = Ids::new(7);
        for _ in 0..1000 {
            let id = ids.uuid();
            let parts: Vec<&str> = id.split('-').collect();
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
            assert!(parts[2].starts_with('4'), "{id}");
            assert!(parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
        }
    }

    #[test]
    fn the_seed_decides_the_sequence() {
        let take = |seed| {
            let mut ids = Ids::new(seed);
            (0..100).map(|_| ids.uuid()).collect::<Vec<_>>()
        };
        assert_eq!(take(1), take(1));
        assert_ne!(take(1), take(2));
        assert_eq!(take(3).into_iter().collect::<HashSet<_>>().len(), 100);
    }
}
