//! What leads to an expression.

#[path = "../src/detect/trigger/byte.rs"]
mod byte;
#[path = "../src/detect/trigger/class.rs"]
mod class;
#[path = "../src/detect/trigger/index.rs"]
mod index;
#[path = "../src/detect/trigger/key.rs"]
mod key;
#[path = "../src/detect/trigger/lead.rs"]
mod lead;
#[path = "../src/detect/trigger/require.rs"]
mod require;

pub(crate) use index::{Index, Triggers};
pub(crate) use key::Edges;
use lead::Lead;
pub(crate) use require::{required, required_by_all};

impl Index {
    /// Gathers expressions that the same thing leads to, of those for which something holds: all that digits lead to, and
    /// all of which nothing is known. The next numbers lead to them.
    pub(crate) fn gather(&mut self, digits: impl Fn(u32) -> bool, always: impl Fn(u32) -> bool) -> [Vec<u32>; 2] {
        let (met, rest): (Vec<u32>, Vec<u32>) = self.digits.iter().partition(|number| digits(**number));
        self.digits = rest;
        let (unknown, rest): (Vec<u32>, Vec<u32>) = self.always.iter().partition(|number| always(**number));
        self.always = rest;
        self.digits.push(self.leads.len() as u32);
        self.leads.push(met.iter().fold(Lead::NONE, |all, number| all.or(self.leads[*number as usize])));
        self.always.push(self.leads.len() as u32);
        self.leads.push(Lead::UNKNOWN);
        self.bytes.extend([0, 0]);
        [met, unknown]
    }
}
