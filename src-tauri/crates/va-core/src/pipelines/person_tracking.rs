//! Descriptor of `person_tracking`: who is where, with joints and movement.

use crate::pipeline::{Modality, ModelNeed, Need, PipelineDescriptor, Stability};
use crate::schema::{Choice, Condition, ConfigSchema, Field, Is, Kind, Rule};

const QUICK: Condition = Condition {
    key: "quality",
    is: Is::Word("quick"),
};
const THOROUGH: Condition = Condition {
    key: "quality",
    is: Is::Word("thorough"),
};
const KEYPOINTS: Condition = Condition {
    key: "keypoints",
    is: Is::Switch(true),
};

const REIDENTIFY: Condition = Condition {
    key: "reidentify",
    is: Is::Switch(true),
};

const fn needed(id: &'static str, when: &'static [Condition]) -> ModelNeed {
    ModelNeed {
        id,
        when,
        optional: false,
    }
}

pub(super) const DESCRIPTOR: PipelineDescriptor = PipelineDescriptor {
    id: "person_tracking",
    version: 1,
    title: "People",
    summary: "Finds people, follows each of them, and measures their joints and how much they move.",
    family: "person",
    variant: "yolox-bytetrack",
    modality: Modality::Picture,
    tasks: &["object-tracking", "pose-estimation"],
    capabilities: &["batch", "identity-persistence"],
    backends: &["onnx"],
    stability: Stability::Beta,
    formats: &["coco", "person_tracks", "csv"],
    models: &[
        needed("yolox-nano", &[QUICK]),
        needed("movenet-lightning", &[QUICK, KEYPOINTS]),
        needed("yolox-s", &[THOROUGH]),
        needed("rtmpose-m", &[THOROUGH, KEYPOINTS]),
        needed("youtureid", &[REIDENTIFY]),
    ],
    needs: &[Need {
        pipeline: "scene_detection",
        when: "split_at_cuts",
        idle: Some(Condition {
            key: "detector",
            is: Is::Word("threshold"),
        }),
    }],
    default_enabled: false,
    schema: SCHEMA,
};

