//! What the detectors work out ahead.

#[path = "../src/detect/anchor.rs"]
pub(crate) mod anchor;
#[path = "../src/detect/pattern/light.rs"]
pub(crate) mod light;
#[path = "../src/detect/furniture/lines.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
pub(crate) mod lines;
#[path = "../src/detect/furniture/loose.rs"]
pub(crate) mod loose;
#[path = "../src/detect/pattern/reach.rs"]
pub(crate) mod reach;
#[path = "../src/detect/repeat/words.rs"]
#[expect(dead_code, reason = "made here, read in the library")]
pub(crate) mod repeat;
#[path = "../src/detect/phrase/word.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
pub(crate) mod word;
