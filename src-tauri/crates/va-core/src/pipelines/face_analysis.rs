//! Descriptor of `face_analysis`: faces, how they are turned, what they do and whose they are.

use crate::pipeline::{Modality, ModelNeed, Need, PipelineDescriptor, Stability};
use crate::schema::{Choice, Condition, ConfigSchema, Field, Is, Kind, Rule};

const fn on(key: &'static str) -> Condition {
    Condition {
        key,
        is: Is::Switch(true),
    }
}

const fn needed(id: &'static str, when: &'static [Condition]) -> ModelNeed {
    ModelNeed {
        id,
        when,
        optional: false,
    }
}

pub(super) const DESCRIPTOR: PipelineDescriptor = PipelineDescriptor {
    id: "face_analysis",
    version: 1,
    title: "Faces",
    summary: "Finds faces, follows them, and measures points, head, gaze, expression and who it is.",
    family: "face",
    variant: "yunet-mesh",
    modality: Modality::Picture,
    tasks: &["face-detection", "face-analysis", "landmark-detection"],
    capabilities: &["batch", "identity-persistence"],
    backends: &["onnx"],
    stability: Stability::Beta,
    formats: &["csv"],
    models: &[
        ModelNeed::always("yunet-n"),
        needed("face-mesh-478", &[on("mesh")]),
        needed("fsanet-1x1", &[on("pose")]),
        needed("fsanet-var", &[on("pose")]),
        needed("face-blendshapes", &[on("mesh"), on("blendshapes")]),
        needed("fer-mobilefacenet", &[on("expression")]),
        needed("mobilefacenet", &[on("identity")]),
    ],
    needs: &[
        Need {
            pipeline: "scene_detection",
            when: "split_at_cuts",
            idle: Some(Condition {
                key: "detector",
                is: Is::Word("threshold"),
            }),
        },
        Need {
            pipeline: "person_tracking",
            when: "link_persons",
            idle: None,
        },
    ],
    default_enabled: false,
    schema: SCHEMA,
};

const SCHEMA: ConfigSchema = ConfigSchema {
    fields: &[
        Field {
            key: "samples_per_second",
            synonyms: &["pps", "sample_rate"],
            title: "Samples per second",
            help: "How often faces are looked for. Blinks and quick glances need 10 or more. Each sample keeps the time of its frame.",
            unit: "per second",
            advanced: false,
            kind: Kind::Integer {
                min: 1,
                max: 30,
                default: 5,
            },
        },
        Field {
            key: "detection_threshold",
            synonyms: &["confidence_threshold", "detection_confidence"],
            title: "How sure a face must be",
            help: "Score from which a box is a face. Lower it for infants and faces that are partly hidden; more is found then that is none.",
            unit: "",
            advanced: false,
            kind: Kind::Number {
                min: 0.1,
                max: 0.99,
                default: 0.6,
            },
        },
        Field {
            key: "max_faces",
            synonyms: &[],
            title: "Most faces at once",
            help: "Of more faces than this in one sample the largest are kept; how many were left out is counted.",
            unit: "faces",
            advanced: false,
            kind: Kind::Integer {
                min: 1,
                max: 100,
                default: 50,
            },
        },
        Field {
            key: "max_measured",
            synonyms: &[],
            title: "Most faces measured at once",
            help: "Of more faces than this in one sample only the largest are measured; of the others the box is kept and their number is counted.",
            unit: "faces",
            advanced: true,
            kind: Kind::Integer {
                min: 1,
                max: 30,
                default: 10,
            },
        },
        Field {
            key: "mesh",
            synonyms: &[],
            title: "Face mesh",
            help: "Fits 478 points to each face. Landmarks, gaze and blendshapes come from them, and a head that is tilted is measured rightly only with them.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "landmarks",
            synonyms: &[],
            title: "Landmarks that are written",
            help: "Key points: 68 and both irises. All 478 make large files.",
            unit: "",
            advanced: false,
            kind: Kind::Choice {
                options: &[
                    Choice {
                        value: "off",
                        title: "None",
                    },
                    Choice {
                        value: "key",
                        title: "Key points",
                    },
                    Choice {
                        value: "full",
                        title: "All 478",
                    },
                ],
                default: "key",
            },
        },
        Field {
            key: "pose",
            synonyms: &[],
            title: "Turn of the head",
            help: "Measures yaw, pitch and roll in degrees. Gaze needs it.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "gaze",
            synonyms: &[],
            title: "Gaze",
            help: "Estimates from the irises where the eyes look, in degrees. Approximate; not for children with glasses or seen from the side.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "blendshapes",
            synonyms: &[],
            title: "Blendshapes",
            help: "Measures 52 movements of the face, 0 to 1: proxies of action units, not their intensities.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "expression",
            synonyms: &["emotion"],
            title: "Expression",
            help: "Names one of seven expressions. Its authors report 88 % right on photographs of adults (RAF-DB); not validated on infants or on \
                   moving faces. Off unless you need it.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: false },
        },
        Field {
            key: "expression_threshold",
            synonyms: &[],
            title: "How sure an expression must be",
            help: "Below this probability no expression is given at all.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 0.99,
                default: 0.5,
            },
        },
        Field {
            key: "identity",
            synonyms: &[],
            title: "Tell people apart",
            help: "Compares faces and gives the same person the same number across the recording. Writes biometric data: 128 numbers for each face track.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "identity_threshold",
            synonyms: &[],
            title: "How alike one person must look",
            help: "Mean cosine from which face tracks are one person. Higher gives more persons, lower joins different ones.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.05,
                max: 0.95,
                default: 0.4,
            },
        },
        Field {
            key: "split_at_cuts",
            synonyms: &[],
            title: "Never across a cut",
            help: "Ends every face track at a camera cut. Reads the shots of scene detection.",
            unit: "",
            advanced: true,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "link_persons",
            synonyms: &[],
            title: "Link faces to people",
            help: "Says which person of person tracking a face belongs to, by their boxes. Runs person tracking too.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: false },
        },
        Field {
            key: "refinements",
            synonyms: &[],
            title: "Looks for the mesh",
            help: "How often at most the points are fitted again from where the last look found them. More than one is needed for tilted heads.",
            unit: "looks",
            advanced: true,
            kind: Kind::Integer {
                min: 1,
                max: 3,
                default: 3,
            },
        },
        Field {
            key: "presence_threshold",
            synonyms: &[],
            title: "How sure the mesh must be",
            help: "Probability below which there is no face for the mesh: then only the box is kept.",
            unit: "",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 0.99,
                default: 0.5,
            },
        },
        Field {
            key: "lost_seconds",
            synonyms: &[],
            title: "Wait for a hidden face",
            help: "How long a face that is not seen keeps its track.",
            unit: "s",
            advanced: true,
            kind: Kind::Number {
                min: 0.0,
                max: 30.0,
                default: 1.0,
            },
        },
    ],
    rules: &[
        Rule::NotAbove {
            low: "max_measured",
            high: "max_faces",
        },
        Rule::UsedWhen {
            fields: &[
                "landmarks",
                "gaze",
                "blendshapes",
                "refinements",
                "presence_threshold",
            ],
            any: &[on("mesh")],
        },
        Rule::UsedWhen {
            fields: &["gaze"],
            any: &[on("pose")],
        },
        Rule::UsedWhen {
            fields: &["expression_threshold"],
            any: &[on("expression")],
        },
        Rule::UsedWhen {
            fields: &["identity_threshold"],
            any: &[on("identity")],
        },
    ],
};
