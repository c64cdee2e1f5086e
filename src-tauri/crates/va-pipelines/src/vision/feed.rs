//! How a model wants its pixels: which channel first, and the line that turns 0 to 255 into its numbers.

/// Which colour comes first in a model's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// What a model makes of a pixel: `value * scale + offset` for each channel, in the model's order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feed {
    /// Which channel comes first.
    pub order: Order,
    /// Factor of each channel, in the model's order.
    pub scale: [f32; 3],
    /// What is added to each channel afterwards, in the model's order.
    pub offset: [f32; 3],
}

impl Feed {
    /// Pixels as they are, 0 to 255.
    pub const fn raw(order: Order) -> Self {
        Self::line(order, 1.0, 0.0)
    }

    /// Pixels from 0 to 1.
    pub const fn unit(order: Order) -> Self {
        Self::line(order, 1.0 / 255.0, 0.0)
    }

    /// `value * scale + offset`, the same for all channels.
    pub const fn line(order: Order, scale: f32, offset: f32) -> Self {
        Self {
            order,
            scale: [scale; 3],
            offset: [offset; 3],
        }
    }

    /// `(value - mean) / deviation` for each channel, in the model's order.
    pub fn normalised(order: Order, mean: [f32; 3], deviation: [f32; 3]) -> Self {
        Self {
            order,
            scale: deviation.map(|d| 1.0 / d),
            offset: [0, 1, 2].map(|c| -mean[c] / deviation[c]),
        }
    }

    /// Red, green and blue by mean and deviation of `ImageNet`'s photographs: what many networks were trained with.
    pub fn imagenet() -> Self {
        let (mean, deviation) = ([123.675, 116.28, 103.53], [58.395, 57.12, 57.375]);
        Self::normalised(Order::Rgb, mean, deviation)
    }

    /// What belongs to the model's channels, in the order of a picture's: red, green, blue. With it the loops
    /// over pixels read every channel at a place that is known when they are compiled.
    pub(super) fn of_picture<T>(&self, [first, second, third]: [T; 3]) -> [T; 3] {
        match self.order {
            Order::Rgb => [first, second, third],
            Order::Bgr => [third, second, first],
        }
    }

    /// A pixel (red, green, blue) in the model's order.
    pub(super) fn of_model(&self, pixel: [f32; 3]) -> [f32; 3] {
        // the one turned around is its own inverse
        self.of_picture(pixel)
    }
}
