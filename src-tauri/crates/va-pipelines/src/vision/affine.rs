//! Affine transforms between pictures: the rotated square that a model sees, and the least-squares similarity
//! that lays a face onto a template. Points are pixel indices: (0, 0) is the middle of the first pixel.

/// `x' = a x + b y + c`, `y' = d x + e y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// `[[a, b, c], [d, e, f]]`.
    pub rows: [[f64; 3]; 2],
}

impl Affine {
    /// From a square of `size` by `size` pixels to the square in a picture around `centre` with sides of `side`
    /// pixels whose top edge points along `angle` (radians, clockwise as seen). A centre in pixel edges (the
    /// middle of a box whose sides are edges) is 0.5 more than one in pixel indices: subtract 0.5 where a
    /// model's reference does.
    pub fn square(centre: (f64, f64), side: f64, angle: f64, size: usize) -> Self {
        let step = side / size as f64;
        let (sin, cos) = angle.sin_cos();
        let (sin, cos) = (sin * step, cos * step);
        let middle = size as f64 / 2.0 - 0.5;
        Self {
            rows: [
                [cos, -sin, centre.0 - cos * middle + sin * middle],
                [sin, cos, centre.1 - sin * middle - cos * middle],
            ],
        }
    }

    /// The rotation, scale and shift, without a reflection, that takes `from` to `to` with the smallest sum of
    /// squared distances (Umeyama 1991, in closed form). `None` if all points of `from` are one.
    pub fn similarity<const N: usize>(
        from: &[(f64, f64); N],
        to: &[(f64, f64); N],
    ) -> Option<Self> {
        let mean = |points: &[(f64, f64); N]| {
            let sum = points
                .iter()
                .fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
            (sum.0 / N as f64, sum.1 / N as f64)
        };
        let (mf, mt) = (mean(from), mean(to));
        let (mut dot, mut cross, mut spread) = (0.0, 0.0, 0.0);
        for (f, t) in from.iter().zip(to) {
            let (fx, fy, tx, ty) = (f.0 - mf.0, f.1 - mf.1, t.0 - mt.0, t.1 - mt.1);
            dot += fx * tx + fy * ty;
            cross += fx * ty - fy * tx;
            spread += fx * fx + fy * fy;
        }
        let (a, b) = (dot / spread, cross / spread);
        let found = Self {
            rows: [
                [a, -b, mt.0 - (a * mf.0 - b * mf.1)],
                [b, a, mt.1 - (b * mf.0 + a * mf.1)],
            ],
        };
        (spread > 0.0 && found.is_finite()).then_some(found)
    }

    /// Where a point goes.
    pub fn apply(&self, point: (f64, f64)) -> (f64, f64) {
        let along = |row: [f64; 3]| row[0] * point.0 + row[1] * point.1 + row[2];
        (along(self.rows[0]), along(self.rows[1]))
    }

    /// The transform back; `None` if this one flattens the plane.
    pub fn inverse(&self) -> Option<Self> {
        let [x, y] = self.rows;
        let determinant = x[0] * y[1] - x[1] * y[0];
        let row = |first: f64, second: f64| {
            let (first, second) = (first / determinant, second / determinant);
            [first, second, -(first * x[2] + second * y[2])]
        };
        let back = Self {
            rows: [row(y[1], -x[1]), row(-y[0], x[0])],
        };
        back.is_finite().then_some(back)
    }

    fn is_finite(&self) -> bool {
        self.rows.as_flattened().iter().all(|v| v.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: (f64, f64), b: (f64, f64)) -> bool {
        (a.0 - b.0).hypot(a.1 - b.1) < 1e-9
    }

    #[test]
    fn a_similarity_is_found_again_from_its_points() {
        let turn = Affine::square((30.0, 50.0), 200.0, 0.7, 100);
        let from = [(1.0, 2.0), (5.0, -3.0), (8.0, 8.0), (0.0, 0.5)];
        let to = from.map(|p| turn.apply(p));
        let found = Affine::similarity(&from, &to).unwrap();
        for p in [(0.0, 0.0), (100.0, -40.0)] {
            assert!(close(found.apply(p), turn.apply(p)));
            assert!(close(found.inverse().unwrap().apply(found.apply(p)), p));
        }
    }

    #[test]
    fn a_square_keeps_its_middle_and_turns_its_edge() {
        let square = Affine::square((10.0, 20.0), 8.0, std::f64::consts::FRAC_PI_2, 4);
        assert!(close(square.apply((1.5, 1.5)), (10.0, 20.0)));
        assert!(
            close(square.apply((2.5, 1.5)), (10.0, 22.0)),
            "a quarter turn clockwise"
        );
    }

    #[test]
    fn points_that_are_all_one_have_no_similarity_and_a_flat_one_no_inverse() {
        assert!(
            Affine::similarity(&[(1.0, 1.0); 3], &[(0.0, 0.0), (1.0, 0.0), (2.0, 2.0)]).is_none()
        );
        let flat = Affine {
            rows: [[1.0, 2.0, 0.0], [2.0, 4.0, 0.0]],
        };
        assert!(flat.inverse().is_none());
    }
}
