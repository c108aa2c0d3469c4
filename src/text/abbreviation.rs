//! Abbreviations of English news that end in a point.
