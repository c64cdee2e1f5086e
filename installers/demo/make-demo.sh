#!/usr/bin/env bash
# Makes the demo clip (12 s, 640x360, H.264 and AAC) out of nothing but this folder:
# make_demo.py draws the picture, espeak-ng speaks, ffmpeg encodes. Run it only to change the clip:
# the result is committed, so nobody needs espeak-ng to build or test.
#
#   installers/demo/make-demo.sh [OUTPUT]     default: src-tauri/demo/demo.mp4
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="${1:-$here/../../src-tauri/demo/demo.mp4}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

espeak-ng -v en-us+f3 -s 150 -p 45 -w "$work/first.wav" \
    "Look, here comes the ball. Shall we go and play outside?"
espeak-ng -v en-us+m3 -s 145 -p 40 -w "$work/second.wav" \
    "It is getting late. Let us read one more story."

mkdir -p "$(dirname "$out")"
# Speech is placed at 0.8 s and 9.0 s over a quiet room tone; a fixed seed keeps the noise the same.
python3 "$here/make_demo.py" | ffmpeg -hide_banner -loglevel error -y \
    -f rawvideo -pix_fmt rgb24 -s 1280x720 -r 25 -i - \
    -i "$work/first.wav" -i "$work/second.wav" \
    -f lavfi -i "anoisesrc=color=brown:amplitude=0.004:seed=7:sample_rate=48000:duration=12" \
    -filter_complex "[0:v]scale=640:360:flags=area,format=yuv420p[v];\
[1:a]aresample=48000,adelay=800:all=1,apad=whole_dur=12[a1];\
[2:a]aresample=48000,adelay=9000:all=1,apad=whole_dur=12[a2];\
[a1][a2][3:a]amix=inputs=3:duration=shortest:normalize=0,alimiter=limit=0.9,atrim=0:12[a]" \
    -map "[v]" -map "[a]" -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
    -c:v libx264 -preset veryslow -crf 27 -g 75 -threads 1 -c:a aac -b:a 64k -ac 1 \
    -movflags +faststart -t 12 "$out"
echo "made $out ($(wc -c <"$out") bytes)"
