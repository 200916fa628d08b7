//! Photos
