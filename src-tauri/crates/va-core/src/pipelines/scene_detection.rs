//! Descriptor of `scene_detection`: shots, fades and keyframes.

use crate::pipeline::{Modality, PipelineDescriptor, Stability};
use crate::schema::{Choice, Condition, ConfigSchema, Field, Is, Kind, Rule};

pub(super) const DESCRIPTOR: PipelineDescriptor = PipelineDescriptor {
    id: "scene_detection",
    version: 1,
    title: "Shots",
    summary: "Finds camera cuts and fades and picks a keyframe for each shot.",
    family: "scene",
    variant: "hsv-content",
    modality: Modality::Picture,
    tasks: &["scene-detection", "scene-segmentation"],
    capabilities: &["batch"],
    backends: &["native"],
    stability: Stability::Stable,
    formats: &["scenes", "coco", "csv"],
    models: &[],
    needs: &[],
    default_enabled: true,
    schema: ConfigSchema {
        fields: &[
            Field {
                key: "detector",
                synonyms: &[],
                title: "Detector",
                help: "Content suits most recordings. Adaptive ignores fast camera movement. Threshold only \
                       finds fades to and from black.",
                unit: "",
                advanced: false,
                kind: Kind::Choice {
                    options: &[
                        Choice {
                            value: "content",
                            title: "Content",
                        },
                        Choice {
                            value: "adaptive",
                            title: "Adaptive",
                        },
                        Choice {
                            value: "threshold",
                            title: "Threshold (fades only)",
                        },
                    ],
                    default: "content",
                },
            },
            Field {
                key: "threshold",
                synonyms: &["content_threshold"],
                title: "Change that makes a cut",
                help: "Mean change of hue, saturation and brightness between two frames that counts as a cut. \
                       Lower it when cuts are missed, raise it when movement is taken for a cut.",
                unit: "",
                advanced: false,
                kind: Kind::Number {
                    min: 0.0,
                    max: 255.0,
                    default: 27.0,
                },
            },
            Field {
                key: "min_scene_length",
                synonyms: &["min_scene_len"],
                title: "Shortest shot",
                help: "A cut that comes sooner than this after the previous one is not a cut.",
                unit: "s",
                advanced: false,
                kind: Kind::Number {
                    min: 0.0,
                    max: 3600.0,
                    default: 0.6,
                },
            },
            Field {
                key: "adaptive_threshold",
                synonyms: &[],
                title: "Adaptive ratio",
                help: "Adaptive detector: how many times larger than its neighbours a change must be.",
                unit: "times",
                advanced: true,
                kind: Kind::Number {
                    min: 0.1,
                    max: 100.0,
                    default: 3.0,
                },
            },
            Field {
                key: "adaptive_window",
                synonyms: &["window_width"],
                title: "Adaptive window",
                help: "Adaptive detector: how many frames on each side are the neighbours.",
                unit: "frames",
                advanced: true,
                kind: Kind::Integer {
                    min: 1,
                    max: 50,
                    default: 2,
                },
            },
            Field {
                key: "adaptive_min_change",
                synonyms: &["min_content_val"],
                title: "Adaptive smallest change",
                help: "Adaptive detector: a change below this is never a cut, however still its neighbours are.",
                unit: "",
                advanced: true,
                kind: Kind::Number {
                    min: 0.0,
                    max: 255.0,
                    default: 15.0,
                },
            },
            Field {
                key: "fades",
                synonyms: &[],
                title: "Find fades",
                help: "Also marks fades to and from black as their own segments.",
                unit: "",
                advanced: false,
                kind: Kind::Switch { default: true },
            },
            Field {
                key: "fade_threshold",
                synonyms: &[],
                title: "Black level",
                help: "Mean brightness below which the picture counts as black.",
                unit: "",
                advanced: true,
                kind: Kind::Number {
                    min: 0.0,
                    max: 255.0,
                    default: 12.0,
                },
            },
            Field {
                key: "keyframe",
                synonyms: &["keyframe_extraction"],
                title: "Keyframe",
                help: "Which frame stands for a shot in lists and exports.",
                unit: "",
                advanced: true,
                kind: Kind::Choice {
                    options: &[
                        Choice {
                            value: "middle",
                            title: "Middle of the shot",
                        },
                        Choice {
                            value: "first",
                            title: "First frame",
                        },
                        Choice {
                            value: "last",
                            title: "Last frame",
                        },
                    ],
                    default: "middle",
                },
            },
        ],
        rules: &[
            Rule::UsedWhen {
                fields: &["threshold"],
                any: &[Condition {
                    key: "detector",
                    is: Is::Word("content"),
                }],
            },
            Rule::UsedWhen {
                fields: &[
                    "adaptive_threshold",
                    "adaptive_window",
                    "adaptive_min_change",
                ],
                any: &[Condition {
                    key: "detector",
                    is: Is::Word("adaptive"),
                }],
            },
            Rule::UsedWhen {
                fields: &["fade_threshold"],
                any: &[
                    Condition {
                        key: "fades",
                        is: Is::Switch(true),
                    },
                    Condition {
                        key: "detector",
                        is: Is::Word("threshold"),
                    },
                ],
            },
        ],
    },
};
