//! Where the eyes look, from the irises: how far the middle of the iris lies from the middle between the
//! corners of the eye, as the angle of an eyeball whose radius is 0.4 of the distance of the corners (about 12 to
//! 30 mm in adults). Degrees are approximate and not validated. Says nothing about an eye that is shut.

use super::head::Turn;
use super::points::{LEFT_CORNERS, LEFT_IRIS, LEFT_LIDS, RIGHT_CORNERS, RIGHT_IRIS, RIGHT_LIDS};
use super::yunet::Point;

/// Radius of the eyeball in distances of the corners of the eye.
const RADIUS: f32 = 0.4;
/// Distance of the lids in distances of the corners below which an eye is shut.
const SHUT: f32 = 0.12;

/// One eye, relative to the face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Eye {
    /// Degrees, positive to the right along the line of the eyes as seen in the picture, and positive towards the
    /// forehead; `None` while it is shut.
    pub turn: Option<(f32, f32)>,
    /// Distance of the lids in distances of the corners.
    pub open: f32,
}

/// Both eyes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gaze {
    /// Direction in the picture in degrees: positive to its right edge and upwards. `None` with both eyes shut.
    pub direction: Option<(f32, f32)>,
    pub right: Eye,
    pub left: Eye,
}

/// Angle in the picture of the line through the outer corners of the eyes, radians, clockwise.
pub(super) fn eye_line(points: &[Point]) -> f32 {
    let (right, left) = (points[RIGHT_CORNERS.0], points[LEFT_CORNERS.0]);
    (left.1 - right.1).atan2(left.0 - right.0)
}

/// The gaze of a face with this mesh and this turn of the head.
pub(super) fn gaze(points: &[Point], head: Turn) -> Gaze {
    let angle = eye_line(points);
    let right = eye(points, angle, RIGHT_CORNERS, RIGHT_LIDS, RIGHT_IRIS);
    let left = eye(points, angle, LEFT_CORNERS, LEFT_LIDS, LEFT_IRIS);
    let turns: Vec<_> = [right.turn, left.turn].into_iter().flatten().collect();
    let direction = (!turns.is_empty()).then(|| {
        let n = turns.len() as f32;
        let across = turns.iter().map(|t| t.0).sum::<f32>() / n;
        let up = turns.iter().map(|t| t.1).sum::<f32>() / n;
        let (sin, cos) = angle.sin_cos();
        // from along the eye line to along the picture's edges
        (
            head.yaw + across * cos + up * sin,
            head.pitch + up * cos - across * sin,
        )
    });
    Gaze {
        direction,
        right,
        left,
    }
}

fn eye(
    points: &[Point],
    angle: f32,
    corners: (usize, usize),
    lids: (usize, usize),
    iris: usize,
) -> Eye {
    let (a, b, iris) = (points[corners.0], points[corners.1], points[iris]);
    let (upper, lower) = (points[lids.0], points[lids.1]);
    let width = (a.0 - b.0).hypot(a.1 - b.1).max(1e-6);
    let open = (upper.0 - lower.0).hypot(upper.1 - lower.1) / width;
    let middle = (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1));
    let (dx, dy) = (iris.0 - middle.0, iris.1 - middle.1);
    let (sin, cos) = angle.sin_cos();
    let degrees = |shift: f32| {
        (shift / (RADIUS * width))
            .clamp(-1.0, 1.0)
            .asin()
            .to_degrees()
    };
    let turn = (degrees(dx * cos + dy * sin), degrees(dx * sin - dy * cos));
    Eye {
        turn: (open >= SHUT).then_some(turn),
        open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::points::POINTS;
    use super::*;

    /// Two eyes 30 wide whose irises are moved, on a face tilted by so many degrees.
    fn face(tilt: f32, (dx, dy): (f32, f32), lids: f32) -> Vec<Point> {
        let mut points = vec![(0.0, 0.0); POINTS];
        let (sin, cos) = tilt.to_radians().sin_cos();
        let mut put = |at: usize, x: f32, y: f32| {
            points[at] = (200.0 + x * cos - y * sin, 100.0 + x * sin + y * cos);
        };
        for (corners, edges, iris, x) in [
            (RIGHT_CORNERS, RIGHT_LIDS, RIGHT_IRIS, -35.0),
            (LEFT_CORNERS, LEFT_LIDS, LEFT_IRIS, 35.0f32),
        ] {
            let out = 15.0 * x.signum();
            put(corners.0, x + out, 0.0);
            put(corners.1, x - out, 0.0);
            put(edges.0, x, -lids / 2.0);
            put(edges.1, x, lids / 2.0);
            put(iris, x + dx, dy);
        }
        points
    }

    fn close(found: Option<(f32, f32)>, expected: (f32, f32)) -> bool {
        found.is_some_and(|f| (f.0 - expected.0).abs() < 0.1 && (f.1 - expected.1).abs() < 0.1)
    }

    #[test]
    fn an_iris_in_the_middle_looks_where_the_head_looks() {
        let head = Turn {
            yaw: 20.0,
            pitch: -5.0,
            roll: 0.0,
        };
        assert!(close(
            gaze(&face(0.0, (0.0, 0.0), 9.0), head).direction,
            (20.0, -5.0)
        ));
    }

    #[test]
    fn right_and_up_in_the_picture_are_positive_also_for_a_tilted_head() {
        let head = Turn::default();
        let found = gaze(&face(0.0, (6.0, 0.0), 9.0), head);
        assert!(close(found.direction, (30.0, 0.0)), "{found:?}");
        let found = gaze(&face(0.0, (0.0, -6.0), 9.0), head);
        assert!(close(found.direction, (0.0, 30.0)), "{found:?}");
        // a head tilted clockwise by 90 degrees: along its eye line is down in the picture
        let found = gaze(&face(90.0, (6.0, 0.0), 9.0), head);
        assert!(close(found.direction, (0.0, -30.0)), "{found:?}");
        assert!(close(found.left.turn, (30.0, 0.0)), "relative to the face");
        // and towards its forehead is right
        let found = gaze(&face(90.0, (0.0, -6.0), 9.0), head);
        assert!(close(found.direction, (30.0, 0.0)), "{found:?}");
    }

    #[test]
    fn a_shut_eye_looks_nowhere() {
        let found = gaze(&face(10.0, (3.0, 0.0), 1.0), Turn::default());
        assert_eq!((found.direction, found.right.turn), (None, None));
        assert!((found.left.open - 1.0 / 30.0).abs() < 1e-4);
    }
}
