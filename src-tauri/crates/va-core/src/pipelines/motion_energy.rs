//! Descriptor of `motion_energy`: how much of the picture changes from frame to frame.

use crate::pipeline::{Modality, Need, PipelineDescriptor, Stability};
use crate::schema::{Choice, Condition, ConfigSchema, Field, Is, Kind, Rule};

pub(super) const DESCRIPTOR: PipelineDescriptor = PipelineDescriptor {
    id: "motion_energy",
    version: 1,
    title: "Motion energy",
    summary: "Measures how much the picture moves, in the whole frame, its halves and its quarters.",
    family: "motion",
    variant: "luma-difference",
    modality: Modality::Picture,
    tasks: &["motion-analysis"],
    capabilities: &["batch"],
    backends: &["native"],
    stability: Stability::Stable,
    formats: &["csv"],
    models: &[],
    needs: &[Need {
        pipeline: "scene_detection",
        when: "gate_cuts",
        idle: Some(Condition {
            key: "detector",
            is: Is::Word("threshold"),
        }),
    }],
    default_enabled: true,
    schema: ConfigSchema {
        fields: &[
            Field {
                key: "sampling",
                synonyms: &[],
                title: "Samples",
                help: "Every frame is what motion energy analysis means; fewer samples make smaller files.",
                unit: "",
                advanced: false,
                kind: Kind::Choice {
                    options: &[
                        Choice {
                            value: "every_frame",
                            title: "Every frame",
                        },
                        Choice {
                            value: "per_second",
                            title: "A number per second",
                        },
                    ],
                    default: "every_frame",
                },
            },
            Field {
                key: "samples_per_second",
                synonyms: &["pps", "sample_rate"],
                title: "Samples per second",
                help: "Used when a number per second is chosen. Each sample keeps the time of its frame.",
                unit: "per second",
                advanced: false,
                kind: Kind::Integer {
                    min: 1,
                    max: 120,
                    default: 10,
                },
            },
            Field {
                key: "noise_threshold",
                synonyms: &[],
                title: "Noise level",
                help: "A pixel counts as moving when its brightness (0 to 255) changes by more than this.",
                unit: "",
                advanced: false,
                kind: Kind::Integer {
                    min: 0,
                    max: 255,
                    default: 10,
                },
            },
            Field {
                key: "regions",
                synonyms: &[],
                title: "Halves and quarters",
                help: "Also measures the left and right half, the upper and lower half and the four quarters.",
                unit: "",
                advanced: false,
                kind: Kind::Switch { default: true },
            },
            Field {
                key: "gate_cuts",
                synonyms: &[],
                title: "Leave out cuts",
                help: "The jump of the picture at a camera cut is no movement: the value there is left empty. \
                       Runs the shots step as well.",
                unit: "",
                advanced: false,
                kind: Kind::Switch { default: true },
            },
        ],
        rules: &[Rule::UsedWhen {
            fields: &["samples_per_second"],
            any: &[Condition {
                key: "sampling",
                is: Is::Word("per_second"),
            }],
        }],
    },
};
