//! Descriptor of `voice_activity`: when somebody speaks.

use crate::pipeline::{Modality, ModelNeed, PipelineDescriptor, Stability};
use crate::schema::{ConfigSchema, Field, Kind, Rule};

pub(super) const DESCRIPTOR: PipelineDescriptor = PipelineDescriptor {
    id: "voice_activity",
    version: 1,
    title: "Speech activity",
    summary: "Finds when somebody speaks, without telling who or what.",
    family: "audio",
    variant: "silero-vad",
    modality: Modality::Sound,
    tasks: &["voice-activity-detection"],
    capabilities: &["batch", "streaming"],
    backends: &["onnx"],
    stability: Stability::Stable,
    formats: &["vtt", "rttm", "csv"],
    models: &[ModelNeed::always("silero-vad")],
    needs: &[],
    default_enabled: true,
    schema: ConfigSchema {
        fields: &[
            Field {
                key: "threshold",
                synonyms: &["confidence_threshold"],
                title: "How sure it must be",
                help: "Probability from which a window counts as speech. Lower it for soft or distant voices.",
                unit: "",
                advanced: false,
                kind: Kind::Number {
                    min: 0.01,
                    max: 0.99,
                    default: 0.5,
                },
            },
            Field {
                key: "negative_threshold",
                synonyms: &["neg_threshold"],
                title: "How sure silence must be",
                help: "Inside speech, probability below which a window counts as silence. Not above the other.",
                unit: "",
                advanced: true,
                kind: Kind::Number {
                    min: 0.01,
                    max: 0.99,
                    default: 0.35,
                },
            },
            Field {
                key: "min_speech_ms",
                synonyms: &["min_speech_duration_ms"],
                title: "Shortest speech",
                help: "Speech shorter than this is dropped. Lower it for infants' short vocalisations.",
                unit: "ms",
                advanced: false,
                kind: Kind::Integer {
                    min: 0,
                    max: 10_000,
                    default: 250,
                },
            },
            Field {
                key: "min_silence_ms",
                synonyms: &["min_silence_duration_ms"],
                title: "Shortest pause",
                help: "A pause shorter than this does not end a segment.",
                unit: "ms",
                advanced: false,
                kind: Kind::Integer {
                    min: 0,
                    max: 10_000,
                    default: 100,
                },
            },
            Field {
                key: "pad_ms",
                synonyms: &["speech_pad_ms"],
                title: "Margin",
                help: "Added before and after each segment, without letting two segments overlap.",
                unit: "ms",
                advanced: true,
                kind: Kind::Integer {
                    min: 0,
                    max: 1000,
                    default: 30,
                },
            },
            Field {
                key: "audio_track",
                synonyms: &[],
                title: "Sound track",
                help: "Which sound track of the recording to use, counted from 1.",
                unit: "",
                advanced: true,
                kind: Kind::Integer {
                    min: 1,
                    max: 64,
                    default: 1,
                },
            },
        ],
        rules: &[Rule::NotAbove {
            low: "negative_threshold",
            high: "threshold",
        }],
    },
};
