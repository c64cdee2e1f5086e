//! Greedy non-maximum suppression: of boxes that overlap, the one with the best score stays. Keeps its lists, so
//! that a steady stream of frames allocates nothing.

/// The share of two boxes (left, top, right, bottom) that they have in common, 0 to 1.
pub fn iou(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    let area = |r: &[f32; 4]| (r[2] - r[0]) * (r[3] - r[1]);
    let width = (a[2].min(b[2]) - a[0].max(b[0])).max(0.0);
    let height = (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
    let common = width * height;
    common / (area(a) + area(b) - common + 1e-9)
}

/// Suppression with its scratch.
#[derive(Debug, Default)]
pub struct Nms {
    order: Vec<usize>,
    kept: Vec<usize>,
}

impl Nms {
    /// The places of the boxes (left, top, right, bottom) that stay, best score first; of equal scores the first.
    /// A box goes if it shares more than `threshold` with one that stays. Boxes whose score is no number go.
    pub fn keep(&mut self, boxes: &[[f32; 4]], scores: &[f32], threshold: f32) -> &[usize] {
        self.order.clear();
        let numbers = (0..boxes.len().min(scores.len())).filter(|&i| !scores[i].is_nan());
        self.order.extend(numbers);
        self.order
            .sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        self.kept.clear();
        for &candidate in &self.order {
            let rival = |&kept: &usize| iou(&boxes[kept], &boxes[candidate]) > threshold;
            if !self.kept.iter().any(rival) {
                self.kept.push(candidate);
            }
        }
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_overlapping_boxes_stays() {
        let boxes = [
            [0.0, 0.0, 10.0, 10.0],
            [1.0, 0.0, 11.0, 10.0],
            [20.0, 0.0, 30.0, 10.0],
            [0.0, 0.0, 10.0, 10.0],
        ];
        let mut nms = Nms::default();
        assert_eq!(nms.keep(&boxes, &[0.5, 0.9, 0.7, 0.5], 0.3), [1, 2]);
        assert_eq!(
            nms.keep(&boxes, &[0.5, 0.5, 0.5, 0.5], 0.9),
            [0, 1, 2],
            "ties keep their order"
        );
        assert_eq!(nms.keep(&boxes, &[f32::NAN, 0.1, f32::NAN, 0.2], 0.3), [3]);
        assert!(nms.keep(&[], &[], 0.3).is_empty());
    }

    #[test]
    fn the_common_share_of_boxes_is_that_of_their_union() {
        let share = iou(&[0.0, 0.0, 2.0, 2.0], &[1.0, 0.0, 3.0, 2.0]);
        assert!((share - 1.0 / 3.0).abs() < 1e-6);
        assert!(
            iou(&[0.0; 4], &[0.0; 4]).abs() < 1e-6,
            "empty boxes share nothing"
        );
    }
}
