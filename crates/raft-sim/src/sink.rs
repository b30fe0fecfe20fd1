//! Whoever watches a world.

use crate::{Happening, World};

/// Watches a world: sees every event just after it happened, together with the world as it then
/// is. A sink cannot change anything.
pub trait Sink {
    /// An event has happened.
    fn see(&mut self, world: &World, happening: Happening<'_>);
}

/// Nobody watches: the world runs bare.
impl Sink for () {
    fn see(&mut self, _: &World, _: Happening<'_>) {}
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        (**self).see(world, happening);
    }
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.0.see(world, happening);
        self.1.see(world, happening);
    }
}

impl<S: Sink> Sink for Option<S> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if let Some(sink) = self {
            sink.see(world, happening);
        }
    }
}
