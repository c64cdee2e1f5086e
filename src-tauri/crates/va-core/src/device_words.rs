//! What libraries say when a graphics card fails, as one of our codes: they have words, not codes, that
//! survive the way through ONNX Runtime. Knows no library; called where a model did not run.

use crate::error::{ErrorCode, Failure};

/// Words that only a graphics card's library uses, in lower case.
const CARD: [&str; 12] = [
    "cuda", "cudnn", "cublas", "gpu", "directml", "dml", "dxgi", "d3d12", "hip", "rocm", "metal",
    "tensorrt",
];

/// Words for a card that has no memory left.
const NO_MEMORY: [&str; 5] = [
    "out of memory",
    "out_of_memory",
    "outofmemory",
    "alloc_failed",
    "failed to allocate memory",
];

/// Words for a card that is gone or does not answer.
const LOST: [&str; 14] = [
    "device_removed",
    "device removed",
    "device_hung",
    "device_reset",
    "device lost",
    "gpu is lost",
    "fallen off the bus",
    "no cuda-capable device",
    "busy or unavailable",
    "devices unavailable",
    "devicesunavailable",
    "unspecified launch failure",
    "illegal memory access",
    "driver shutting down",
];

/// The failure of a graphics card behind a message, if it tells of one.
pub fn failure(message: &str) -> Option<Failure> {
    let words = message.to_lowercase();
    let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if !any(&CARD) {
        return None;
    }
    if any(&NO_MEMORY) {
        let hint = "close other programs that use the graphics card, lower the number of GPU jobs at once, or run on the processor";
        return Some(Failure::new(ErrorCode::GpuOutOfMemory, message).hint(hint));
    }
    any(&LOST).then(|| {
        let hint = "check that the graphics card and its driver work, restart the computer if it stays away, or run on the processor";
        Failure::new(ErrorCode::GpuLost, message).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_a_card_are_told_apart_from_others() {
        let code = |message| failure(message).map(|f| f.code);
        for message in [
            "CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; expr=cudaMalloc((void**)&p, size)",
            "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED",
            "BFCArena::AllocateRawInternal(size_t) Failed to allocate memory for requested buffer of size 8 on CUDA",
        ] {
            assert_eq!(code(message), Some(ErrorCode::GpuOutOfMemory), "{message}");
        }
        for message in [
            "CUDA failure 100: no CUDA-capable device is detected",
            "DmlExecutionProvider: 887A0005 DXGI_ERROR_DEVICE_REMOVED",
            "CUDA error 700: an illegal memory access was encountered",
            "NVML: GPU is lost",
        ] {
            assert_eq!(code(message), Some(ErrorCode::GpuLost), "{message}");
        }
        for message in [
            "Failed to allocate memory for requested buffer of size 8",
            "CUDA failure 1: invalid argument",
            "Invalid rank for input: state",
        ] {
            assert_eq!(code(message), None, "{message}");
        }
        let failure = failure("CUDA failure 2: out of memory").unwrap();
        assert!(failure.hint.is_some() && failure.code.heals());
    }
}
