//! Whoever watches a world.

use crate::{Chooser, Happening, World};

/// Watches a world: sees every event just after it happened, together with the world as it then
/// is. A sink cannot change anything.
pub trait Sink<C: Chooser> {
    /// An event has happened.
    fn see(&mut self, world: &World<C>, happening: Happening<'_>);
}

/// Nobody watches: the world runs bare.
impl<C: Chooser> Sink<C> for () {
    fn see(&mut self, _: &World<C>, _: Happening<'_>) {}
}

impl<C: Chooser, S: Sink<C>> Sink<C> for &mut S {
    fn see(&mut self, world: &World<C>, happening: Happening<'_>) {
        (**self).see(world, happening);
    }
}

impl<C: Chooser, A: Sink<C>, B: Sink<C>> Sink<C> for (A, B) {
    fn see(&mut self, world: &World<C>, happening: Happening<'_>) {
        self.0.see(world, happening);
        self.1.see(world, happening);
    }
}

impl<C: Chooser, S: Sink<C>> Sink<C> for Option<S> {
    fn see(&mut self, world: &World<C>, happening: Happening<'_>) {
        if let Some(sink) = self {
            sink.see(world, happening);
        }
    }
}
