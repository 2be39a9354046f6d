//! What the compiler refuses is in `cases`: programs that would fail when they run, each with the message that its author reads.
