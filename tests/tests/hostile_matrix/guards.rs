//! What the process uses while a server misbehaves.
