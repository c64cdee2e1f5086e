//! How a person looks: a network for re-identification, of which two looks at one person point the same way. The box
//! is cut out and stretched to 128 by 256 pixels, normalised as on `ImageNet`, as in the sample of the network's
//! authors and in the `OpenCV` Zoo. Knows neither numbers of people nor when to look.

use super::area::Area;
use crate::infer::{BadOutput, Input, Model};
use crate::likeness::unit;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Bilinear, Feed, Picture};

const ID: &str = "youtureid";
const WIDTH: usize = 128;
const HEIGHT: usize = 256;
/// Numbers of a look beyond which the file is something else.
const MOST: usize = 4096;

/// The network with its input and its scratch.
#[derive(Debug)]
pub(super) struct Appearance {
    model: Model,
    output: String,
    numbers: usize,
    resize: Bilinear,
}

impl Appearance {
    /// Loads the network and looks at nothing once: that says how many numbers a look has.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let input = Input::only_f32(&[1, 3, HEIGHT as i64, WIDTH as i64]);
        let mut model = environment.model(ID, vec![input])?;
        let output = model.only_output()?;
        let numbers = model.run([output.as_str()], |[values]| values.len())?;
        if !(2..=MOST).contains(&numbers) {
            let reason = format!("it makes {numbers} numbers of a person, not 2 to {MOST}");
            return Err(model.unfit(reason));
        }
        Ok(Self {
            model,
            output,
            numbers,
            resize: Bilinear::default(),
        })
    }

    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Numbers of a look.
    pub fn numbers(&self) -> usize {
        self.numbers
    }

    /// How the person in this box looks, of length 1; `None` if nothing of the box lies in the picture.
    pub fn read(
        &mut self,
        picture: &Picture<'_>,
        person: &Area,
    ) -> Result<Option<Vec<f32>>, PipelineError> {
        if fill(&mut self.resize, picture, person, self.model.input(0)).is_none() {
            return Ok(None);
        }
        let expected = self.numbers;
        let read = |[values]: [&[f32]; 1]| match values.len() {
            given if given == expected => Ok(unit(values)),
            given => Err(BadOutput::Length { given, expected }),
        };
        let look = self.model.run([self.output.as_str()], read)?;
        look.map(Some).map_err(|bad| bad.of(ID))
    }
}

/// Fills the network's input with the person; `None` if there is nothing of them.
fn fill(
    resize: &mut Bilinear,
    picture: &Picture<'_>,
    person: &Area,
    input: &mut [f32],
) -> Option<()> {
    let crop = cut_out(picture, person)?;
    resize.resize(&crop, (WIDTH, HEIGHT), &Feed::imagenet(), input);
    Some(())
}

/// The person's part of the picture, in whole pixels.
fn cut_out<'a>(picture: &Picture<'a>, person: &Area) -> Option<Picture<'a>> {
    let area = person.within((picture.width() as f32, picture.height() as f32));
    let [left, top] = [area.x1, area.y1].map(|side| side.round() as usize);
    let [width, height] = [area.width(), area.height()].map(|side| side.round() as usize);
    picture.crop(left, top, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of `OpenCV` 4 and `NumPy`: the rounded box of the picture below as 32-bit floats, resized with
    /// `INTER_LINEAR`, then `(value / 255 - mean) / deviation`, planes of red, green and blue.
    #[test]
    fn a_person_goes_in_as_in_the_sample_of_the_authors() {
        let (width, height) = (320, 240);
        let value = |(x, y, c): (usize, usize, usize)| x * 7 + y * 13 + c * 50 + x * y % 31 * 5;
        let places = (0..width * height * 3).map(|i| (i / 3 % width, i / 3 / width, i % 3));
        let bytes: Vec<u8> = places.map(|place| (value(place) % 256) as u8).collect();
        let picture = Picture::new(&bytes, width, height).unwrap();
        let person = Area {
            x1: 37.4,
            y1: 20.6,
            x2: 37.4 + 61.3,
            y2: 20.6 + 150.2,
        };
        let mut input = vec![0.0; 3 * WIDTH * HEIGHT];
        fill(&mut Bilinear::default(), &picture, &person, &mut input).unwrap();
        let first = [
            -1.604_161, -1.192_097, -0.278_063, 0.190_125, -0.160_799, -0.511_722, -0.862_646,
            -1.016_568,
        ];
        let middle = [0.155_188, -0.354_300, -0.545_252, -0.261_649];
        let at = WIDTH * HEIGHT + WIDTH * 100 + 64;
        let expected = first.iter().chain(&middle).chain(&[-0.723_834]);
        let found = input[..8].iter().chain(&input[at..at + 4]);
        for (found, expected) in found.chain(input.last()).zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
        }
        let n = input.len() as f64;
        let mean = input.iter().map(|v| f64::from(*v)).sum::<f64>() / n;
        let squared = input.iter().map(|v| (f64::from(*v) - mean).powi(2));
        let deviation = (squared.sum::<f64>() / n).sqrt();
        assert!((mean - 0.221_611_8).abs() < 1e-5, "{mean}");
        assert!((deviation - 0.947_664_9).abs() < 1e-5, "{deviation}");
    }

    #[test]
    fn a_box_outside_of_the_picture_shows_nobody() {
        let picture = Picture::new(&[7; 30], 5, 2).unwrap();
        let area = |x1, x2| Area {
            x1,
            y1: -3.0,
            x2,
            y2: 9.0,
        };
        assert!(cut_out(&picture, &area(6.0, 9.0)).is_none());
        assert!(
            cut_out(&picture, &area(2.0, 2.3)).is_none(),
            "no pixel wide"
        );
        let part = cut_out(&picture, &area(3.0, 9.0)).unwrap();
        assert_eq!((part.width(), part.height()), (2, 2));
    }
}
