//! A rectangle in a picture, by its corners. Used by the detector, the tracker and the measurements.

/// A rectangle in pixels, from the top left corner of the picture; x2 and y2 are exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x1: f32,
    /// Upper edge.
    pub y1: f32,
    /// Right edge.
    pub x2: f32,
    /// Lower edge.
    pub y2: f32,
}

impl Area {
    /// From left to right, never negative.
    pub fn width(&self) -> f32 {
        (self.x2 - self.x1).max(0.0)
    }

    /// From top to bottom, never negative.
    pub fn height(&self) -> f32 {
        (self.y2 - self.y1).max(0.0)
    }

    /// The middle.
    pub fn centre(&self) -> (f32, f32) {
        (
            f32::midpoint(self.x1, self.x2),
            f32::midpoint(self.y1, self.y2),
        )
    }

    /// Pixels in both.
    fn common(&self, other: &Self) -> f32 {
        let width = self.x2.min(other.x2) - self.x1.max(other.x1);
        let height = self.y2.min(other.y2) - self.y1.max(other.y1);
        width.max(0.0) * height.max(0.0)
    }

    /// Intersection over union, 0 to 1.
    pub fn iou(&self, other: &Self) -> f32 {
        let both = self.common(other);
        both / (self.width() * self.height() + other.width() * other.height() - both).max(1e-9)
    }

    /// Share of it that lies in the other one, 0 to 1.
    pub fn covered_by(&self, other: &Self) -> f32 {
        self.common(other) / (self.width() * self.height()).max(1e-9)
    }

    /// The part inside a picture of this size.
    #[must_use]
    pub fn within(&self, (width, height): (f32, f32)) -> Self {
        Self {
            x1: self.x1.clamp(0.0, width),
            y1: self.y1.clamp(0.0, height),
            x2: self.x2.clamp(0.0, width),
            y2: self.y2.clamp(0.0, height),
        }
    }

    /// The same in a picture that is enlarged by these factors.
    #[must_use]
    pub fn scaled(&self, (x, y): (f32, f32)) -> Self {
        Self {
            x1: self.x1 * x,
            y1: self.y1 * y,
            x2: self.x2 * x,
            y2: self.y2 * y,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "these results are exact")]

    use super::*;

    fn area(x1: f32, y1: f32, x2: f32, y2: f32) -> Area {
        Area { x1, y1, x2, y2 }
    }

    #[test]
    fn overlap_is_the_common_share_of_both() {
        let a = area(0.0, 0.0, 10.0, 10.0);
        assert!((a.iou(&a) - 1.0).abs() < 1e-6);
        assert!((a.iou(&area(5.0, 0.0, 15.0, 10.0)) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(a.iou(&area(10.0, 0.0, 20.0, 10.0)), 0.0, "they only touch");
        assert_eq!(a.covered_by(&area(5.0, -5.0, 50.0, 50.0)), 0.5);
        assert_eq!(
            area(5.0, -5.0, 50.0, 50.0).covered_by(&area(0.0, 60.0, 9.0, 70.0)),
            0.0
        );
        assert_eq!(
            a.iou(&area(3.0, 3.0, 3.0, 3.0)),
            0.0,
            "nothing has no share"
        );
    }
}
