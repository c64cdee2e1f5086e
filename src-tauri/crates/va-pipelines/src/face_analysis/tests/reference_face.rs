//! What `truth/preprocessing_reference.py` does between five points and the two networks of a laid-out face, written
//! out a second time: least squares by the normal equations, one tap after the other in single precision. Shares nothing
//! with `aligned` and `vision`; called by `golden`.

use crate::infer::{Input, Model};
use crate::registry::Environment;

type Place = (f64, f64);

const SIDE: usize = 112;
const TEMPLATE: [Place; 5] = [
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
];

/// Solves the four equations by elimination with pivots.
fn solve(mut rows: [[f64; 5]; 4]) -> [f64; 4] {
    for at in 0..4 {
        let best = (at..4).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()));
        rows.swap(at, best.unwrap());
        for other in (0..4).filter(|other| *other != at) {
            let factor = rows[other][at] / rows[at][at];
            let pivot = rows[at];
            for (value, subtract) in rows[other].iter_mut().zip(pivot) {
                *value -= factor * subtract;
            }
        }
    }
    std::array::from_fn(|i| rows[i][4] / rows[i][i])
}

/// `[a, b, tx, ty]` that maps `(x, y)` nearest to the template as `(ax - by + tx, bx + ay + ty)`.
fn similarity(five: &[(f32, f32); 5]) -> [f64; 4] {
    let mut normal = [[0.0; 5]; 4];
    for ((x, y), (u, v)) in five.iter().zip(TEMPLATE) {
        let (x, y) = (f64::from(*x), f64::from(*y));
        for (row, wanted) in [([x, -y, 1.0, 0.0], u), ([y, x, 0.0, 1.0], v)] {
            for (line, factor) in normal.iter_mut().zip(row) {
                for (value, with) in line.iter_mut().zip(row.into_iter().chain([wanted])) {
                    *value += factor * with;
                }
            }
        }
    }
    solve(normal)
}

/// The face on the template: planes of red, green, blue, each from -1 to 1.
pub(super) fn aligned(
    (bytes, width, height): (&[u8], usize, usize),
    five: &[(f32, f32); 5],
) -> Vec<f32> {
    let [cos, sin, tx, ty] = similarity(five);
    let square = cos * cos + sin * sin;
    let mut out = vec![0.0; 3 * SIDE * SIDE];
    for (place, value) in out.iter_mut().enumerate() {
        let (colour, pixel) = (place / (SIDE * SIDE), place % (SIDE * SIDE));
        let (u, v) = ((pixel % SIDE) as f64 - tx, (pixel / SIDE) as f64 - ty);
        let (x, y) = ((cos * u + sin * v) / square, (cos * v - sin * u) / square);
        let (left, top) = (x.floor(), y.floor());
        let tap = |px: f64, py: f64| {
            let inside = px >= 0.0 && py >= 0.0 && px < width as f64 && py < height as f64;
            let at = (py as usize * width + px as usize) * 3 + colour;
            if inside { f32::from(bytes[at]) } else { 0.0 }
        };
        let (across, down) = ((x - left) as f32, (y - top) as f32);
        let upper = tap(left, top) * (1.0 - across) * (1.0 - down)
            + tap(left + 1.0, top) * across * (1.0 - down);
        let lower = tap(left, top + 1.0) * (1.0 - across) * down
            + tap(left + 1.0, top + 1.0) * across * down;
        *value = ((upper + lower) / 255.0 - 0.5) / 0.5;
    }
    out
}

/// The two networks.
pub(super) struct Reference {
    identity: Model,
    expression: Model,
}

impl Reference {
    pub fn open(environment: &Environment) -> Self {
        let side = SIDE as i64;
        let model = |id, input| {
            let input = Input::f32(input, &[1, 3, side, side]);
            environment.small_model(id, vec![input]).unwrap()
        };
        let (identity, expression) = (
            model("mobilefacenet", "input"),
            model("fer-mobilefacenet", "data"),
        );
        Self {
            identity: identity.with_output("output", &[1, 128]).unwrap(),
            expression: expression.with_output("label", &[1, 7]).unwrap(),
        }
    }

    /// The 128 numbers as the network gives them, and the seven probabilities of an aligned face.
    pub fn read(&mut self, face: &[f32]) -> (Vec<f32>, Vec<f32>) {
        self.identity.input(0).copy_from_slice(face);
        self.expression.input(0).copy_from_slice(face);
        let look = self.identity.run(["output"], |[v]| v.to_vec()).unwrap();
        let logits = self.expression.run(["label"], |[v]| v.to_vec()).unwrap();
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
        let shares = logits.iter().map(|logit| (logit - most).exp() / sum);
        (look, shares.collect())
    }
}