const SCHEMA: ConfigSchema = ConfigSchema {
    fields: &[
        Field {
            key: "quality",
            synonyms: &[],
            title: "Models",
            help: "Quick: YOLOX-nano and MoveNet. Thorough: YOLOX-s and RTMPose, which find more of people who \
                   are small or partly hidden and take several times as long.",
            unit: "",
            advanced: false,
            kind: Kind::Choice {
                options: &[
                    Choice {
                        value: "quick",
                        title: "Quick",
                    },
                    Choice {
                        value: "thorough",
                        title: "Thorough",
                    },
                ],
                default: "quick",
            },
        },
        Field {
            key: "samples_per_second",
            synonyms: &["pps", "sample_rate"],
            title: "Samples per second",
            help: "How often people are looked for. With fewer samples fast people are lost more often. Each \
                   sample keeps the time of its frame.",
            unit: "per second",
            advanced: false,
            kind: Kind::Integer {
                min: 1,
                max: 30,
                default: 5,
            },
        },
        Field {
            key: "keypoints",
            synonyms: &[],
            title: "Joints",
            help: "Measures 17 points of each person: nose, eyes, ears, shoulders, elbows, wrists, hips, knees \
                   and ankles. Takes most of the time when many people are there.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "motion",
            synonyms: &[],
            title: "Movement of each person",
            help: "Measures how much of each person's box changed since the sample before.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "max_persons",
            synonyms: &["max_people"],
            title: "Most people at once",
            help: "Of more people than this in one sample, those with the highest scores are followed; how many \
                   were left out is counted.",
            unit: "people",
            advanced: false,
            kind: Kind::Integer {
                min: 1,
                max: 100,
                default: 20,
            },
        },
        Field {
            key: "roles",
            synonyms: &[],
            title: "Estimate adult or child",
            help: "A guess from the proportions of head and body, with how sure it is; `unknown` unless the joints \
                   show them clearly. Not validated: check it by eye before you use it.",
            unit: "",
            advanced: true,
            kind: Kind::Switch { default: false },
        },
        Field {
            key: "detection_threshold",
            synonyms: &["confidence_threshold", "conf_threshold", "confidence"],
            title: "How sure a person must be",
            help: "Score from which a detection is a person. Lower it if people are missed, raise it if objects are \
                   taken for people.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.05,
                max: 0.95,
                default: 0.5,
            },
        },
        Field {
            key: "low_threshold",
            synonyms: &[],
            title: "How sure somebody known must be",
            help: "Score from which a detection still continues somebody who was seen a moment before, for example \
                   half hidden. Not above the other.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.05,
                max: 0.95,
                default: 0.1,
            },
        },
        Field {
            key: "new_person_threshold",
            synonyms: &[],
            title: "How sure a new person must be",
            help: "Score from which a detection that belongs to nobody begins a new person. Not below how sure a \
                   person must be.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.05,
                max: 0.99,
                default: 0.6,
            },
        },
        Field {
            key: "lost_seconds",
            synonyms: &[],
            title: "Wait for somebody hidden",
            help: "How long somebody who is not seen is waited for. Who comes back later is a new person, unless people are \
                   recognised by their looks.",
            unit: "s",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 30.0,
                default: 2.0,
            },
        },
        Field {
            key: "split_at_cuts",
            synonyms: &[],
            title: "New people after a cut",
            help: "Nobody is followed across a camera cut: after it, everybody has a new number. Runs the shots \
                   step as well.",
            unit: "",
            advanced: true,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "reidentify",
            synonyms: &["reid"],
            title: "Recognise who comes back",
            help: "Compares how people look and gives somebody who leaves and comes back in the same shot the number \
                   from before; never across a cut. Needs one more model. Writes biometric data: the network's \
                   numbers for each look.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: false },
        },
        Field {
            key: "reidentify_every_seconds",
            synonyms: &[],
            title: "Time between two looks",
            help: "How often each person is looked at to recognise them again. More looks take longer and make a \
                   better mean.",
            unit: "s",
            advanced: true,
            kind: Kind::Number {
                min: 0.1,
                max: 60.0,
                default: 2.0,
            },
        },
        Field {
            key: "reidentify_threshold",
            synonyms: &[],
            title: "How alike one person must look",
            help: "Mean cosine from which two stays are one person. Higher leaves more people apart, lower joins \
                   different ones who are dressed alike.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.05,
                max: 0.99,
                default: 0.7,
            },
        },
        Field {
            key: "keypoint_threshold",
            synonyms: &["min_keypoint_confidence"],
            title: "How sure a joint must be",
            help: "A joint with a lower score has no place, only its score.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 1.0,
                default: 0.25,
            },
        },
        Field {
            key: "smoothing",
            synonyms: &[],
            title: "Smooth the joints",
            help: "Takes the jitter out of slow movements with a one-euro filter, at the price of a small delay. Off \
                   gives what the model says.",
            unit: "",
            advanced: true,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "smoothing_min_cutoff",
            synonyms: &[],
            title: "Smoothing at rest",
            help: "Cut-off frequency for a joint at rest. Lower is smoother and slower.",
            unit: "Hz",
            advanced: true,
            kind: Kind::Number {
                min: 0.01,
                max: 30.0,
                default: 1.0,
            },
        },
        Field {
            key: "smoothing_beta",
            synonyms: &[],
            title: "Smoothing in movement",
            help: "How much the cut-off frequency rises with speed: hertz for each body size a second. Higher follows \
                   fast movements more closely.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 100.0,
                default: 5.0,
            },
        },
        Field {
            key: "motion_noise",
            synonyms: &[],
            title: "Noise level of movement",
            help: "A pixel counts as moving when its brightness (0 to 255) changes by more than this.",
            unit: "",
            advanced: true,
            kind: Kind::Integer {
                min: 0,
                max: 255,
                default: 10,
            },
        },
    ],
    rules: &[
        Rule::NotAbove {
            low: "low_threshold",
            high: "detection_threshold",
        },
        Rule::NotAbove {
            low: "detection_threshold",
            high: "new_person_threshold",
        },
        Rule::UsedWhen {
            fields: &["keypoint_threshold", "smoothing", "roles"],
            any: &[KEYPOINTS],
        },
        Rule::UsedWhen {
            fields: &["smoothing_min_cutoff", "smoothing_beta"],
            any: &[Condition {
                key: "smoothing",
                is: Is::Switch(true),
            }],
        },
        Rule::UsedWhen {
            fields: &["reidentify_every_seconds", "reidentify_threshold"],
            any: &[REIDENTIFY],
        },
        Rule::UsedWhen {
            fields: &["motion_noise"],
            any: &[Condition {
                key: "motion",
                is: Is::Switch(true),
            }],
        },
    ],
};
