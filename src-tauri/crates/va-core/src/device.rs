//! Where a model computes: the execution providers that the program knows, the user's order of them, and
//! what a step obtained. No ONNX Runtime here; `va-pipelines/src/infer` turns these into sessions.

use serde::{Deserialize, Serialize};

/// An execution provider of ONNX Runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// NVIDIA GPUs.
    Cuda,
    /// GPUs of any maker through Vulkan, Metal or Direct3D 12.
    WebGpu,
    /// GPUs on Windows.
    DirectMl,
    /// Apple's GPU and neural engine.
    CoreMl,
    /// The processor: always there.
    Cpu,
}

impl Provider {
    /// Every provider, the fastest first.
    pub const ALL: [Self; 5] = [
        Self::Cuda,
        Self::WebGpu,
        Self::DirectMl,
        Self::CoreMl,
        Self::Cpu,
    ];

    /// The word in settings, files and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cuda => "cuda",
            Self::WebGpu => "webgpu",
            Self::DirectMl => "directml",
            Self::CoreMl => "coreml",
            Self::Cpu => "cpu",
        }
    }
}

/// What a job wants to compute on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceWish {
    /// The providers to try, in order. Empty: the fastest one that works, which is always allowed to be the
    /// processor.
    pub asked: Vec<Provider>,
    /// Whether the processor may take over when none of them works. Otherwise that is an error.
    pub fallback: bool,
    /// Whether a provider that can do it may compute with half precision.
    pub half: bool,
}

impl DeviceWish {
    /// The word for the choice that is left to the program.
    pub const AUTO: &'static str = "auto";

    /// The words that a configuration may hold.
    pub const WORDS: [&'static str; 6] =
        [Self::AUTO, "cpu", "cuda", "webgpu", "directml", "coreml"];

    /// From a word of [`Self::WORDS`], in any case; `None` for another one. The words of VideoAnnotator
    /// 1.x, `gpu` and `cuda:0`, mean CUDA.
    pub fn providers(word: &str) -> Option<Vec<Provider>> {
        let word = word.to_ascii_lowercase();
        if word == Self::AUTO {
            return Some(Vec::new());
        }
        if word == "gpu" || word == "cuda:0" {
            return Some(vec![Provider::Cuda]);
        }
        let provider = Provider::ALL.into_iter().find(|p| p.word() == word)?;
        Some(vec![provider])
    }

    /// What was asked for, in words: `auto`, or the providers in order.
    pub fn words(&self) -> String {
        words(&self.asked)
    }
}

/// Providers that were asked for, as one text.
fn words(asked: &[Provider]) -> String {
    if asked.is_empty() {
        return DeviceWish::AUTO.to_owned();
    }
    let each: Vec<&str> = asked.iter().map(|provider| provider.word()).collect();
    each.join(", ")
}

/// What a step computed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceUse {
    /// The providers that were asked for, in order.
    pub asked: Vec<Provider>,
    /// The one that computed.
    pub obtained: Provider,
    /// Whether it computed with half precision.
    pub half: bool,
    /// Why the first one asked for was not obtained; `None` if it was.
    pub fallback_because: Option<String>,
    /// Models of the same step that are elsewhere, or had to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherDevice>,
}

/// What one more model of a step computes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherDevice {
    /// Id in the catalogue.
    pub model: String,
    /// The provider that computes.
    pub obtained: Provider,
    /// Why it is not the first one asked for; `None` if it was, or if the processor is best for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

impl DeviceUse {
    /// What was asked for, in words: `auto`, or the providers in order.
    pub fn asked_words(&self) -> String {
        words(&self.asked)
    }

    /// What was obtained, in words, for example `cpu (cuda: no driver)`, `cuda, half precision`, or
    /// `cuda; movenet-lightning: cpu (cuda: out of memory)`.
    pub fn obtained_words(&self) -> String {
        let word = self.obtained.word();
        let half = if self.half { ", half precision" } else { "" };
        let first = match &self.fallback_because {
            Some(reason) => format!("{word}{half} ({reason})"),
            None => format!("{word}{half}"),
        };
        let others = self.others.iter().map(OtherDevice::words);
        std::iter::once(first)
            .chain(others)
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Why not everything is where it was asked for, one reason a model; `None` if it is.
    pub fn reasons(&self) -> Option<String> {
        let others = self.others.iter().filter(|other| other.because.is_some());
        let own = self.fallback_because.clone().into_iter();
        let all: Vec<_> = own.chain(others.map(OtherDevice::words)).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Takes in another model of the same step, if it says something else.
    pub fn beside(&mut self, model: &str, other: &Self) {
        if other.obtained != self.obtained || other.fallback_because != self.fallback_because {
            self.others.push(OtherDevice {
                model: model.to_owned(),
                obtained: other.obtained,
                because: other.fallback_because.clone(),
            });
        }
    }
}

impl OtherDevice {
    fn words(&self) -> String {
        let because = self.because.as_ref();
        let because = because.map(|reason| format!(" ({reason})"));
        let (model, word) = (&self.model, self.obtained.word());
        format!("{model}: {word}{}", because.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_and_no_other() {
        for word in DeviceWish::WORDS {
            let asked = DeviceWish::providers(word).unwrap();
            assert_eq!(words(&asked), word, "what is read is what is shown");
        }
        assert_eq!(DeviceWish::providers("CUDA:0"), Some(vec![Provider::Cuda]));
        assert_eq!(DeviceWish::providers("tensorrt"), None);
        for provider in Provider::ALL {
            assert_eq!(DeviceWish::providers(provider.word()), Some(vec![provider]));
            assert_eq!(
                serde_json::to_value(provider).unwrap(),
                provider.word(),
                "the word is the one on the wire"
            );
        }
    }

    #[test]
    fn what_was_obtained_says_why_it_is_not_what_was_asked_for() {
        let device = DeviceUse {
            asked: vec![Provider::Cuda],
            obtained: Provider::Cpu,
            half: false,
            fallback_because: Some("cuda: no driver".into()),
            others: Vec::new(),
        };
        assert_eq!(device.asked_words(), "cuda");
        assert_eq!(device.obtained_words(), "cpu (cuda: no driver)");
    }

    #[test]
    fn a_model_that_is_elsewhere_is_named_with_its_reason() {
        let on = |obtained, because: Option<&str>| DeviceUse {
            asked: vec![Provider::Cuda],
            obtained,
            half: false,
            fallback_because: because.map(str::to_owned),
            others: Vec::new(),
        };
        let mut device = on(Provider::Cuda, None);
        device.beside("pose", &on(Provider::Cuda, None));
        assert_eq!(
            (device.obtained_words().as_str(), device.reasons()),
            ("cuda", None)
        );
        device.beside("small", &on(Provider::Cpu, None));
        assert_eq!(device.reasons(), None, "nothing failed");
        device.beside("mesh", &on(Provider::Cpu, Some("cuda: out of memory")));
        assert_eq!(
            device.obtained_words(),
            "cuda; small: cpu; mesh: cpu (cuda: out of memory)"
        );
        let reasons = device.reasons().unwrap();
        assert_eq!(reasons, "mesh: cpu (cuda: out of memory)");
    }
}
